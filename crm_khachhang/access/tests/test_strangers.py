"""Every endpoint of the app, asked by people who have no business there.

A guest, somebody of the website, a colleague without a role of ours, and a sales user for what others own.
"""

import json
import re

import frappe

from crm_khachhang.access.tests import EXCEPTION_ID, CompanyTestCase, ask, readable
from crm_khachhang.tests import endpoints, make_user
from crm_khachhang.tests.related import make_care, make_contact

D = "KH Customer"

# Names of new documents, moments and new secrets, which differ from answer to answer.
VOLATILE = re.compile(r'"(name|creation|modified|last_progress_on)": "[^"]*"|KH\d{5,}|token=[\w.-]+')

# What stands in the customer that nobody of them sees, in its appointment and in its contact.
SECRETS = ("Khách của nam", "secret@nam.example", "Việc bí mật", "Bí mật Lan")

# What answers to everybody who is logged in, and tells of no document.
TELLING_NOTHING = {
	"crm_khachhang.access.api.bulk_update",
	"crm_khachhang.access.api.get_address_display",
	"crm_khachhang.access.api.get_chart",
	"crm_khachhang.access.api.get_link_title",
	"crm_khachhang.access.api.search_globally",
	"crm_khachhang.customers.lists.api.no_purchase_field",
}


class TestStrangers(CompanyTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.hidden = cls.customers["nam"]
		frappe.db.set_value(D, cls.hidden, {"phone": "0906 111 222", "email": "secret@nam.example"})
		cls.contact = make_contact("Lan", cls.hidden).name
		frappe.db.set_value("Contact", cls.contact, "last_name", "Bí mật Lan")
		cls.care = make_care(cls.hidden, subject="Việc bí mật").name
		cls.users["colleague"] = make_user("kh_colleague@test.example", "Website Manager")
		cls.users["website"] = "kh_website@test.example"
		website = {"email": cls.users["website"], "first_name": "Web", "send_welcome_email": 0}
		frappe.get_doc(doctype="User", user_type="Website User", **website).insert()
		cls.users["guest"] = "Guest"
		cls.good = {
			"customer": cls.hidden,
			"customers": [cls.hidden, cls.customers["south"]],
			"names": [cls.hidden, cls.customers["south"]],
			"master": cls.hidden,
			"contact": cls.contact,
			"person": {"full_name": "Lan"},
			"appointment": {"activity_type": "Call", "subject": "Gọi", "starts_on": "2030-01-01 08:00"},
			"values": {"phone": "0906 111 222", "customer_type": "Individual"},
			"doctype": D,
			"filters": json.dumps([["name", "=", cls.hidden]]),
			"txt": "Khách của",
			"text": "Khách của",
			"searchfield": "name",
			"start": 0,
			"limit": 20,
			"page_len": 20,
			"action": "set",
			"parameters": {"fieldname": "status", "value": "Active"},
			"choices": {},
			"seen": {},
			"chart_name": "KH Customers by Owner",
			"chart": {"name": "x", "document_type": D, "type": "Bar"},
			"board_name": "KH Customers by Status",
			"docname": cls.hidden,
			"docnames": [cls.hidden],
			"name": cls.hidden,
			"dt": D,
			"dn": cls.hidden,
			"doc_name": cls.hidden,
			"pattern": "KH.#####",
			"to_colname": "Active",
			"from_colname": "Prospect",
			"reference_doctype": D,
			"reference_name": cls.hidden,
			"value": cls.hidden,
			"docs": json.dumps([{"doctype": D, "docname": cls.hidden, "status": "Active"}]),
			"file_url": "/private/files/x.txt",
			"starts_on": "2030-01-01 08:00",
			"assigned_to": cls.users["nam"],
			"emails": ["secret@nam.example"],
		}

	def answers(self) -> dict[str, str]:
		"""Ask every endpoint; return {path: the answer with all messages} of those that answer."""
		found = {}
		for path, function in endpoints.all_of_them().items():
			for name in (self.hidden, self.care, self.contact):
				frappe.db.savepoint("asking")
				told = self.told(path, function, self.good | {"name": name, "docname": name})
				frappe.db.rollback(save_point="asking")
				if told is not None:
					found[path] = found.get(path, "") + told
		return found

	def told(self, path: str, function, good: dict) -> str | None:
		needed = endpoints.arguments_of(function, needed=True)
		given = {n: good.get(n, "x") for n in endpoints.arguments_of(function) if n in good or n in needed}
		try:
			result = ask(path, endpoints.methods_of(function)[-1], **given)
		except Exception:
			self.assert_no_secrets(path, readable(frappe.local.message_log))
			return None
		return readable([result, frappe.local.response, frappe.local.message_log])

	def assert_no_secrets(self, path: str, told: str):
		for secret in SECRETS:
			self.assertNotIn(secret, told, path)

	def test_who_has_no_role_of_ours(self):
		for person, allowed in (
			("guest", set()),
			("website", TELLING_NOTHING),
			("colleague", TELLING_NOTHING),
		):
			self.as_user(person)
			answers = self.answers()
			with self.subTest(person):
				self.assertEqual(set(answers) - allowed, set())
				for path, told in answers.items():
					self.assert_no_secrets(path, told)

	def test_a_sales_user_for_what_others_own(self):
		self.as_user("loner")
		before = frappe.db.get_value(D, self.hidden, ["status", "modified"])
		answers = self.answers()
		self.assertGreater(len(answers), 10)
		for path, told in answers.items():
			self.assert_no_secrets(path, told)
		self.assertEqual(frappe.db.get_value(D, self.hidden, ["status", "modified"]), before)

	def test_what_is_hidden_answers_as_what_does_not_exist(self):
		self.as_user("loner")
		missing = {self.hidden: "CT-000", self.care: "0" * 10, self.contact: "Nobody-CT-000"}
		for path, function in endpoints.all_of_them().items():
			for name, other in missing.items():
				good = self.good | {"name": name, "docname": name}
				with self.subTest(path, name=name):
					self.assertEqual(
						self.answer(path, function, good, name),
						self.answer(path, function, good, other, name),
					)

	def answer(self, path: str, function, good: dict, name: str, instead_of: str = "") -> str:
		"""The answer or the refusal; `name` takes the place of another in the arguments, and {name} in the answer."""
		wanted = endpoints.arguments_of(function)
		needed = endpoints.arguments_of(function, needed=True)
		given = frappe.as_json({n: good.get(n, "x") for n in wanted if n in good or n in needed})
		frappe.db.savepoint("asking")
		try:
			told = ask(
				path,
				endpoints.methods_of(function)[-1],
				**json.loads(given.replace(instead_of or name, name)),
			)
		except Exception as error:
			told = f"{type(error).__name__}: {error}"
		told = frappe.as_json([told, frappe.local.response, frappe.local.message_log])
		frappe.db.rollback(save_point="asking")
		frappe.clear_messages()
		return VOLATILE.sub("", EXCEPTION_ID.sub("", told.replace(name, "{name}")))
