import frappe

from crm_khachhang.setup import masters
from crm_khachhang.tests import TestCase


class TestKHWard(TestCase):
	def test_every_ward_has_its_province(self):
		self.assertEqual(frappe.db.count("KH Ward"), 3321)
		ward = frappe.get_doc("KH Ward", "00070")
		self.assertEqual(
			(ward.ward_name, ward.division_type, ward.province), ("Phường Hoàn Kiếm", "Phường", "01")
		)

	def test_seeding_again_corrects_and_adds(self):
		frappe.db.set_value("KH Ward", "00070", "ward_name", "Tên cũ", update_modified=False)
		frappe.db.delete("KH Ward", {"name": "00004"})
		masters.create_units()
		self.assertEqual(frappe.db.get_value("KH Ward", "00070", "ward_name"), "Phường Hoàn Kiếm")
		self.assertTrue(frappe.db.exists("KH Ward", "00004"))

	def test_seeding_again_keeps_units_that_ended(self):
		old = frappe.get_doc(doctype="KH Ward", code="99999", ward_name="Phường cũ", province="01").insert()
		masters.create_units()
		self.assertTrue(frappe.db.exists("KH Ward", old.name))
