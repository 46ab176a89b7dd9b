"""Whose customers a bulk action reaches, and who sees its result.

	Hà (leads)          Nam (leads)
	└── Lan             └── Minh

An accountant and a viewer see no more than their roles say.
"""

import frappe
from frappe import client

from crm_khachhang.access.roles import ACCOUNTANT, MANAGER, SALES_USER, VIEWER
from crm_khachhang.customers.bulk import api, run
from crm_khachhang.tests import TestCase, make_customer, make_user

OUT_OF_REACH = "Not found, or you no longer have the right to it."


class TestReach(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		people = {"ha": SALES_USER, "lan": SALES_USER, "nam": SALES_USER, "minh": SALES_USER}
		people |= {"manager": MANAGER, "accountant": ACCOUNTANT, "viewer": VIEWER}
		for name, role in people.items():
			setattr(cls, name, make_user(f"kh_{name}@reach.example", role))
		for leader, member in ((cls.ha, cls.lan), (cls.nam, cls.minh)):
			team = frappe.get_doc(doctype="KH Sales Team", team_name=f"Đội {leader}", leader=leader)
			team.append("members", {"user": member})
			team.insert()
		cls.of_lan = make_customer(customer_name="Khách của Lan", account_manager=cls.lan).name
		cls.of_minh = make_customer(customer_name="Khách của Minh", account_manager=cls.minh).name

	def start(self, user: str, action: str, names: list, filters=None, **parameters) -> dict:
		frappe.set_user(user)
		return api.start(action, parameters, names, filters)

	def failures(self, name: str) -> list[tuple]:
		return [(row.customer, row.customer_name or "", row.outcome, row.reason) for row in api.rows(name)]

	def test_customers_of_another_team_look_like_none(self):
		actions = {
			"set": {"fieldname": "status", "value": "Inactive"},
			"tags": {"add": "Của tôi"},
			"owner": {"users": [self.lan]},
		}
		for action, parameters in actions.items():
			with self.subTest(action):
				done = self.start(self.ha, action, [self.of_minh, "KHONG-CO"], **parameters)
				self.assertEqual(
					self.failures(done["name"]),
					[(self.of_minh, "", "Failed", OUT_OF_REACH), ("KHONG-CO", "", "Failed", OUT_OF_REACH)],
				)
		values = frappe.db.get_value("KH Customer", self.of_minh, ["status", "account_manager", "_user_tags"])
		self.assertEqual(values, ("Prospect", self.minh, None))

	def test_a_leader_reaches_the_team(self):
		done = self.start(self.ha, "set", [self.of_lan], fieldname="status", value="Inactive")
		self.assertEqual((done["succeeded"], done["failed"]), (1, 0))

	def test_all_of_the_filter_means_all_that_the_user_sees(self):
		done = self.start(
			self.ha,
			"set",
			[],
			[["name", "in", [self.of_lan, self.of_minh]]],
			fieldname="status",
			value="Active",
		)
		self.assertEqual((done["total"], done["succeeded"]), (1, 1))
		self.assertEqual(frappe.db.get_value("KH Customer", self.of_minh, "status"), "Prospect")

	def test_deleting_is_for_managers(self):
		for user in (self.lan, self.accountant, self.viewer):
			with self.subTest(user), self.assertRaises(frappe.PermissionError):
				self.start(user, "delete", [self.of_lan])
			with self.subTest(user), self.assertRaises(frappe.PermissionError):
				api.preview_deletion([self.of_lan])
		self.assertEqual(self.start(self.manager, "delete", [self.of_lan])["succeeded"], 1)

	def test_readers_change_nothing(self):
		for user in (self.accountant, self.viewer):
			with self.subTest(user), self.assertRaises(frappe.PermissionError):
				self.start(user, "set", [self.of_lan], fieldname="status", value="Active")
			with self.subTest(user), self.assertRaises(frappe.PermissionError):
				self.start(user, "owner", [self.of_lan], users=[self.lan])

	def test_a_right_that_was_lost_meanwhile(self):
		at_once, run.MOST_AT_ONCE = run.MOST_AT_ONCE, 0
		self.addCleanup(setattr, run, "MOST_AT_ONCE", at_once)
		queued = self.start(self.lan, "set", [self.of_lan], fieldname="status", value="Active")
		frappe.set_user("Administrator")
		frappe.db.set_value("KH Customer", self.of_lan, "account_manager", self.minh)
		run.work(queued["name"])
		self.assertEqual(frappe.session.user, "Administrator")
		frappe.set_user(self.lan)
		self.assertEqual([row[2:] for row in self.failures(queued["name"])], [("Failed", OUT_OF_REACH)])
		self.assertEqual(frappe.db.get_value("KH Customer", self.of_lan, "status"), "Prospect")

	def test_a_starter_who_left(self):
		at_once, run.MOST_AT_ONCE = run.MOST_AT_ONCE, 0
		self.addCleanup(setattr, run, "MOST_AT_ONCE", at_once)
		queued = self.start(self.lan, "set", [self.of_lan], fieldname="status", value="Active")
		frappe.set_user("Administrator")
		frappe.db.set_value("User", self.lan, "enabled", 0)
		self.addCleanup(frappe.clear_document_cache, "User", self.lan)
		run.work(queued["name"])
		self.assertEqual(api.summary(queued["name"])["status"], "Failed")
		self.assertEqual(frappe.db.get_value("KH Customer", self.of_lan, "status"), "Prospect")

	def test_the_result_is_for_who_started_it_and_managers(self):
		name = self.start(self.lan, "set", [self.of_lan], fieldname="status", value="Active")["name"]
		for user in (self.lan, self.manager):
			frappe.set_user(user)
			self.assertEqual(api.summary(name)["total"], 1)
			self.assertIn(name, [row.name for row in client.get_list("KH Bulk Action", limit_page_length=0)])
		for user in (self.ha, self.minh, self.accountant, self.viewer):
			frappe.set_user(user)
			for endpoint in (api.summary, api.rows, api.cancel, api.resume, api.download):
				for document in (name, "khong-co"):
					with self.subTest(f"{user} {endpoint.__name__} {document}"):
						self.assertRaises(frappe.PermissionError, endpoint, document)
			self.assertRaises(frappe.PermissionError, client.get, "KH Bulk Action", name)

	def test_rows_are_read_through_their_action_only(self):
		name = self.start(self.lan, "set", [self.of_lan], fieldname="status", value="Active")["name"]
		for user in (self.lan, self.manager):
			frappe.set_user(user)
			self.assertRaises(
				frappe.PermissionError, client.get_list, "KH Bulk Action Row", filters={"bulk_action": name}
			)

	def test_nobody_writes_an_action(self):
		name = self.start(self.lan, "set", [self.of_lan], fieldname="status", value="Active")["name"]
		for user in (self.lan, self.manager):
			frappe.set_user(user)
			self.assertRaises(
				frappe.PermissionError, client.set_value, "KH Bulk Action", name, "started_by", self.manager
			)
			self.assertRaises(
				frappe.PermissionError, client.insert, {"doctype": "KH Bulk Action", "action": "delete"}
			)
