"""The registry of documents that hold a customer, and deleting one customer by it."""

from contextlib import contextmanager
from unittest.mock import patch

import frappe
from frappe.utils import now_datetime

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers import deletion, holders
from crm_khachhang.tests import TestCase, make_customer, make_user
from crm_khachhang.tests.related import AnotherApp, make_address, make_care, make_contact, make_sale

HOLDING = "KH Test Holding"


class CustomerTestCase(TestCase):
	def setUp(self):
		super().setUp()
		self.customer = make_customer(customer_name="Công ty Giữ Lại")


class HolderTestCase(CustomerTestCase):
	"""With DocTypes as another app could have: a Link, a Dynamic Link, a child table, a submittable one."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		app = AnotherApp("KH Test")
		cls.addClassCleanup(app.drop)
		app.make(is_submittable=1)

	def hold(self, **values):
		return frappe.get_doc({"doctype": HOLDING} | values).insert()


def registered() -> list[dict]:
	"""What another app registers by its hook."""
	return registered.rows


class TestWhatBlocks(HolderTestCase):
	def assert_held(self, reason: str):
		with self.assertRaises(deletion.CustomerHeld) as raised:
			frappe.delete_doc("KH Customer", self.customer.name)
		self.assertIn(reason, str(raised.exception))
		self.assertIn("Công ty Giữ Lại", str(raised.exception))
		self.assertTrue(frappe.db.exists("KH Customer", self.customer.name))

	def test_sales(self):
		make_sale(self.customer.name)
		make_sale(self.customer.name)
		self.assert_held("Sales (2)")

	def test_in_vietnamese(self):
		make_sale(self.customer.name)
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		self.assert_held("Phát sinh bán hàng (1)")

	def test_a_link_of_another_app(self):
		self.hold(customer=self.customer.name)
		self.assert_held(f"{HOLDING} (1)")

	def test_a_dynamic_link_of_another_app(self):
		document = self.hold(about_type="KH Customer", about=self.customer.name)
		self.assert_held(f"{HOLDING} (1)")
		document.submit()
		document.cancel()
		frappe.delete_doc("KH Customer", self.customer.name)
		self.assertFalse(frappe.db.exists("KH Customer", self.customer.name))

	def test_a_row_of_another_app(self):
		self.hold(rows=[{"customer": self.customer.name}, {"customer": self.customer.name}])
		self.assert_held(f"{HOLDING} (1)")

	def test_nobody_learns_more_than_kinds_and_numbers(self):
		name = self.hold(customer=self.customer.name).name
		[reason] = holders.blockers([self.customer.name])[self.customer.name]
		self.assertNotIn(name, reason)

	def test_registered_with_a_filter(self):
		row = {"doctype": HOLDING, "fieldname": "customer", "filters": {"docstatus": 1}, "reason": "Holdings"}
		registered.rows = [row]
		draft = self.hold(customer=self.customer.name)
		with self.registered_too():
			self.assertEqual(holders.blockers([self.customer.name]), {})
			self.hold(customer=self.customer.name).submit()
			self.assert_held("Holdings (1)")
			frappe.db.set_value(HOLDING, {"docstatus": 1}, "docstatus", 0)
			frappe.delete_doc("KH Customer", self.customer.name)
		self.assertFalse(frappe.db.exists(HOLDING, draft.name))

	@contextmanager
	def registered_too(self):
		get_hooks = frappe.get_hooks

		def hooks(hook=None, *arguments, **values):
			found = get_hooks(hook, *arguments, **values)
			return [*found, f"{__name__}.registered"] if hook == "kh_customer_holders" else found

		with patch.object(frappe, "get_hooks", hooks):
			yield

	def test_many_customers_in_few_queries(self):
		names = [make_customer(customer_name=f"Khách {n}").name for n in range(20)]
		for name in names[:5]:
			make_sale(name)
		few, many = self.queries(names[:1]), self.queries(names)
		self.assertEqual(few, many)
		self.assertEqual(sorted(holders.blockers(names)), sorted(names[:5]))

	def queries(self, names: list[str]) -> int:
		holders.find(names)  # what Frappe caches
		with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
			holders.find(names)
		return sql.call_count


class TestWhatGoes(CustomerTestCase):
	def delete(self):
		frappe.delete_doc("KH Customer", self.customer.name)
		self.assertFalse(frappe.db.exists("KH Customer", self.customer.name))

	def test_appointments_and_history(self):
		care = make_care(self.customer.name)
		changes = [
			frappe.get_doc(doctype=doctype, customer=self.customer.name, changed_on=now_datetime()).insert()
			for doctype in ("KH Owner Change", "KH Tier Change")
		]
		self.delete()
		for document in (care, *changes):
			self.assertFalse(frappe.db.exists(document.doctype, document.name), document.doctype)

	def test_contacts_and_addresses_of_this_customer_only(self):
		other = make_customer(customer_name="Khách khác").name
		own = make_contact("Riêng", self.customer.name)
		shared = make_contact("Chung", self.customer.name, other)
		address = make_address("Kho chung", self.customer.name, other)
		own_address = make_address("Kho riêng", self.customer.name)
		self.customer.db_set("primary_contact", own.name)
		make_care(self.customer.name, contact=own.name)
		self.delete()
		self.assertFalse(frappe.db.exists("Contact", own.name))
		self.assertFalse(frappe.db.exists("Address", own_address.name))
		for document in (shared, address):
			document.reload()
			self.assertEqual([link.link_name for link in document.links], [other])

	def test_a_contact_that_others_need_stays(self):
		other = make_customer(customer_name="Khách khác").name
		contact = make_contact("Cần", self.customer.name, other)
		make_care(other, contact=contact.name)
		contact.links = contact.links[:1]
		contact.save()
		self.delete()
		contact.reload()
		self.assertEqual(contact.links, [])

	def test_referred_customers_lose_their_referrer(self):
		referred = make_customer(
			customer_name="Được giới thiệu", referrer_doctype="KH Customer", referrer=self.customer.name
		)
		self.delete()
		referred.reload()
		self.assertFalse(referred.referrer_doctype or referred.referrer)

	def test_what_frappe_keeps(self):
		self.customer.add_comment("Comment", "Khách quen")
		self.customer.add_tag("VIP")
		frappe.get_doc(
			doctype="ToDo", description="Gọi", reference_type="KH Customer", reference_name=self.customer.name
		).insert()
		self.delete()
		for doctype, field in (
			("ToDo", "reference_name"),
			("Comment", "reference_name"),
			("Tag Link", "document_name"),
		):
			self.assertFalse(frappe.db.exists(doctype, {field: self.customer.name}), doctype)


class TestPreview(CustomerTestCase):
	def test_what_goes_and_what_stays(self):
		other = make_customer(customer_name="Khách khác")
		blocked = make_customer(customer_name="Đã mua hàng")
		make_sale(blocked.name)
		make_care(blocked.name)
		for _n in range(3):
			make_care(self.customer.name)
		make_contact("Của hai người", self.customer.name, other.name)
		make_contact("Của khách đã mua", self.customer.name, blocked.name)
		preview = deletion.preview([self.customer.name, other.name, blocked.name])
		self.assertEqual(
			{row.name: row.reasons for row in preview["customers"]},
			{self.customer.name: [], other.name: [], blocked.name: ["Sales (1)"]},
		)
		goes = {row["label"]: row["count"] for row in preview["goes"]}
		loses = {row["label"]: row["count"] for row in preview["loses"]}
		self.assertEqual((goes["KH Care Schedule"], goes["Contact"], loses["Contact"]), (3, 1, 1))

	def test_customers_of_others_are_left_out(self):
		frappe.set_user(make_user("kh_ngoai@test.example", SALES_USER))
		self.assertEqual(deletion.preview([self.customer.name, "KHÔNG CÓ"])["customers"], [])

	def test_rights(self):
		manager = make_user("kh_quanly@test.example", MANAGER)
		frappe.set_user(make_user("kh_ngoai@test.example", SALES_USER))
		self.assertRaises(frappe.PermissionError, deletion.delete, self.customer.name)
		frappe.set_user(manager)
		deletion.delete(self.customer.name)
		self.assertRaises(frappe.DoesNotExistError, deletion.delete, self.customer.name)
