"""What the desk relies on: who is offered imports, what a file is called, results that are true no more."""

import frappe

from crm_khachhang.importing import boot, run
from crm_khachhang.importing.tests.files import make_import, upload, workbook
from crm_khachhang.tests import TestCase, make_user

IMPORT = "KH Import"
HEADER = ("Tên khách hàng", "SĐT")
LISTS = ("can_read", "can_write", "can_create", "can_search", "can_get_report")


class TestOffers(TestCase):
	def told(self, user: str) -> frappe._dict:
		frappe.set_user(user)
		bootinfo = frappe._dict(user=frappe._dict({name: [IMPORT, "KH Customer"] for name in LISTS}))
		boot.extend(bootinfo)
		return bootinfo

	def test_a_manager_is_offered_imports(self):
		told = self.told(make_user("kh_chief@test.example", "KH Manager"))
		self.assertTrue(told["crm_khachhang"]["may_import"])
		self.assertIn(IMPORT, told.user.can_create)

	def test_a_sales_user_is_offered_none_but_the_address_is_known(self):
		told = self.told(make_user("kh_mai@test.example", "KH Sales User"))
		self.assertFalse(told["crm_khachhang"]["may_import"])
		self.assertEqual([name for name in LISTS if IMPORT in told.user[name]], ["can_read"])
		self.assertIn("KH Customer", told.user.can_create)

	def test_a_stranger_is_told_nothing(self):
		self.assertNotIn("crm_khachhang", self.told(make_user("kh_stranger@test.example", "Report Manager")))


class TestForm(TestCase):
	def test_a_second_file_of_a_name_is_called_so_too(self):
		for phone in ("0906483615", "0906483616"):
			content = workbook(HEADER, ("Lê Tư", phone))
			doc = frappe.get_doc(doctype=IMPORT, import_file=upload(content, "Khách mới.xlsx")).insert()
			self.assertEqual(doc.title, "Khách mới.xlsx")

	def test_another_choice_after_the_check_asks_for_a_new_one(self):
		doc = make_import(HEADER, ("Lê Tư", "0906483615"))
		run.start(doc, run.CHECKING)
		run.work(doc.name)
		doc.reload()
		self.assertEqual(doc.status, "Checked")
		doc.save()
		self.assertEqual(doc.status, "Checked")
		doc.mode = "Create or Update"
		doc.save()
		self.assertEqual(doc.status, "Draft")
