"""Cloning a customer: what is copied, what is not, what comes along, and who may."""

import frappe

from crm_khachhang.access.roles import MANAGER, SALES_USER, VIEWER
from crm_khachhang.customers.cloning import api, copying
from crm_khachhang.tests import TestCase, make_customer, make_user
from crm_khachhang.tests.related import make_address, make_contact

FPT = "0101248141"
EVERYTHING = ["contacts", "addresses", "tags", "attachments"]


class CloneTestCase(TestCase):
	def setUp(self):
		super().setUp()
		self.source = make_customer(
			customer_name="Công ty Hoa Sen",
			tax_code=FPT,
			id_number="012345",
			website="https://hoasen.vn",
			ward="00070",
		)

	def clone(self, *include: str, customer_name: str = "Chi nhánh Hoa Sen"):
		name = api.clone(self.source.name, list(include), customer_name)
		return frappe.get_doc("KH Customer", name)


class TestValues(CloneTestCase):
	def test_copied(self):
		copy = self.clone()
		self.assertEqual(
			(copy.customer_name, copy.phone_e164, copy.website, copy.province),
			("Chi nhánh Hoa Sen", "+84912345678", "https://hoasen.vn", "01"),
		)

	def test_unique_values_and_numbers_are_not(self):
		self.source.db_set({"total_debt": 5, "last_purchase_date": "2026-01-01", "tier_locked": 1})
		copy = self.clone()
		self.assertNotEqual(copy.customer_code, self.source.customer_code)
		for field in ("tax_code", "id_number", "total_debt", "last_purchase_date", "tier_locked"):
			self.assertFalse(copy.get(field), field)

	def test_without_a_name(self):
		self.assertEqual(self.clone(customer_name="  ").customer_name, "Công ty Hoa Sen")

	def test_owned_by_who_cloned(self):
		user = make_user("kh_nhanban@test.example", SALES_USER)
		self.source.db_set("account_manager", user)
		manager = make_user("kh_ql_nb@test.example", MANAGER)
		frappe.set_user(manager)
		self.assertEqual(self.clone().account_manager, manager)

	def test_nothing_comes_along_unasked(self):
		contact = make_contact("Lan", self.source.name)
		self.source.add_tag("VIP")
		copy = self.clone()
		contact.reload()
		self.assertEqual([link.link_name for link in contact.links], [self.source.name])
		self.assertEqual(copying.parts_of(copy), dict.fromkeys(EVERYTHING, 0))


class TestWhatComesAlong(CloneTestCase):
	def setUp(self):
		super().setUp()
		self.contact = make_contact("Lan", self.source.name)
		self.address = make_address("Kho", self.source.name)
		self.source.add_tag("VIP")
		self.file = frappe.get_doc(
			doctype="File",
			file_name="hop-dong-hoa-sen.txt",
			content="Hợp đồng",
			is_private=1,
			attached_to_doctype="KH Customer",
			attached_to_name=self.source.name,
		).insert()
		self.source.db_set("primary_contact", self.contact.name)

	def test_offered(self):
		offer = api.parts(self.source.name)
		self.assertEqual((offer["customer_name"], set(offer["parts"].values())), ("Công ty Hoa Sen", {1}))

	def test_everything(self):
		copy = self.clone(*EVERYTHING)
		self.contact.reload()
		self.assertEqual([link.link_name for link in self.contact.links], [self.source.name, copy.name])
		self.assertEqual(copy.primary_contact, self.contact.name)
		[address] = frappe.get_all(
			"Dynamic Link", {"link_name": copy.name, "parenttype": "Address"}, pluck="parent"
		)
		self.assertNotEqual(address, self.address.name)
		self.assertEqual(frappe.db.get_value("Address", address, "address_line1"), "1 Láng Hạ")
		self.assertEqual(frappe.db.get_value("KH Customer", copy.name, "_user_tags").strip(","), "VIP")
		[file] = frappe.get_all("File", {"attached_to_name": copy.name}, pluck="name")
		self.assertEqual(frappe.get_doc("File", file).get_content(), "Hợp đồng")

	def test_the_file_of_the_clone_outlives_the_other(self):
		copy = self.clone("attachments")
		frappe.delete_doc("File", self.file.name)
		[file] = frappe.get_all("File", {"attached_to_name": copy.name}, pluck="name")
		self.assertEqual(frappe.get_doc("File", file).get_content(), "Hợp đồng")

	def test_something_else(self):
		with self.assertRaisesRegex(copying.UnknownPart, "This cannot be cloned: debts"):
			self.clone("debts")

	def test_all_or_nothing(self):
		frappe.db.savepoint("as_a_request")
		frappe.db.set_value("Address", self.address.name, "address_line1", "", update_modified=False)
		customers = frappe.db.count("KH Customer")
		with self.assertRaises(frappe.MandatoryError):
			self.clone("contacts", "addresses")
		frappe.db.rollback(save_point="as_a_request")
		self.assertEqual(frappe.db.count("KH Customer"), customers)
		self.contact.reload()
		self.assertEqual(len(self.contact.links), 1)


class TestRights(CloneTestCase):
	def test_customers_of_others_and_guessed_names(self):
		frappe.set_user(make_user("kh_la@test.example", SALES_USER))
		for name in (self.source.name, "KHÔNG CÓ"):
			with (
				self.subTest(name),
				self.assertRaisesRegex(frappe.PermissionError, "There is no such customer"),
			):
				api.clone(name)
			with (
				self.subTest(name),
				self.assertRaisesRegex(frappe.PermissionError, "There is no such customer"),
			):
				api.parts(name)

	def test_own_customers(self):
		user = make_user("kh_chinhchu@test.example", SALES_USER)
		self.source.db_set("account_manager", user)
		frappe.set_user(user)
		self.assertEqual(self.clone(*EVERYTHING).account_manager, user)

	def test_who_only_reads(self):
		frappe.set_user(make_user("kh_xem@test.example", VIEWER))
		self.assertRaises(frappe.PermissionError, api.clone, self.source.name)
