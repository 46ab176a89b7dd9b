"""Whoever asks for a customer outside their own gets what a wrong code gives: the same answer, the same words."""

import json

import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from crm_khachhang.access.print_page import PrintOfNothing
from crm_khachhang.access.tests import MISSING, CompanyTestCase, answer_of, ask

D = "KH Customer"
CALLS = {
	"frappe.desk.form.load.getdoc": {"doctype": D, "name": "{name}"},
	"frappe.desk.form.load.get_docinfo": {"doctype": D, "name": "{name}"},
	"frappe.desk.form.load.get_communications": {"doctype": D, "name": "{name}"},
	"frappe.client.get": {"doctype": D, "name": "{name}"},
	"frappe.client.get_value": {"doctype": D, "fieldname": "customer_name", "filters": "{name}"},
	"frappe.client.get_list": {"doctype": D, "filters": '{"name": "{name}"}'},
	"frappe.client.get_count": {"doctype": D, "filters": '{"name": "{name}"}'},
	"frappe.client.set_value": {"doctype": D, "name": "{name}", "fieldname": "description", "value": "x"},
	"frappe.client.delete": {"doctype": D, "name": "{name}"},
	"frappe.client.rename_doc": {"doctype": D, "old_name": "{name}", "new_name": "X-1"},
	"frappe.client.bulk_update": {
		"docs": '[{"doctype": "KH Customer", "docname": "{name}", "description": "x"}]'
	},
	"frappe.client.has_permission": {"doctype": D, "docname": "{name}"},
	"frappe.client.get_doc_permissions": {"doctype": D, "docname": "{name}"},
	"frappe.client.validate_link": {"doctype": D, "docname": "{name}", "fields": '["customer_name"]'},
	"frappe.client.save": {
		"doc": '{"doctype": "KH Customer", "name": "{name}", "customer_name": "x", "account_manager": "kh_mai@test.example"}'
	},
	"frappe.desk.search.get_link_title": {"doctype": D, "docname": "{name}"},
	"frappe.desk.search.search_link": {"doctype": D, "txt": "{name}"},
	"frappe.desk.link_preview.get_preview_data": {"doctype": D, "docname": "{name}"},
	"frappe.desk.form.linked_with.get": {"doctype": D, "docname": "{name}"},
	"frappe.desk.form.linked_with.get_submitted_linked_docs": {"doctype": D, "name": "{name}"},
	"frappe.desk.form.utils.get_next": {"doctype": D, "value": "{name}", "prev": "0"},
	"frappe.desk.form.utils.add_comment": {
		"reference_doctype": D,
		"reference_name": "{name}",
		"content": "x",
		"comment_email": "x",
		"comment_by": "x",
	},
	"frappe.desk.form.assign_to.get": {"doctype": D, "name": "{name}"},
	"frappe.desk.form.assign_to.add": {
		"doctype": D,
		"name": "{name}",
		"assign_to": '["kh_mai@test.example"]',
		"description": "x",
	},
	"frappe.desk.form.assign_to.remove": {"doctype": D, "name": "{name}", "assign_to": "kh_nam@test.example"},
	"frappe.desk.form.assign_to.close_all_assignments": {"doctype": D, "name": "{name}"},
	"frappe.desk.form.document_follow.update_follow": {"doctype": D, "doc_name": "{name}", "following": "1"},
	"frappe.desk.form.document_follow.get_follow_users": {"doctype": D, "doc_name": "{name}"},
	"frappe.desk.like.toggle_like": {"doctype": D, "name": "{name}", "add": "Yes"},
	"frappe.desk.doctype.tag.tag.add_tag": {"tag": "Tết", "dt": D, "dn": "{name}"},
	"frappe.desk.doctype.tag.tag.add_tags": {"tags": '["Tết"]', "dt": D, "docs": '["{name}"]'},
	"frappe.desk.doctype.tag.tag.remove_tag": {"tag": "Tết", "dt": D, "dn": "{name}"},
	"frappe.desk.notifications.get_open_count": {"doctype": D, "name": "{name}", "items": "[]"},
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs": {
		"doctype": D,
		"docnames": '["{name}"]',
		"action": "update",
		"data": '{"description": "x"}',
	},
	"frappe.model.rename_doc.update_document_title": {
		"doctype": D,
		"docname": "{name}",
		"title": "x",
		"name": "X-1",
	},
	"frappe.share.add": {"doctype": D, "name": "{name}", "user": "kh_mai@test.example", "write": "1"},
	"frappe.share.set_permission": {
		"doctype": D,
		"name": "{name}",
		"user": "kh_mai@test.example",
		"permission_to": "read",
	},
	"frappe.share.get_users": {"doctype": D, "name": "{name}"},
	"frappe.www.printview.get_html_and_style": {"doc": D, "name": "{name}"},
	"frappe.utils.print_format.download_pdf": {"doctype": D, "name": "{name}"},
	"frappe.utils.print_format.download_multi_pdf": {"doctype": D, "name": '["{name}"]'},
	"frappe.printing.page.print.print.get_print_settings_to_show": {"doctype": D, "docname": "{name}"},
	"frappe.core.doctype.communication.email.make": {
		"doctype": D,
		"name": "{name}",
		"content": "x",
		"subject": "x",
	},
	"frappe.realtime.can_subscribe_doc": {"doctype": D, "docname": "{name}"},
	"frappe.contacts.doctype.address.address.get_default_address": {"doctype": D, "name": "{name}"},
}

