import frappe

from crm_khachhang.tests import TestCase


class TestKHProvince(TestCase):
	def test_thirty_four_provinces(self):
		self.assertEqual(frappe.db.count("KH Province"), 34)
		province = frappe.get_doc("KH Province", "79")
		self.assertEqual(
			(province.province_name, province.full_name, province.division_type),
			("Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Thành phố trung ương"),
		)
