"""Each kind of bad input that there is: what a person in Vietnam is told, and that nothing is posted by it."""

import frappe
from frappe.utils import add_days, nowdate

from crm_khachhang.debts.tests import DebtTestCase, make_debt, make_payment
from crm_khachhang.tests import make_customer

CUSTOMER, ENTRY = "KH Customer", "KH Debt Ledger Entry"
BILLION = 10**9
AMOUNT, POSTED, DUE, DEBT = "Số tiền", "Ngày hạch toán", "Hạn thanh toán", "Khoản nợ"


class TestBadInput(DebtTestCase):
	def setUp(self):
		super().setUp()
		self.paid, self.cancelled = self.debt(70, -3), self.debt(90)
		self.pay(70)
		self.cancelled.cancel()
		self.open, self.draft = self.debt(100), self.debt(7, submit=False)
		other = make_customer(customer_name="Người Khác", phone=None).name
		self.of_another = make_debt(other, amount=50)
		self.addCleanup(setattr, frappe.local, "lang", frappe.local.lang)
		frappe.local.lang = "vi"

	def assertRefused(self, call, field: str, remedy: str):
		"""The message names the field and the remedy in Vietnamese; no line is added."""
		before = frappe.db.count(ENTRY)
		with self.assertRaises(frappe.ValidationError) as refused:
			call()
		said = str(refused.exception)
		self.assertIn(field, said)
		self.assertIn(remedy, said)
		self.assertEqual(frappe.db.count(ENTRY), before)

	def test_of_debts_and_payments(self):
		for make in (make_debt, make_payment):
			for values, field, remedy in (
				({"amount": 0}, AMOUNT, "Số tiền phải lớn hơn 0. Muốn giảm nợ, hãy ghi phiếu thu"),
				({"amount": -5}, AMOUNT, "Số tiền phải lớn hơn 0. Muốn giảm nợ, hãy ghi phiếu thu"),
				({"amount": 10**15 + 1}, AMOUNT, "Số tiền quá lớn"),
				({"amount": 10**18}, AMOUNT, "Hãy kiểm tra các số 0"),
				({"amount": "năm triệu"}, AMOUNT, "Chỉ ghi chữ số, ví dụ 1500000"),
				({"amount": "1.500"}, AMOUNT, "Chỉ ghi chữ số, ví dụ 1500000"),
				({"amount": "1.500.000"}, AMOUNT, "Chỉ ghi chữ số, ví dụ 1500000"),
				({"amount": 5, "currency": "USD"}, "Tiền tệ", "Hãy quy đổi số tiền trước"),
				({"amount": 5, "posting_date": add_days(nowdate(), 1)}, POSTED, "Hãy"),
			):
				with self.subTest(values, make=make.__name__):
					self.assertRefused(
						lambda make=make, values=values: make(self.customer, **values), field, remedy
					)

	def test_an_amount_is_told_as_people_write_it(self):
		self.assertRefused(lambda: make_debt(self.customer, amount=-1015000020.0), AMOUNT, "(-1.015.000.020)")

	def test_what_nearly_fills_the_column_can_be_paid(self):
		make_debt(self.customer, amount=999 * BILLION)
		payment = make_payment(self.customer, amount=998 * BILLION)
		self.assertEqual(frappe.db.get_value(CUSTOMER, self.customer, "total_debt"), BILLION + 100)
		make_debt(self.customer, amount=900 * BILLION)
		self.assertRefused(lambda: make_debt(self.customer, amount=99 * BILLION), AMOUNT, "Số tiền quá lớn")
		self.assertRefused(payment.cancel, AMOUNT, "Số tiền quá lớn")

	def test_more_open_debts_than_the_column_holds_beside_a_credit(self):
		credit = make_payment(self.customer, amount=990 * BILLION, oldest_first=0)
		make_debt(self.customer, amount=990 * BILLION)
		self.assertRefused(lambda: make_debt(self.customer, amount=990 * BILLION), AMOUNT, "Số tiền quá lớn")
		used = make_payment(self.customer, payment_type="Use Credit", amount=990 * BILLION)
		make_debt(self.customer, amount=900 * BILLION)
		self.assertRefused(used.cancel, AMOUNT, "Số tiền quá lớn")
		self.assertEqual(frappe.db.get_value("KH Debt Payment", credit.name, "unallocated_amount"), 0)

	def test_a_text_without_an_end(self):
		for make, fieldname, label in (
			(make_debt, "description", "Mô tả"),
			(make_payment, "reason", "Lý do"),
		):
			values = {"amount": 5, fieldname: "nợ cũ " * 8_000}
			remedy = "…): Nội dung quá dài. Chỉ viết tối đa 20.000 ký tự"
			with self.subTest(make=make.__name__):
				self.assertRefused(
					lambda make=make, values=values: make(self.customer, **values), label, remedy
				)

	def test_due_before_posting(self):
		yesterday = add_days(nowdate(), -1)
		self.assertRefused(
			lambda: make_debt(self.customer, amount=5, due_date=yesterday),
			DUE,
			"không thể trước ngày hạch toán. Hãy chọn ngày hạch toán hoặc sau đó",
		)

	def test_a_closed_period(self):
		early = make_debt(self.customer, amount=5, posting_date=add_days(nowdate(), -10))
		frappe.get_doc("KH Settings").update({"debts_locked_until": add_days(nowdate(), -3)}).save()
		for call in (
			lambda: make_debt(self.customer, amount=5, posting_date=add_days(nowdate(), -3)),
			lambda: make_payment(self.customer, amount=5, posting_date=add_days(nowdate(), -4)),
			lambda: frappe.get_doc("KH Debt", early.name).cancel(),
		):
			self.assertRefused(call, POSTED, "Sổ đã khóa đến ngày đó")
			self.assertRefused(call, POSTED, "Hãy chọn ngày sau đó")

	def test_rows(self):
		for debt, amount, field, remedy in (
			(self.of_another, 5, DEBT, "Khách này không có khoản nợ đó. Hãy chọn trong danh sách"),
			(self.cancelled, 5, DEBT, "chưa ghi sổ hoặc đã hủy. Hãy chọn khoản khác"),
			(self.draft, 5, DEBT, "chưa ghi sổ hoặc đã hủy. Hãy chọn khoản khác"),
			(self.paid, 5, DEBT, "Khoản nợ này đã trả hết. Hãy bỏ dòng này"),
			(self.open, 101, AMOUNT, "chỉ còn 100 ₫. Hãy giảm số tiền của dòng"),
			(self.open, 0, AMOUNT, "Số tiền phải lớn hơn 0"),
			(self.open, -1, AMOUNT, "Số tiền phải lớn hơn 0"),
			(self.open, 10**15 + 1, AMOUNT, "Số tiền quá lớn"),
		):
			with self.subTest(remedy, amount=amount):
				rows = {debt.name: amount}
				self.assertRefused(lambda rows=rows: self.pay(200, rows=rows), field, remedy)

	def test_cancelling_a_debt_that_has_payments(self):
		payment = self.pay(10)
		remedy = f"{payment.name}. Hãy hủy các phiếu này trước"
		self.assertRefused(frappe.get_doc("KH Debt", self.open.name).cancel, "Khoản nợ này", remedy)
