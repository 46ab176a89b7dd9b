"""Labels of columns, in the spellings of other programs."""

from crm_khachhang.importing.mapping.headers import Recognizer, _aliases
from crm_khachhang.importing.mapping.targets import all_targets
from crm_khachhang.tests import TestCase


class TestHeaders(TestCase):
	def setUp(self):
		super().setUp()
		self.recognizer = Recognizer(all_targets())

	def test_labels_of_other_programs(self):
		for label, fieldname in (
			("Tên khách hàng (*)", "customer_name"),
			("TEN KHACH HANG", "customer_name"),
			("SĐT", "phone"),
			("Di động", "phone"),
			("MST", "tax_code"),
			("Mã KH", "customer_code"),
			("Nợ cần thu hiện tại", "opening_debt.amount"),
			("Nợ đầu kỳ", "opening_debt.amount"),
			("CÔNG NỢ (VNĐ)", "opening_debt.amount"),
			("Nợ đầu kỳ: Hạn thanh toán", "opening_debt.due_date"),
			("Ngày ghi nợ", "opening_debt.posting_date"),
			("Số ngày được nợ", "payment_days"),
			# What our own exports call them: a file that comes back must not record what is owed once more.
			("Tổng công nợ", "total_debt"),
			("Total Debt", "total_debt"),
			("Nợ quá hạn", "overdue_debt"),
			("Phone 1 - Value", "phone"),
			("Tỉnh/Thành phố", "province"),
			("customer_name", "customer_name"),
			("Customer Name", "customer_name"),
			("Ngày sinh (dd/mm/yyyy)", "date_of_birth"),
			("Người\nliên hệ", "contact.full_name"),
		):
			self.assertEqual(self.recognizer.field_of(label), fieldname, label)
		self.assertIsNone(self.recognizer.field_of("STT"))

	def test_each_field_is_meant_by_one_column(self):
		self.assertEqual(self.recognizer.columns(["SĐT", "Điện thoại", "", None]), {0: "phone"})

	def test_every_alias_is_of_a_field_and_of_no_other(self):
		targets = all_targets()
		for fieldname, aliases in _aliases().items():
			self.assertIn(fieldname, targets)
			for alias in aliases:
				self.assertEqual(self.recognizer.field_of(alias), fieldname, alias)
