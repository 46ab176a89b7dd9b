"""Papers as they are printed: figures, words, the QR code, and who gets them."""

import base64
import re

import frappe
from frappe.utils import add_days, nowdate

from crm_khachhang.access.tests import MISSING, CompanyTestCase
from crm_khachhang.debts.papers import company, printing, qr
from crm_khachhang.debts.papers.tests import dots_for, dots_of
from crm_khachhang.debts.tests import make_debt, make_payment
from crm_khachhang.vietnam import banks, vietqr

STATEMENT, CONFIRMATION, RECEIPT = "KH Debt Statement", "KH Debt Confirmation", "KH Payment Receipt"
REQUEST = "KH Payment Request"
CUSTOMER, PAYMENT = "KH Customer", "KH Debt Payment"


def forget_request():
	"""Frappe's printing asks for the address of a request, where there is one."""
	if hasattr(frappe.local, "request"):
		del frappe.local.request


class PrintTestCase(CompanyTestCase):
	def setUp(self):
		super().setUp()
		self.set(company_name="Công ty Hoa & Sen", qr_bank="Vietcombank", qr_account="0123456789")
		self.debt("mai", 12_500_000)

	def set(self, **values):
		settings = frappe.get_doc("KH Settings")
		settings.update(values)
		settings.save()

	def debt(self, person: str, amount: float, posted_ago: int = 40, **values):
		day = add_days(nowdate(), -posted_ago)
		return make_debt(self.customers[person], amount=amount, posting_date=day, **values)

	def printed(self, print_format: str, name: str | None = None, doctype: str = CUSTOMER, **period) -> str:
		self.addCleanup(setattr, frappe.local, "form_dict", frappe._dict())
		frappe.local.form_dict = frappe._dict(period)
		forget_request()
		name = name or self.customers["mai"]
		return frappe.get_print(doctype, name, print_format, no_letterhead=1)


class TestStatement(PrintTestCase):
	def test_figures_and_words(self):
		make_payment(self.customers["mai"], amount=500_000)
		html = self.printed(STATEMENT, kh_from_date=add_days(nowdate(), -60), kh_to_date=nowdate())
		for text in (
			"12.500.000",
			"500.000",
			"12.000.000",
			"Mười hai triệu đồng chẵn.",
			"0123456789",
			"Khách của mai",
		):
			self.assertIn(text, html)

	def test_the_period(self):
		html = self.printed(STATEMENT, kh_from_date=nowdate(), kh_to_date=nowdate())
		self.assertNotIn("Manual", html)
		for first, last, words in (
			("hôm qua", None, "This is not a date"),
			(nowdate(), "2000-01-01", "last day lies before"),
		):
			with self.assertRaisesRegex(frappe.ValidationError, words):
				printing.checked_period(first, last)

	def test_the_period_of_a_program(self):
		document = frappe.get_doc(CUSTOMER, self.customers["mai"])
		document.flags.kh_period = ("2026-01-05", nowdate())
		forget_request()
		html = frappe.get_print(CUSTOMER, document.name, STATEMENT, doc=document, no_letterhead=1)
		self.assertIn("05/01/2026", html)

	def test_names_are_text(self):
		html = self.printed(STATEMENT)
		self.assertIn("Công ty Hoa &amp; Sen", html)


class TestConfirmation(PrintTestCase):
	def test_who_owes(self):
		html = self.printed(CONFIRMATION)
		self.assertIn("Party B still owes Party A", html)
		self.assertIn("Mười hai triệu năm trăm nghìn đồng chẵn.", html)

	def test_paid_in_advance(self):
		make_payment(self.customers["mai"], amount=13_000_000)
		html = self.printed(CONFIRMATION)
		self.assertIn("paid in advance", html)
		self.assertIn("Năm trăm nghìn đồng chẵn.", html)
		self.assertNotIn("data:image/png", html)

	def test_nothing_owed(self):
		make_payment(self.customers["mai"], amount=12_500_000)
		html = self.printed(CONFIRMATION)
		self.assertIn("neither party owes the other anything", html)
		self.assertNotIn("In words", html)


