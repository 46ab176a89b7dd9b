"""What each role may do with what it sees; who sees which customer is in `access/tests`.

| role          | customer                         | masters, teams | settings |
|---------------|----------------------------------|----------------|----------|
| KH Manager    | everything                       | all            | write    |
| KH Sales User | read, write, create, share       | read           | -        |
| KH Accountant | read, export                     | read           | -        |
| KH Viewer     | read                             | read           | -        |

Everyone is assigned to the customer of these tests, so that only the role decides.
"""

import frappe
from frappe import client
from frappe.desk.search import search_link

from crm_khachhang.access.roles import ACCOUNTANT, MANAGER, ROLES, SALES_USER, VIEWER, has_app_permission
from crm_khachhang.customers.search import api as search
from crm_khachhang.tests import TestCase, make_customer, make_user

RIGHTS = ("read", "write", "create", "delete", "report", "print", "email", "share", "import", "export")

CUSTOMER_RIGHTS = {
	MANAGER: set(RIGHTS),
	SALES_USER: {"read", "write", "create", "report", "print", "email", "share"},
	ACCOUNTANT: {"read", "report", "print", "email", "export"},
	VIEWER: {"read", "report", "print"},
}
IMPORTED_MASTERS = ("KH Customer Group", "KH Customer Source")
MASTERS = (*IMPORTED_MASTERS, "KH Province", "KH Sales Team", "KH Ward")