# Those of them that read.
ANSWERED = (
	"frappe.desk.form.load.getdoc",
	"frappe.desk.form.load.get_docinfo",
	"frappe.client.get",
	"frappe.client.get_value",
	"frappe.client.get_list",
	"frappe.client.get_count",
	"frappe.client.validate_link",
	"frappe.desk.search.get_link_title",
	"frappe.desk.form.linked_with.get",
	"frappe.printing.page.print.print.get_print_settings_to_show",
)


class TestNotFound(CompanyTestCase):
	def setUp(self):
		super().setUp()
		frappe.get_doc(D, self.customers["nam"]).add_tag("Tết")
		self.as_user("mai")

	def test_each_endpoint_answers_as_for_a_wrong_code(self):
		for path, arguments in CALLS.items():
			if self.offered(path):
				with self.subTest(path):
					self.assertNotFound(path, **arguments)

	def test_the_owner_gets_another_answer(self):
		"""Else the comparison above would compare errors of the test itself."""
		self.as_user("nam")
		for path in ANSWERED:
			with self.subTest(path):
				answer, _messages = answer_of(path, self.customers["nam"], CALLS[path])
				self.assertNotIn("DoesNotExistError", answer)
				self.assertNotEqual(answer, answer_of(path, MISSING, CALLS[path])[0])

	def test_it_is_an_error_that_says_so(self):
		with self.assertRaisesRegex(frappe.DoesNotExistError, f"{self.customers['nam']} not found"):
			ask("frappe.client.get", doctype=D, name=self.customers["nam"])

	def test_the_pages_that_print_it(self):
		"""One's own is printed; what is hidden and what is missing have the same page, of a wrong address."""
		frappe.local.request = Request(EnvironBuilder().get_environ())
		for code, is_found in (
			(self.customers["mai"], True),
			(self.customers["nam"], False),
			(MISSING, False),
		):
			frappe.local.form_dict = frappe._dict(doctype=D, name=code)
			for path in ("printview", f"{D}/{code}"):
				with self.subTest(path=path, code=code):
					page = PrintOfNothing(path)
					self.assertEqual(page.can_render(), not is_found)
					self.assertEqual(page.http_status_code, 404)

	def test_other_pages_are_not_its_business(self):
		frappe.local.request = Request(EnvironBuilder().get_environ())
		frappe.local.form_dict = frappe._dict(doctype=D, name=self.customers["nam"])
		for path in ("login", "about/us", "printview/more"):
			self.assertFalse(PrintOfNothing(path).can_render(), path)

	def test_the_right_spelling_is_not_told(self):
		with self.assertRaisesRegex(frappe.DoesNotExistError, "ct-nam not found"):
			ask("frappe.client.get", doctype=D, name="ct-nam")

	def test_filters_find_nothing(self):
		phone = {"phone_e164": "+84987654321"}
		frappe.db.set_value(D, self.customers["nam"], phone)
		for filters in (phone, [["phone_e164", "=", phone["phone_e164"]]]):
			with self.assertRaises(frappe.DoesNotExistError):
				ask("frappe.client.get", doctype=D, filters=json.dumps(filters))
		with self.assertRaises(frappe.DoesNotExistError):
			ask("frappe.client.set_value", doctype=D, name=phone, fieldname="description", value="x")

	def test_filters_find_ones_own(self):
		found = ask("frappe.client.get", doctype=D, filters=json.dumps({"customer_name": "Khách của mai"}))
		self.assertEqual(found["name"], self.customers["mai"])

	def test_a_link_to_it_is_a_link_to_nothing(self):
		own = frappe.get_doc(D, self.customers["mai"])
		for name in (self.customers["nam"], "CT-99999"):
			own.reload()
			own.update({"referrer_doctype": D, "referrer": name})
			with self.assertRaisesRegex(frappe.LinkValidationError, f"Could not find Referrer: {name}"):
				own.save()

	def test_the_name_of_a_hidden_referrer(self):
		frappe.set_user("Administrator")
		own = frappe.get_doc(D, self.customers["mai"])
		own.update({"referrer_doctype": D, "referrer": self.customers["nam"]}).save()
		for person, told in (("mai", False), ("director", True)):
			self.as_user(person)
			ask("frappe.desk.form.load.getdoc", doctype=D, name=own.name)
			key = f"{D}::{self.customers['nam']}"
			self.assertEqual(key in frappe.local.response.get("_link_titles", {}), told)

	def offered(self, path: str) -> bool:
		"""Whether this release of Frappe has the endpoint."""
		try:
			return bool(frappe.get_attr(path))
		except (AttributeError, ImportError, frappe.AppNotInstalledError):
			return False
