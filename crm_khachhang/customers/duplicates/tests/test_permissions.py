import json

import frappe

from crm_khachhang.crm_khachhang.report.kh_duplicate_customers import kh_duplicate_customers as report
from crm_khachhang.customers.duplicates import api, check
from crm_khachhang.customers.duplicates.scan import life
from crm_khachhang.customers.duplicates.tests import set_rules
from crm_khachhang.tests import TestCase, make_customer, make_user

SECRET = {"customer_name": "Công ty Bí Mật", "customer_code": "BIMAT-1", "customer_type": "Organization"}
VALUES = {"phone": "0906483615", "email": "bi.mat@example.com", "tax_code": "0101248141"}


class TestWhatIsTold(TestCase):
	"""Lan and Minh are sales users without a team: neither sees the other's customers.

	Lan owns the secret customer. Minh types its number, address and tax code.
	"""

	def setUp(self):
		super().setUp()
		self.lan = make_user("lan-trung@example.com", "KH Sales User")
		self.minh = make_user("minh-trung@example.com", "KH Sales User")
		set_rules(
			{"fieldnames": "tax_code"},
			{"fieldnames": "phone", "action": "Warn"},
			{"fieldnames": "email", "action": "Warn"},
			{"fieldnames": "customer_name", "comparison": "Similar", "action": "Warn"},
		)
		self.secret = make_customer(account_manager=self.lan, **SECRET, **VALUES)

	def assert_secret(self, told: object):
		"""Nothing of the customer but its owner's name."""
		text = json.dumps(told, default=str, ensure_ascii=False)
		for word in ("BIMAT", "Bí Mật", "kh-customer", "/app"):
			self.assertNotIn(word, text)

	def test_who_sees_it_gets_a_link(self):
		for user in (self.lan, "Administrator", make_user("ql-trung@example.com", "KH Manager")):
			with self.subTest(user):
				frappe.set_user(user)
				found = api.find({"phone": "+84 906 483 615"})
				self.assertEqual(
					[(f["customer"], f["field"], f["block"]) for f in found], [("BIMAT-1", "phone", False)]
				)
				self.assertIn("Công ty Bí Mật</a> (BIMAT-1)", found[0]["message"])
				frappe.set_user("Administrator")

	def test_who_does_not_see_it_is_told_the_owner(self):
		frappe.set_user(self.minh)
		for values in ({"phone": "0906483615"}, {"email": "BI.MAT@example.com"}, {"tax_code": "0101248141"}):
			with self.subTest(str(values)):
				found = api.find(values)
				self.assertEqual(len(found), 1)
				self.assertIsNone(found[0]["customer"])
				self.assertIn("already exists, managed by lan-trung", found[0]["message"])
				self.assert_secret(found)

	def test_a_name_that_is_like_it_brings_back_only_what_was_typed(self):
		frappe.set_user(self.minh)
		found = api.find({"customer_name": "Cong ty Bi Matt", "customer_type": "Organization"})
		self.assertIn("is like that of an existing customer, managed by lan-trung", found[0]["message"])
		self.assert_secret(found)

	def test_a_refusal(self):
		frappe.set_user(self.minh)
		with self.assertRaisesRegex(
			check.DuplicateCustomer, "already exists, managed by lan-trung.*Correct the value, or ask"
		) as refused:
			make_customer(tax_code=VALUES["tax_code"])
		self.assert_secret([str(refused.exception), frappe.local.message_log])

	def test_one_line_for_each_customer(self):
		frappe.set_user(self.minh)
		found = api.find(VALUES | {"customer_name": SECRET["customer_name"], "customer_type": "Organization"})
		self.assertEqual([(f["field"], f["block"]) for f in found], [("tax_code", True)])

	def test_a_hidden_code_is_answered_as_a_missing_one(self):
		frappe.set_user(self.minh)
		for values in ({"phone": "0906483615"}, {"phone": "0912000999"}):
			with self.subTest(str(values)):
				of_hidden, of_missing = api.find(values, self.secret.name), api.find(values, "KHONG-CO")
				self.assertEqual(of_hidden, of_missing)
				self.assert_secret(of_hidden)

	def test_a_viewer_who_writes_nothing_asks_nothing(self):
		viewer = make_user("xem-trung@example.com", "KH Viewer")
		frappe.set_user(viewer)
		# Frappe's own refusal, of one class in one release and of another in the next.
		with self.assertRaises((frappe.PermissionError, frappe.ValidationError)):
			api.find({"phone": "0906483615"})

	def test_only_managers_scan(self):
		frappe.set_user(self.minh)
		for call in (api.start_scan, api.cancel_scan):
			with self.assertRaisesRegex(frappe.PermissionError, "Only a KH Manager"):
				call()
		self.assertLessEqual(set(api.scan_state()), {"status", "finished_on", "may_start"})

	def test_judging_customers_of_others(self):
		own = make_customer(account_manager=self.minh)
		frappe.set_user(self.minh)
		for call in (api.mark_distinct, api.unmark_distinct):
			with self.assertRaisesRegex(frappe.PermissionError, "not yours"):
				call([own.name, self.secret.name])


