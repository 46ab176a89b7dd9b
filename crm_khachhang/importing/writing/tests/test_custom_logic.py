"""What a site has of its own on customers happens on import too, and sends it through the document API."""

from unittest.mock import patch

import frappe

from crm_khachhang.importing.tests.rows import import_rows
from crm_khachhang.importing.writing import custom_logic
from crm_khachhang.tests import TestCase, make_user

CUSTOMER = "KH Customer"
HEADER = ["Tên khách hàng", "SĐT"]


class TestCustomLogic(TestCase):
	def setUp(self):
		super().setUp()
		self.assertEqual(custom_logic.reasons(), [])

	def test_server_scripts(self):
		frappe.get_doc(
			doctype="Server Script",
			name="KH test",
			script_type="DocType Event",
			reference_doctype=CUSTOMER,
			doctype_event="Before Save",
			script="doc.description = 'của riêng'",
		).insert()
		self.assertEqual(custom_logic.reasons(), ["Server Script: KH test"])

	def test_notifications_happen(self):
		reader = make_user("reader@logic.example", "KH Manager")
		frappe.get_doc(
			doctype="Notification",
			name="KH mới",
			subject="Khách mới {{ doc.customer_name }}",
			document_type=CUSTOMER,
			event="New",
			channel="System Notification",
			message="x",
			enabled=1,
			recipients=[{"receiver_by_role": "KH Manager"}],
		).insert()
		self.assertEqual(custom_logic.reasons(), ["Notification: KH mới"])
		import_rows(HEADER, ("Lê Tư", "0906483615"))
		told = frappe.get_all("Notification Log", {"for_user": reader}, pluck="subject")
		self.assertIn("Khách mới Lê Tư", told)

	def test_assignment_rules_happen(self):
		worker = make_user("worker@logic.example", "KH Sales User")
		frappe.get_doc(
			doctype="Assignment Rule",
			name="KH chia khách",
			document_type=CUSTOMER,
			assign_condition="customer_name == 'Lê Tư'",
			rule="Round Robin",
			users=[{"user": worker}],
			assignment_days=[{"day": day} for day in DAYS],
			description="x",
		).insert()
		self.assertEqual(custom_logic.reasons(), ["Assignment Rule: KH chia khách"])
		plans = import_rows(HEADER, ("Lê Tư", "0906483615"))
		todo = {"reference_name": plans[0].customer, "allocated_to": worker}
		self.assertTrue(frappe.db.exists("ToDo", todo))

	def test_webhooks(self):
		frappe.get_doc(
			doctype="Webhook",
			name="KH hook",
			webhook_doctype=CUSTOMER,
			webhook_docevent="after_insert",
			request_url="https://hook.example/kh",
			request_method="POST",
			request_structure="",
			enabled=1,
		).insert()
		self.assertEqual(len(custom_logic.reasons()), 1)

	def test_fields_with_rules(self):
		field = {
			"doctype": "DocField",
			"fieldname": "kh_test",
			"label": "Riêng",
			"fieldtype": "Data",
			"unique": 1,
		}
		self.addCleanup(frappe.clear_cache, doctype=CUSTOMER)
		frappe.get_meta(CUSTOMER).append("fields", field)
		self.assertEqual(custom_logic.reasons(), ["Field Riêng has a rule of its own."])

	def test_user_permissions(self):
		user = make_user("limited@logic.example", "KH Manager")
		group = frappe.get_all("KH Customer Group", {"is_group": 0}, pluck="name", order_by="lft")[0]
		frappe.get_doc(
			doctype="User Permission", user=user, allow="KH Customer Group", for_value=group
		).insert()
		frappe.set_user(user)
		self.assertEqual(custom_logic.reasons(), ["You are limited by User Permissions."])

	def test_other_apps(self):
		hooks = {"doc_events": {CUSTOMER: {"validate": ["other_app.check"]}}}
		self.assertEqual(self.with_app(hooks), ["The app other_app has rules of its own for customers."])
		hooks = {"doc_events": {"*": {"on_update": ["other_app.follow"]}}}
		self.assertEqual(self.with_app(hooks), ["The app other_app has rules of its own for customers."])
		hooks = {"doc_events": {"Contact": {"validate": ["other_app.check"]}}}
		self.assertEqual(self.with_app(hooks), [])
		service = "erpnext.support.doctype.service_level_agreement.service_level_agreement.apply"
		with patch.object(custom_logic, "_is_configured", return_value=False):
			self.assertEqual(self.with_app({"doc_events": {"*": {"validate": [service]}}}), [])

	def with_app(self, hooks: dict) -> list[str]:
		def get_hooks(hook=None, default=None, app_name=None):
			return hooks.get(hook, default) if app_name == "other_app" else default

		with patch.object(
			frappe, "get_installed_apps", return_value=["frappe", "crm_khachhang", "other_app"]
		):
			with patch.object(frappe, "get_hooks", get_hooks):
				return list(custom_logic._hooks())


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
