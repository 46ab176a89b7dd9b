"""What a site has of its own on customers happens on import too, and sends it through the document API."""

from unittest.mock import patch

import frappe
from frappe.integrations.doctype import webhook as webhooks
from frappe.utils import safe_exec
from rq.timeouts import JobTimeoutException

from crm_khachhang.customers.contacts import people
from crm_khachhang.importing.tests.rows import import_rows
from crm_khachhang.importing.writing import custom_logic
from crm_khachhang.tests import TestCase, make_user

CUSTOMER = "KH Customer"
HEADER = ["Tên khách hàng", "SĐT"]


def forget_rules():
	"""What Frappe keeps of the site's rules outlives the transaction of a test."""
	for remembered in ("server_script_map", "webhooks", "notifications", "assignment_rule_map"):
		frappe.cache.delete_value(remembered)
	if hasattr(frappe, "client_cache"):  # where newer releases keep notifications
		frappe.client_cache.delete_keys("notifications::")


class TestCustomLogic(TestCase):
	def setUp(self):
		super().setUp()
		forget_rules()
		self.addCleanup(forget_rules)
		self.assertEqual(custom_logic.reasons(), [])

	def test_server_scripts_happen(self):
		self.make_script("KH test", "doc.description = 'của riêng'")
		self.assertEqual(custom_logic.reasons(), ["Server Script: KH test"])
		if hasattr(safe_exec, "is_safe_exec_enabled"):  # newer releases ask the site's administrator first
			self.enterContext(patch.object(safe_exec, "is_safe_exec_enabled", return_value=True))
		plan = self.imported("Lê Tư")
		self.assertEqual(frappe.db.get_value(CUSTOMER, plan.customer, "description"), "của riêng")

	def make_script(self, name: str, script: str) -> None:
		frappe.get_doc(
			doctype="Server Script",
			name=name,
			script_type="DocType Event",
			reference_doctype=CUSTOMER,
			doctype_event="Before Save",
			script=script,
		).insert()

	def imported(self, name: str):
		(plan,) = import_rows(HEADER, (name, "0906483615"))
		self.assertEqual(plan.action, "Created", plan.problems)
		return plan

	def test_what_rules_are_called_is_for_administrators(self):
		for name in ("KH mật một", "KH mật hai"):
			self.make_script(name, "pass")
		frappe.set_user(make_user("seller@logic.example", "KH Sales User"))
		self.assertEqual(custom_logic.reasons(), ["Server Script"])
		frappe.set_user(make_user("manager@logic.example", "KH Manager"))
		self.assertEqual(custom_logic.reasons(), ["Server Script: KH mật hai", "Server Script: KH mật một"])

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

	def test_webhooks_happen(self):
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
		self.assertEqual([reason.split(":")[0] for reason in custom_logic.reasons()], ["Webhook"])
		with patch.dict(frappe.local.flags, webhooks=None), patch.object(frappe, "enqueue") as asked:
			self.imported("Lê Tư")
			flush = getattr(webhooks, "flush_webhook_execution_queue", None)
			flush and flush()
		sent = [call.kwargs for call in asked.call_args_list if "webhook" in call.kwargs]
		self.assertEqual([call["doc"].customer_name for call in sent], ["Lê Tư"])

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


class TestDocuments(TestCase):
	def test_the_end_of_a_job_is_no_refusal_of_a_row(self):
		with (
			patch.object(people, "add", side_effect=JobTimeoutException),
			self.assertRaises(JobTimeoutException),
		):
			import_rows([*HEADER, "Người liên hệ"], ("Lê Tư", "0906483615", "Lê Năm"))


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