class TestReport(TestCase):
	"""Lan and Minh own two customers each with one number; Minh's third has it from Lan as well."""

	def setUp(self):
		super().setUp()
		self.lan = make_user("lan-trung@example.com", "KH Sales User")
		self.minh = make_user("minh-trung@example.com", "KH Sales User")
		set_rules({"fieldnames": "phone", "action": "Warn"}, {"fieldnames": "email", "action": "Warn"})
		common = {"customer_name": "Khách", "phone": "0906483699"}
		self.of_lan = [make_customer(account_manager=self.lan, **common).name for _n in range(2)]
		self.of_minh = [make_customer(account_manager=self.minh, **common).name for _n in range(2)]
		for owner in (self.lan, self.minh):
			make_customer(account_manager=owner, phone="", email="hai.nguoi@example.com")
		scan = frappe.get_doc(doctype="KH Duplicate Scan", status="Completed", finished_on=frappe.utils.now())
		scan.started_by, scan.started_on = "Administrator", frappe.utils.now()
		scan.insert()
		found, left_out = life._find_all(_Unwatched())
		life._write(scan.name, found, left_out)

	def codes(self, **filters) -> list[str]:
		"""The codes of all customers in the report."""
		_columns, rows, _message = report.execute(filters)
		return [row["customer_code"] for row in rows if "customer_code" in row]

	def test_a_manager_sees_all(self):
		self.assertLessEqual({*self.of_lan, *self.of_minh}, set(self.codes()))

	def test_others_see_their_own(self):
		frappe.set_user(self.minh)
		self.assertEqual(self.codes(), self.of_minh)
		self.assertEqual(self.codes(account_manager=self.lan), [])
		self.assertEqual(self.codes(account_manager=self.minh), self.of_minh)
		frappe.set_user(self.lan)
		self.assertEqual(self.codes(), self.of_lan)

	def test_filters(self):
		ours = {*self.of_lan, *self.of_minh}
		self.assertLessEqual(ours, set(self.codes(field="phone", kind="Exact")))
		self.assertFalse(ours & set(self.codes(field="email")))
		self.assertEqual(self.codes(kind="Similar"), [])
		self.assertEqual(self.codes(field="%"), [])

	def test_judged_pairs_are_gone_and_come_back(self):
		frappe.set_user(self.minh)
		self.assertEqual(api.mark_distinct(self.of_minh), 1)
		self.assertEqual(api.mark_distinct(self.of_minh[::-1]), 0)
		self.assertEqual(self.codes(), [])
		self.assertEqual(api.unmark_distinct(self.of_minh), 1)
		self.assertEqual(self.codes(), self.of_minh)

	def test_a_deleted_customer_is_gone(self):
		frappe.delete_doc("KH Customer", self.of_minh[0])
		frappe.set_user(self.minh)
		self.assertEqual(self.codes(), [])


class _Unwatched:
	def step(self, *_told):
		"""Commits nothing: the test undoes all."""
