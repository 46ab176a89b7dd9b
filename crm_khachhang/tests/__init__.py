"""Tests of what crosses the app's packages, and the factories that all tests share."""

from unittest.mock import patch

import frappe
from frappe.desk.doctype.notification_log import notification_log

try:
	from frappe.tests import IntegrationTestCase as FrameworkTestCase
except ImportError:  # Frappe 15
	from frappe.tests.utils import FrappeTestCase as FrameworkTestCase


class TestCase(FrameworkTestCase):
	"""Frappe's test case, which undoes what a class did, undoing what each test did as well.

	Nothing may be committed in a test: the tests after it would find what it made.
	"""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.flags.kh_test = True
		cls.addClassCleanup(frappe.flags.pop, "kh_test", None)
		# In a test the framework sends the e-mail of a notification at once, and commits.
		mails = patch.object(notification_log, "send_notification_email")
		mails.start()
		cls.addClassCleanup(mails.stop)

	def setUp(self):
		super().setUp()
		frappe.db.savepoint("before_test")
		self.addCleanup(self._undo)
		commit = patch.object(frappe.db, "commit", side_effect=AssertionError("A test must not commit."))
		self.addCleanup(commit.start().assert_not_called)
		self.addCleanup(commit.stop)

	def _undo(self):
		frappe.set_user("Administrator")
		frappe.db.rollback(save_point="before_test")
		frappe.clear_document_cache("KH Settings", "KH Settings")


# What `frappe.has_permission(throw=True)` raises, before and in the newest releases of Frappe 15.
NOT_PERMITTED = (frappe.PermissionError, frappe.ValidationError)


def make_customer(**values):
	"""Insert and return a customer; `values` overrides the fields of an individual with a phone number."""
	defaults = {"doctype": "KH Customer", "customer_name": "Nguyễn Thị Hoa", "phone": "0912 345 678"}
	return frappe.get_doc(defaults | values).insert()


def make_user(email: str, *roles: str) -> str:
	"""Return the e-mail address of a system user with exactly `roles`."""
	rows = [{"role": role} for role in roles]
	if not frappe.db.exists("User", email):
		values = {"email": email, "first_name": email.split("@")[0], "send_welcome_email": 0, "roles": rows}
		values["language"] = "en"
		frappe.get_doc(doctype="User", **values).insert(ignore_permissions=True)
		return email
	user = frappe.get_doc("User", email)
	user.set("roles", rows)
	user.save(ignore_permissions=True)
	return email


def queries_of(call) -> int:
	"""Return how many queries `call` asks the database."""
	with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
		call()
	return sql.call_count
