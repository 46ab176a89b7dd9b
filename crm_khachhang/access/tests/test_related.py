"""What hangs on a customer by a link field follows the customer."""

import frappe
from frappe import client

from crm_khachhang import hooks
from crm_khachhang.access import customers, protected, related
from crm_khachhang.access.tests import CompanyTestCase, ask

CARE = "KH Care Schedule"


class TestRelated(CompanyTestCase):
	def test_list_and_record_agree(self):
		made = {doctype: self.make(doctype, "nam") for doctype in related.DOCTYPES}
		for person, sees in (("nam", True), ("south", True), ("accountant", True), ("mai", False)):
			self.as_user(person)
			for doctype, name in made.items():
				with self.subTest(person=person, doctype=doctype):
					self.assertEqual(name in frappe.get_list(doctype, pluck="name"), sees)
					self.assertEqual(frappe.has_permission(doctype, doc=name), sees)

	def test_the_hooks_cover_what_is_registered(self):
		for doctype in protected.CONDITIONED:
			with self.subTest(doctype):
				self.assertIn(doctype, hooks.permission_query_conditions)
				self.assertEqual(doctype in hooks.has_permission, doctype not in protected.ROWS)

	def test_whatever_links_to_a_customer_is_registered(self):
		"""A new DocType with a link to KH Customer is in the registry, or read only by who sees all customers."""
		linking = frappe.get_all("DocField", {"fieldtype": "Link", "options": "KH Customer"}, pluck="parent")
		for doctype in set(linking) - set(protected.DOCTYPES):
			readers = {row.role for row in frappe.get_meta(doctype).permissions if row.read}
			with self.subTest(doctype):
				self.assertLessEqual(readers, set(customers.SEES_ALL))

	def test_an_appointment_given_to_somebody_who_does_not_see_the_customer(self):
		name = self.make(CARE, "nam", assigned_to=self.users["mai"])
		self.as_user("mai")
		self.assertEqual(client.get(CARE, name)["subject"], "Gọi lại")
		self.assertEqual(ask("frappe.client.get_list", doctype=CARE), [{"name": name}])
		client.set_value(CARE, name, "outcome", "Đã gọi")
		self.assertFalse(frappe.has_permission("KH Customer", doc=self.customers["nam"]))

	def test_columns_of_the_customer_are_not_reached_through_the_appointment(self):
		self.make(CARE, "nam", assigned_to=self.users["mai"])
		own = self.make(CARE, "mai")
		self.as_user("mai")
		fields = '["name", "customer.customer_name as of"]'
		rows = ask("frappe.client.get_list", doctype=CARE, fields=fields)
		self.assertEqual(rows, [{"name": own, "of": "Khách của mai"}])

	def test_an_appointment_with_a_hidden_customer(self):
		self.as_user("mai")
		own = frappe.get_doc(CARE, self.make(CARE, "mai"))
		for doc in (own, self.new(CARE, "mai")):
			doc.customer = self.customers["nam"]
			with self.assertRaisesRegex(frappe.ValidationError, "There is no such customer"):
				doc.save()

	def make(self, doctype: str, person: str, **values) -> str:
		if doctype == "KH Debt Ledger Entry":
			debt = self.new("KH Debt", person).insert()
			debt.submit()
			return frappe.db.get_value(doctype, {"voucher_no": debt.name})
		return self.new(doctype, person, **values).insert().name

	def new(self, doctype: str, person: str, **values):
		doc = frappe.new_doc(doctype)
		doc.customer = self.customers[person]
		if doctype == CARE:
			doc.update({"subject": "Gọi lại", "starts_on": "2026-12-01 09:00:00"})
			doc.assigned_to = self.users[person]
		if doctype == "KH Care Plan Customer":
			plan = frappe.get_doc(doctype="KH Care Plan", plan_name=f"Kế hoạch {person}").insert()
			doc.update({"care_plan": plan.name, "applied_on": "2026-11-01"})
		if doctype == "KH Care Series":
			doc.update(
				{
					"subject": "Gọi lại",
					"starts_on": "2026-12-01 09:00:00",
					"repeats": "Daily",
					"repeat_count": 2,
				}
			)
			doc.assigned_to = self.users[person]
		if doctype in ("KH Debt", "KH Debt Payment"):
			doc.amount = 1_000_000
		if doctype == "KH Debt Reminder":
			doc.debt = self.make("KH Debt", person)
		if doctype == "KH Sales Fact":
			doc.posting_date = "2026-11-01"
		return doc.update(values)