class TestQR(PrintTestCase):
	def test_a_code_for_what_is_owed(self):
		for print_format in (STATEMENT, CONFIRMATION):
			self.assertTrue("data:image/png;base64," in self.printed(print_format), print_format)

	def test_every_dot_of_the_code(self):
		wanted = dots_for(qr.to_pay(company.company().account, 12_500_000, self.customers["mai"]))
		for print_format in (STATEMENT, CONFIRMATION):
			(drawn,) = re.findall(r"data:image/png;base64,([^\"]+)", self.printed(print_format))
			self.assertEqual(dots_of(base64.b64decode(drawn)), wanted)

	def test_what_the_code_says(self):
		text = qr.payload(company.company().account, 12_500_000, "Trả nợ CT-MAI")
		transfer = vietqr.Transfer("970436", "0123456789", 12_500_000, "Tra no CT-MAI")
		self.assertEqual(vietqr.read(text), transfer)

	def test_no_code(self):
		account = company.company().account
		self.assertEqual(qr.payload(account, 0, ""), "")
		self.assertEqual(qr.payload(None, 5, ""), "")
		self.set(qr_bank="", qr_account="")
		self.assertNotIn("data:image/png", self.printed(STATEMENT))

	def test_the_account_of_the_settings(self):
		self.assertEqual(frappe.db.get_single_value("KH Settings", "qr_bank"), "Vietcombank · 970436")
		self.set(qr_bank="999999", qr_account="12 34")
		account = company.company().account
		self.assertEqual((account.bin, account.number, account.bank), ("999999", "1234", "Bank 999999"))
		for values, words in (
			({"qr_bank": "Ngân hàng nào đó"}, "type its BIN"),
			({"qr_bank": "97043"}, "type its BIN"),
			({"qr_account": "1" * 20}, "number of the account"),
			({"qr_account": "12/34"}, "number of the account"),
		):
			with self.assertRaisesRegex(frappe.ValidationError, words):
				self.set(**values)

	def test_banks_are_offered(self):
		settings = frappe.get_doc("KH Settings")
		settings.run_method("onload")
		offered = settings.get_onload("banks")
		self.assertEqual(len(offered), len(banks.BANKS))
		self.assertIn("BIDV · 970418", offered)


class TestRequest(PrintTestCase):
	def test_what_is_still_to_be_paid(self):
		debt = frappe.get_doc("KH Debt", {"customer": self.customers["mai"]})
		make_payment(self.customers["mai"], amount=500_000)
		html = self.printed(REQUEST, debt.name, "KH Debt")
		for text in ("Payment Request", debt.name, "Khách của mai", "12.500.000", "12.000.000", "500.000"):
			self.assertIn(text, html)
		self.assertIn("Mười hai triệu đồng chẵn.", html)
		(drawn,) = re.findall(r"data:image/png;base64,([^\"]+)", html)
		wanted = dots_for(qr.to_pay(company.company().account, 12_000_000, debt.name))
		self.assertEqual(dots_of(base64.b64decode(drawn)), wanted)

	def test_nothing_to_scan(self):
		draft = self.debt("mai", 1000, submit=False)
		paid = self.debt("nam", 1000)
		make_payment(self.customers["nam"], amount=1000)
		for debt in (draft, paid):
			self.assertNotIn("data:image/png", self.printed(REQUEST, debt.name, "KH Debt"))

	def test_own_customers_only(self):
		own, hidden = (self.debt(person, 1000).name for person in ("mai", "nam"))
		self.as_user("mai")
		self.assertIn("Khách của mai", self.printed(REQUEST, own, "KH Debt"))
		self.assertNotIn("Khách của nam", self.printed(REQUEST, hidden, "KH Debt"))


class TestReceipt(PrintTestCase):
	def test_receipt(self):
		payment = make_payment(
			self.customers["mai"], amount=13_000_000, method="Cash", reference_no="UNC <7>"
		)
		html = self.printed(RECEIPT, payment.name, PAYMENT)
		for text in (
			"Receipt",
			payment.name,
			"Mười ba triệu đồng chẵn.",
			"UNC &lt;7&gt;",
			"Kept as credit",
			"500.000",
		):
			self.assertIn(text, html)

	def test_kinds(self):
		make_payment(self.customers["mai"], amount=20_000_000)
		refund = make_payment(self.customers["mai"], amount=1000, payment_type="Refund")
		html = self.printed(RECEIPT, refund.name, PAYMENT)
		self.assertIn("Payment Voucher", html)
		self.assertIn("Paid To", html)


class TestRights(PrintTestCase):
	def test_own_customers_only(self):
		payments = {
			person: make_payment(self.customers[person], amount=1000).name for person in ("mai", "nam")
		}
		self.as_user("mai")
		for print_format in (STATEMENT, CONFIRMATION):
			self.assertIn("Khách của mai", self.printed(print_format))
			self.assertNothing(print_format, self.customers["nam"])
		self.assertIn("Khách của mai", self.printed(RECEIPT, payments["mai"], PAYMENT))
		self.assertNothing(RECEIPT, payments["nam"], PAYMENT)

	def assertNothing(self, print_format: str, name: str, doctype: str = CUSTOMER):
		"""The page is that of a document which is not there."""
		pages = [self.printed(print_format, asked, doctype).replace(asked, "") for asked in (name, MISSING)]
		self.assertEqual(*pages)
		self.assertNotIn("kh-paper", pages[0])

	def test_the_accountant_prints_all(self):
		self.debt("nam", 1000)
		self.as_user("accountant")
		self.assertIn("Khách của nam", self.printed(STATEMENT, self.customers["nam"]))

	def test_who_reads_customers_and_no_debts(self):
		document = frappe.get_doc(CUSTOMER, self.customers["mai"])
		printing.offer(document)
		self.as_user("clerk")
		with self.assertRaises(frappe.PermissionError):
			_figures = document.kh_debts.statement
