"""Contacts and addresses: those of the customers one sees, and one's own. The company is drawn in `CompanyTestCase`."""

import frappe

from crm_khachhang.access.tests import CompanyTestCase, ask, make_user

D = "KH Customer"


class TestContacts(CompanyTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		gender = {"link_doctype": "Gender", "link_name": "Male"}
		cls.contacts = {
			"of mai": cls.make("Hoa", cls.link("mai")),
			"of nam": cls.make("Lan", cls.link("nam")),
			"of both": cls.make("Đào", cls.link("mai"), cls.link("nam")),
			"of another app": cls.make("Cúc", gender),
			"of nam and another app": cls.make("Mai", cls.link("nam"), gender),
			"of nobody": cls.make("Sen"),
		}
		cls.address = frappe.get_doc(
			doctype="Address",
			address_title="Nhà",
			address_type="Office",
			address_line1="Số 1",
			city="Hà Nội",
			country="Vietnam",
			links=[cls.link("nam")],
		).insert()

	def test_list_and_record_agree(self):
		ours = {"of mai", "of nam", "of both", "of nam and another app"}
		seen = {
			"mai": {"of mai", "of both"},
			"hanoi": {"of mai", "of both"},
			"loner": set(),
			"director": ours,
			"accountant": {*ours, "of nobody"},
			"manager": {*ours, "of nobody"},
			"clerk": {"of another app", "of nam and another app", "of nobody"},
		}
		for person, contacts in seen.items():
			self.as_user(person)
			listed = frappe.get_list("Contact", pluck="name", limit_page_length=0)
			with self.subTest(person):
				self.assertEqual({what for what, name in self.contacts.items() if name in listed}, contacts)
				self.assertEqual(
					{
						what
						for what, name in self.contacts.items()
						if frappe.has_permission("Contact", doc=name)
					},
					contacts,
				)

	def test_a_user_of_both_apps(self):
		frappe.set_user(make_user("kh_both@test.example", "KH Sales User", "Sales User"))
		listed = frappe.get_list("Contact", pluck="name", limit_page_length=0)
		self.assertEqual(
			{what for what, name in self.contacts.items() if name in listed},
			{"of another app", "of nam and another app", "of nobody"},
		)

	def test_addresses(self):
		for person, sees in (("nam", True), ("south", True), ("mai", False), ("clerk", False)):
			self.as_user(person)
			with self.subTest(person):
				self.assertEqual(self.address.name in frappe.get_list("Address", pluck="name"), sees)
				self.assertEqual(frappe.has_permission("Address", doc=self.address.name), sees)
				shown = ask(
					"frappe.contacts.doctype.address.address.get_address_display",
					address_dict=self.address.name,
				)
				self.assertEqual(bool(shown), sees)

	def test_ones_own(self):
		self.as_user("loner")
		name = frappe.get_doc(doctype="Contact", first_name="Bạn").insert().name
		self.assertIn(name, frappe.get_list("Contact", pluck="name"))
		self.assertTrue(frappe.has_permission("Contact", "write", name))

	def test_rows_are_those_of_seen_contacts(self):
		self.as_user("mai")
		for rows, field in (("Contact Phone", "phone"), ("Contact Email", "email_id")):
			with self.subTest(rows):
				found = ask(
					"frappe.client.get_list", doctype=rows, parent="Contact", fields=f'["{field}", "parent"]'
				)
				self.assertEqual(
					{row.parent for row in found}, {self.contacts["of mai"], self.contacts["of both"]}
				)
		links = ask("frappe.client.get_list", doctype="Dynamic Link", parent="Contact", fields='["parent"]')
		self.assertEqual({row.parent for row in links}, {self.contacts["of mai"], self.contacts["of both"]})

	def test_the_customers_name_is_not_copied_into_the_contact(self):
		contact = frappe.get_doc("Contact", self.contacts["of both"])
		self.assertEqual(
			{row.link_title for row in contact.links}, {self.customers["mai"], self.customers["nam"]}
		)

	def test_linking_to_a_hidden_customer(self):
		self.as_user("mai")
		own = frappe.get_doc("Contact", self.contacts["of mai"])
		for contact in (own, frappe.get_doc(doctype="Contact", first_name="Lạ")):
			contact.append("links", self.link("nam"))
			row = len(contact.links)
			with self.assertRaisesRegex(
				frappe.LinkValidationError, f"Row #{row}: Link Name: {self.customers['nam']}"
			):
				contact.save()

	def test_a_contact_of_several_customers_is_saved_by_who_sees_one(self):
		self.as_user("mai")
		contact = frappe.get_doc("Contact", self.contacts["of both"])
		contact.designation = "Kế toán"
		contact.save()
		self.assertEqual(len(contact.links), 2)

	def test_asked_by_name(self):
		self.as_user("mai")
		for path, argument in (
			("frappe.client.get", "name"),
			("frappe.contacts.doctype.contact.contact.get_contact_details", "contact"),
		):
			with self.subTest(path), self.assertRaisesRegex(frappe.DoesNotExistError, "not found"):
				ask(path, doctype="Contact", **{argument: self.contacts["of nam"]})

	@classmethod
	def link(cls, person: str) -> dict:
		return {"link_doctype": D, "link_name": cls.customers[person]}

	@staticmethod
	def make(first_name: str, *links: dict) -> str:
		contact = frappe.get_doc(doctype="Contact", first_name=first_name, links=list(links))
		contact.append("phone_nos", {"phone": "0912345678", "is_primary_phone": 1})
		contact.append("email_ids", {"email_id": f"{len(links)}@x.example", "is_primary": 1})
		return contact.insert().name
