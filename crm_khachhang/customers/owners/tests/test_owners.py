"""Owners: the history of each, handing over one customer, and who may own."""

import frappe
from frappe import client
from frappe.desk.form import assign_to
from frappe.utils import add_days, now

from crm_khachhang.access.roles import ACCOUNTANT, MANAGER, SALES_USER, VIEWER
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.customers.owners import api, changes, handover
from crm_khachhang.tests import TestCase, make_customer, make_user


class OwnerTestCase(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.an = make_user("kh_an@owners.example", SALES_USER)
		cls.binh = make_user("kh_binh@owners.example", SALES_USER)
		cls.manager = make_user("kh_quanly@owners.example", MANAGER)

	def customer_of_an(self, **values):
		return make_customer(account_manager=self.an, **values)

	def history(self, customer) -> list[tuple]:
		rows = changes.history(customer.name)
		return [(row.from_user, row.to_user, row.note or "", row.changed_by) for row in rows]


class TestHistory(OwnerTestCase):
	def test_creating_writes_none(self):
		self.assertEqual(self.history(self.customer_of_an()), [])

	def test_saving_the_form(self):
		customer = self.customer_of_an()
		frappe.set_user(self.manager)
		customer = frappe.get_doc("KH Customer", customer.name)
		customer.account_manager = self.binh
		customer.save()
		self.assertEqual(self.history(customer), [(self.an, self.binh, "", self.manager)])
		customer.status = "Active"
		customer.save()
		self.assertEqual(len(self.history(customer)), 1)

	def test_through_the_api_and_to_nobody(self):
		customer = self.customer_of_an()
		client.set_value("KH Customer", customer.name, "account_manager", "")
		self.assertEqual(self.history(customer), [(self.an, None, "", "Administrator")])

	def test_a_customer_with_history_can_be_deleted_and_so_can_its_name_be_used_again(self):
		customer = self.customer_of_an()
		handover.hand_over(customer, self.binh)
		frappe.delete_doc("KH Customer", customer.name)
		again = make_customer(customer_code=customer.name)
		self.assertEqual(self.history(again), [])

	def test_reading_it(self):
		customer = self.customer_of_an()
		handover.hand_over(customer, self.binh, "Nghỉ phép")
		for user, seen in ((self.binh, True), (self.manager, True), (self.an, False)):
			frappe.set_user(user)
			with self.subTest(user):
				if seen:
					self.assertEqual(api.history(customer.name)[0].note, "Nghỉ phép")
				else:
					with self.assertRaisesRegex(frappe.PermissionError, "There is no such customer"):
						api.history(customer.name)
		with self.assertRaisesRegex(frappe.PermissionError, "There is no such customer"):
			api.history("KHONG-CO")


class TestHandingOver(OwnerTestCase):
	def make_care(self, customer, **values):
		defaults = {"doctype": "KH Care Schedule", "customer": customer.name, "subject": "Gọi lại"}
		return frappe.get_doc(
			{**defaults, "starts_on": add_days(now(), 1), "assigned_to": self.an, **values}
		).insert()

	def test_open_appointments_move_along_and_others_stay(self):
		customer = self.customer_of_an()
		planned = self.make_care(customer)
		running = self.make_care(customer, status="In Progress")
		done = self.make_care(customer, status="Done")
		of_colleague = self.make_care(customer, assigned_to=self.manager)
		of_other_customer = self.make_care(self.customer_of_an(customer_name="Khách khác"))
		handover.hand_over(customer, self.binh, along=["care"])
		now_with = {
			care.name: frappe.db.get_value("KH Care Schedule", care.name, "assigned_to")
			for care in (planned, running, done, of_colleague, of_other_customer)
		}
		self.assertEqual(
			list(now_with.values()), [self.binh, self.binh, self.an, self.manager, self.an], now_with
		)

	def test_nothing_moves_unless_asked(self):
		customer = self.customer_of_an()
		care = self.make_care(customer)
		handover.hand_over(customer, self.binh)
		self.assertEqual(frappe.db.get_value("KH Care Schedule", care.name, "assigned_to"), self.an)

	def test_open_tasks_move_along(self):
		customer = self.customer_of_an()
		about = {"doctype": "KH Customer", "name": customer.name}
		for user in (self.an, self.manager):
			frappe.get_doc(
				doctype="ToDo",
				description="Gửi báo giá",
				allocated_to=user,
				reference_type="KH Customer",
				reference_name=customer.name,
			).insert()
		handover.hand_over(frappe.get_doc("KH Customer", customer.name), self.binh, along=["tasks"])
		self.assertEqual({row.owner for row in assign_to.get(about)}, {self.binh, self.manager})
		assigned = frappe.parse_json(frappe.db.get_value("KH Customer", customer.name, "_assign"))
		self.assertEqual(set(assigned), {self.binh, self.manager})

	def test_a_sales_user_hands_an_own_customer_over_and_loses_it(self):
		customer = self.customer_of_an()
		care = self.make_care(customer)
		frappe.set_user(self.an)
		handover.hand_over(
			frappe.get_doc("KH Customer", customer.name), self.binh, "Đổi vùng", along=["care"]
		)
		self.assertEqual(self.history(customer), [(self.an, self.binh, "Đổi vùng", self.an)])
		self.assertEqual(frappe.db.get_value("KH Care Schedule", care.name, "assigned_to"), self.binh)
		self.assertFalse(frappe.has_permission("KH Customer", "read", doc=customer.name))


class TestWhoMayOwn(OwnerTestCase):
	def test_roles_that_may_not_change_customers(self):
		for role in (VIEWER, ACCOUNTANT):
			user = make_user(f"{frappe.scrub(role)}@owners.example", role)
			with self.subTest(role), self.assertRaisesRegex(InvalidField, "whose role may change customers"):
				make_customer(account_manager=user)

	def test_search_offers_those_who_may(self):
		viewer = make_user("kh_xem@owners.example", VIEWER)
		left = make_user("kh_nghi@owners.example", SALES_USER)
		frappe.db.set_value("User", left, "enabled", 0)
		frappe.set_user(self.an)
		found = {row[0] for row in api.find_owners("User", "owners.example", "name", 0, 50, {})}
		self.assertLessEqual({self.an, self.binh, self.manager}, found)
		self.assertFalse({viewer, left} & found)

	def test_who_may_not_change_customers_searches_nobody(self):
		frappe.set_user(make_user("kh_xem@owners.example", VIEWER))
		self.assertRaises(frappe.PermissionError, api.find_owners, "User", "", "name", 0, 20, {})
