"""The Excel files of debts: what stands in them, that nothing becomes a formula, and who gets them."""

import io
from datetime import date, datetime

import frappe
from frappe.utils import add_days, getdate, nowdate
from openpyxl import load_workbook

from crm_khachhang.access.tests import MISSING, CompanyTestCase, ask
from crm_khachhang.debts.papers import company, qr, sheet, workbooks
from crm_khachhang.debts.papers.sheet import DAY, MONEY, Column, Page
from crm_khachhang.debts.papers.tests import dots_for, dots_of
from crm_khachhang.debts.tests import make_debt, make_payment

EXCEL = "crm_khachhang.debts.papers.api.excel"
LONG = {"from_date": "2000-01-01", "to_date": nowdate()}


class ExcelTestCase(CompanyTestCase):
	def setUp(self):
		super().setUp()
		settings = frappe.get_doc("KH Settings")
		settings.update(
			{
				"company_name": "Công ty TNHH Hoa Sen",
				"company_address": "1 Tràng Tiền, Hà Nội",
				"company_tax_code": "0100109106",
				"accountant_name": "Đỗ Thanh Tùng",
				"director_name": "Lê Minh",
			}
		)
		settings.save()
		self.debt("mai", 12_500_000, 40, description="=1+1")
		self.pay("mai", 2_500_000)
		self.debt("nam", 7_000_000, 10)

	def debt(self, person: str, amount: float, due_ago: int, **values):
		day = add_days(nowdate(), -due_ago)
		make_debt(self.customers[person], amount=amount, posting_date=day, due_date=day, **values)

	def pay(self, person: str, amount: float):
		make_payment(self.customers[person], amount=amount)

	def page(self, content: bytes):
		return load_workbook(io.BytesIO(content)).active

	def texts(self, content: bytes) -> list[str]:
		return [
			str(cell.value)
			for row in self.page(content).iter_rows()
			for cell in row
			if cell.value is not None
		]

	def line(self, content: bytes, begins: str) -> list:
		"""The values of the first row that has the text."""
		for row in self.page(content).iter_rows(values_only=True):
			if begins in row:
				return [value for value in row if value is not None]
		raise AssertionError(begins)


class TestFiles(ExcelTestCase):
	def statement(self) -> bytes:
		return workbooks.statement({"customer": self.customers["mai"], **LONG})

	def test_statement(self):
		content = self.statement()
		texts = self.texts(content)
		self.assertEqual(texts[0], "Công ty TNHH Hoa Sen")
		for text in (
			"Tax Code: 0100109106",
			"CUSTOMER DEBT STATEMENT",
			f"Customer: Khách của mai ({self.customers['mai']})",
			"In words: Mười triệu đồng chẵn",
			"Prepared By",
			"Đỗ Thanh Tùng",
			"Lê Minh",
			company.place_and_day(getdate()),
		):
			self.assertIn(text, texts)
		self.assertEqual(self.line(content, "Closing Balance"), ["Closing Balance", 10_000_000])
		self.assertEqual(self.line(content, "Total of the Period")[1:], [12_500_000, 2_500_000])

	def test_amounts_are_numbers_with_a_format_and_days_are_days(self):
		page = self.page(self.statement())
		row = next(row for row in page.iter_rows() if row[2].value and str(row[2].value).startswith("CN"))
		self.assertIsInstance(row[1].value, datetime)
		self.assertEqual((row[5].value, row[5].number_format), (12_500_000, "#,##0"))

	def test_nothing_is_a_formula(self):
		for content in (self.statement(), workbooks.aging({"show_by": "Debt"})):
			cells = [cell for row in self.page(content).iter_rows() for cell in row]
			self.assertNotIn("f", {cell.data_type for cell in cells})
			self.assertIn("=1+1", [cell.value for cell in cells])

	def test_the_code_to_pay(self):
		frappe.get_doc("KH Settings").update({"qr_bank": "Vietcombank", "qr_account": "0123456789"}).save()
		content = self.statement()
		(picture,) = self.page(content)._images
		text = qr.to_pay(company.company().account, 10_000_000, self.customers["mai"])
		self.assertEqual(dots_of(picture.ref.getvalue()), dots_for(text))
		for line in (
			"Scan to pay",
			"Bank: Vietcombank",
			"Account Number: 0123456789",
			"Amount: 10.000.000 ₫",
		):
			self.assertIn(line, self.texts(content))
		first = picture.anchor._from.row
		self.assertEqual(self.page(content).cell(first + 1, 3).value, "Scan to pay")
		self.pay("mai", 10_000_000)
		self.assertEqual(self.page(self.statement())._images, [])

	def test_summary_and_aging(self):
		summary = workbooks.summary(LONG)
		self.assertEqual(self.line(summary, "Total")[1:], [0, 19_500_000, 2_500_000, 17_000_000])
		self.assertIn("In words: Mười bảy triệu đồng chẵn", self.texts(summary))
		aging = workbooks.aging({"account_manager": self.users["nam"]})
		self.assertIn("Owner: kh_nam", self.texts(aging))
		self.assertEqual(self.line(aging, "Total")[1], 7_000_000)
		self.assertNotIn("Khách của mai", self.texts(aging))

	def test_too_many_rows(self):
		self.addCleanup(setattr, workbooks, "MOST_ROWS", workbooks.MOST_ROWS)
		workbooks.MOST_ROWS = 1
		with self.assertRaisesRegex(frappe.ValidationError, "at most 1 rows"):
			workbooks.summary(LONG)

	def test_a_page(self):
		page = Page(
			title="Tên: có / dấu [cấm]" + "x" * 40,
			under=[],
			columns=[Column("Ngày", 10, DAY), Column("Tiền", 10, MONEY)],
			rows=[(date(2026, 1, 31), 1.5), (None, None), ("", "-x\x07")],
			totals=[("Cộng", 1.5)],
			company=company.company(),
			day=date(2026, 1, 31),
			decimals=2,
		)
		written = self.page(sheet.write(page))
		values = [
			[cell.value for cell in row]
			for row in written.iter_rows()
			if any(c.border.left.style for c in row)
		]
		self.assertEqual(
			values,
			[["Ngày", "Tiền"], [datetime(2026, 1, 31), 1.5], [None, None], [None, "-x"], ["Cộng", 1.5]],
		)