class PermissionTestCase(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.users = {role: make_user(f"{frappe.scrub(role)}@test.example", role) for role in ROLES}
		cls.stranger = make_user("kh_stranger@test.example", "Report Manager")
		cls.customer = make_customer(customer_name="Khách của mọi người").name
		frappe.db.set_value("KH Customer", cls.customer, "account_manager", None)
		cls.share(cls.customer)

	@staticmethod
	def share(customer: str) -> None:
		"""Let everyone see the customer, by being assigned to it: sharing would add a right to the role's."""
		for user in frappe.get_all("User", {"name": ("like", "%@test.example")}, pluck="name"):
			frappe.get_doc(
				doctype="ToDo",
				reference_type="KH Customer",
				reference_name=customer,
				allocated_to=user,
				description="Chăm sóc",
			).insert()

	def rights(self, doctype: str, user: str) -> set[str]:
		return {right for right in RIGHTS if frappe.has_permission(doctype, right, user=user)}


class TestRights(PermissionTestCase):
	def test_customer(self):
		for role, user in self.users.items():
			with self.subTest(role):
				self.assertEqual(self.rights("KH Customer", user), CUSTOMER_RIGHTS[role])

	def test_masters(self):
		for doctype in MASTERS:
			everything = set(RIGHTS) if doctype in IMPORTED_MASTERS else set(RIGHTS) - {"import"}
			for role, user in self.users.items():
				with self.subTest(doctype=doctype, role=role):
					self.assertEqual(
						self.rights(doctype, user), everything if role == MANAGER else {"read", "report"}
					)

	def test_settings(self):
		for role, user in self.users.items():
			with self.subTest(role):
				self.assertEqual(frappe.has_permission("KH Settings", "write", user=user), role == MANAGER)

	def test_contacts_and_addresses(self):
		for doctype in ("Contact", "Address"):
			# Later releases of Frappe 15 let everybody add contacts and addresses, and change their own.
			everybody_creates = "create" in self.rights(doctype, self.stranger)
			for role, user in self.users.items():
				with self.subTest(doctype=doctype, role=role):
					rights = self.rights(doctype, user)
					self.assertIn("read", rights)
					self.assertEqual("create" in rights, everybody_creates or role in (MANAGER, SALES_USER))
					self.assertEqual("delete" in rights, role == MANAGER)

	def test_contacts_of_the_customer(self):
		contact = frappe.get_doc(doctype="Contact", first_name="Lan")
		contact.append("links", {"link_doctype": "KH Customer", "link_name": self.customer})
		contact.insert()
		for role, user in self.users.items():
			with self.subTest(role):
				self.assertTrue(frappe.has_permission("Contact", "read", doc=contact, user=user))
				self.assertEqual(
					frappe.has_permission("Contact", "write", doc=contact, user=user),
					role in (MANAGER, SALES_USER),
				)

	def test_without_a_role(self):
		for doctype in ("KH Customer", *MASTERS, "KH Settings"):
			self.assertEqual(self.rights(doctype, self.stranger), set(), doctype)

	def test_app_tile(self):
		for user, seen in ((self.users[VIEWER], True), (self.stranger, False)):
			frappe.set_user(user)
			self.assertEqual(has_app_permission(), seen)


class TestCalls(PermissionTestCase):
	"""The same through the paths that the desk and the REST API take."""

	def test_reading(self):
		for user in self.users.values():
			frappe.set_user(user)
			self.assertEqual(client.get("KH Customer", self.customer)["name"], self.customer)
			self.assertIn(
				self.customer, [c.name for c in client.get_list("KH Customer", limit_page_length=0)]
			)

	def test_a_stranger_reads_nothing(self):
		frappe.set_user(self.stranger)
		self.assertRaises(frappe.PermissionError, client.get, "KH Customer", self.customer)
		self.assertRaises(frappe.PermissionError, client.get_list, "KH Customer")
		for text in ("", "khong co ai ten nay"):
			with self.assertRaises(frappe.PermissionError):
				search.link_query("KH Customer", text, "name", 0, 10)

	def test_creating(self):
		for role, user in self.users.items():
			frappe.set_user(user)
			doc = {"doctype": "KH Customer", "customer_name": f"Khách của {role}"}
			with self.subTest(role):
				if role in (MANAGER, SALES_USER):
					self.assertEqual(client.insert(doc)["account_manager"], user)
				else:
					self.assertRaises(frappe.PermissionError, client.insert, doc)

	def test_changing(self):
		for role, user in self.users.items():
			frappe.set_user(user)
			arguments = ("KH Customer", self.customer, "description", role)
			with self.subTest(role):
				if role in (MANAGER, SALES_USER):
					self.assertEqual(client.set_value(*arguments)["description"], role)
				else:
					self.assertRaises(frappe.PermissionError, client.set_value, *arguments)

	def test_deleting(self):
		for role, user in self.users.items():
			victim = make_customer(customer_name="Khách sẽ xóa").name
			frappe.db.set_value("KH Customer", victim, "account_manager", user)
			frappe.set_user(user)
			with self.subTest(role):
				if role == MANAGER:
					client.delete("KH Customer", victim)
					self.assertFalse(frappe.db.exists("KH Customer", victim))
				else:
					self.assertRaises(frappe.PermissionError, client.delete, "KH Customer", victim)
			frappe.set_user("Administrator")

	def test_only_an_administrator_renames(self):
		name = make_customer(customer_name="Khách đổi mã", account_manager=self.users[SALES_USER]).name
		frappe.set_user(self.users[SALES_USER])
		with self.assertRaisesRegex(frappe.PermissionError, "Only a KH Manager may change a customer code"):
			frappe.rename_doc("KH Customer", name, "ĐỔI-1")
		frappe.set_user(self.users[MANAGER])
		frappe.rename_doc("KH Customer", name, "ĐỔI-1")
		self.assertEqual(frappe.db.get_value("KH Customer", "ĐỔI-1", "customer_code"), "ĐỔI-1")

	def test_sales_user_can_choose_in_every_link(self):
		frappe.set_user(self.users[SALES_USER])
		for field in frappe.get_meta("KH Customer").get_link_fields():
			with self.subTest(field.fieldname):
				self.assertTrue(
					frappe.has_permission(field.options, "read")
					or frappe.has_permission(field.options, "select")
				)
				frappe.response.pop("results", None)
				search_link(field.options, "", page_length=5)

	def test_sales_user_adds_a_contact(self):
		frappe.set_user(self.users[SALES_USER])
		contact = frappe.get_doc(doctype="Contact", first_name="Lan")
		contact.append("links", {"link_doctype": "KH Customer", "link_name": self.customer})
		contact.insert()
		customer = frappe.get_doc("KH Customer", self.customer)
		customer.run_method("onload")
		self.assertIn(contact.name, [c["name"] for c in customer.get_onload("kh_people")])
