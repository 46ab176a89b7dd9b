"""What the desk learns at its start."""

import frappe

from crm_khachhang.access import boot
from crm_khachhang.tests import TestCase, make_user


class TestBoot(TestCase):
	def setUp(self):
		super().setUp()
		self.mai = make_user("kh_mai@test.example", "KH Sales User")
		self.nam = make_user("kh_nam@test.example", "KH Sales User")
		self.stranger = make_user("kh_stranger@test.example", "Report Manager")

	def test_names_of_colleagues(self):
		frappe.set_user(self.mai)
		told = self.start()
		self.assertEqual(told.user_info[self.nam].fullname, "kh_nam")
		self.assertEqual(told.user_info[self.mai], "known before")
		self.assertNotIn(self.stranger, told.user_info)
		self.assertNotIn("time_zone", told.user_info[self.nam])

	def test_a_stranger_is_told_nobodys_name(self):
		frappe.set_user(self.stranger)
		self.assertNotIn(self.nam, self.start().user_info)

	def test_import_is_offered_to_whom_it_opens(self):
		for user, offered in (
			(make_user("kh_chief@test.example", "KH Manager"), False),
			("Administrator", True),
		):
			frappe.set_user(user)
			with self.subTest(user):
				self.assertEqual("KH Customer" in self.start().user.can_import, offered)
				self.assertIn("Item", self.start().user.can_import)

	def start(self) -> frappe._dict:
		user = frappe._dict(can_import=["KH Customer", "Item"])
		bootinfo = frappe._dict(user_info={self.mai: "known before"}, user=user)
		boot.add_colleagues(bootinfo)
		boot.offer_no_closed_import(bootinfo)
		return bootinfo