class TestRights(ExcelTestCase):
	def setUp(self):
		super().setUp()
		self.addCleanup(setattr, frappe.local, "response", frappe._dict(docs=[]))

	def file(self, paper: str, **filters) -> bytes:
		ask(EXCEL, paper=paper, filters=frappe.as_json(filters))
		return frappe.local.response["filecontent"]

	def test_the_accountant_gets_all(self):
		self.as_user("accountant")
		for paper in ("aging", "summary"):
			texts = self.texts(self.file(paper))
			self.assertIn("Khách của mai", texts)
			self.assertIn("Khách của nam", texts)
		self.assertTrue(frappe.local.response["filename"].endswith(".xlsx"))

	def test_who_may_not_take_debts_along(self):
		for person in ("mai", "director", "clerk"):
			self.as_user(person)
			for paper in ("aging", "summary", "statement"):
				with self.assertRaisesRegex(frappe.PermissionError, "Your role does not allow this"):
					self.file(paper, customer=self.customers["mai"])

	def test_only_customers_that_one_sees(self):
		"""With the right to export, a sales user still gets nobody else's customers."""
		frappe.get_doc(
			doctype="Custom DocPerm",
			parent="KH Debt Ledger Entry",
			role="KH Sales User",
			read=1,
			report=1,
			export=1,
		).insert()
		frappe.clear_cache(doctype="KH Debt Ledger Entry")
		self.addCleanup(frappe.clear_cache, doctype="KH Debt Ledger Entry")
		self.as_user("mai")
		for paper in ("aging", "summary"):
			texts = self.texts(self.file(paper))
			self.assertIn("Khách của mai", texts)
			self.assertNotIn("Khách của nam", texts)
		self.assertNotFound(EXCEL, paper="statement", filters='{"customer": "{name}"}')
		# A workbook says when it was made: what stands in it is compared.
		hidden, missing = (
			[text.replace(name, "") for text in self.texts(self.file("aging", customer=name))]
			for name in (self.customers["nam"], MISSING)
		)
		self.assertEqual(hidden, missing)

	def test_wrong_paper(self):
		with self.assertRaisesRegex(frappe.ValidationError, "statement, summary, aging"):
			self.file("abc")
		with self.assertRaisesRegex(frappe.PermissionError, "no such customer"):
			self.file("statement", customer=MISSING)
