"""Who may share a filter with whom, and who sees it.

Kinh doanh (leader: lan)
├── Bắc (leader: mai; member: quan)
└── Nam (leader: tu)
"""

import frappe
from frappe import client

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers.lists import api
from crm_khachhang.tests import TestCase, make_user

PEOPLE = ("lan", "mai", "quan", "tu")


class TestSavedFilters(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.users = {name: make_user(f"kh_filter_{name}@test.example", SALES_USER) for name in PEOPLE}
		cls.boss = make_user("kh_filter_boss@test.example", MANAGER)
		cls.top = cls.make_team("Kinh doanh", cls.users["lan"], is_group=1)
		cls.north = cls.make_team(
			"Bắc", cls.users["mai"], parent_kh_sales_team=cls.top, members=[{"user": cls.users["quan"]}]
		)
		cls.south = cls.make_team("Nam", cls.users["tu"], parent_kh_sales_team=cls.top)

	@staticmethod
	def make_team(team_name: str, leader: str, **values) -> str:
		return (
			frappe.get_doc(doctype="KH Sales Team", team_name=team_name, leader=leader, **values)
			.insert()
			.name
		)

	def save(self, user: str, **values) -> str:
		"""As the desk does it: through the client's API, with the user's rights."""
		frappe.set_user(user)
		defaults = {
			"doctype": "List Filter",
			"reference_doctype": "KH Customer",
			"filter_name": "Khách VIP chưa mua 60 ngày",
			"filters": frappe.as_json([["KH Customer", "last_purchase_date", "no purchase for", "60"]]),
		}
		return client.insert(defaults | values).name

	def listed(self, user: str) -> list[str]:
		frappe.set_user(user)
		filters = {"reference_doctype": "KH Customer"}
		return client.get_list("List Filter", filters=filters, fields=["name"], limit_page_length=0)

	def sees(self, user: str, name: str) -> bool:
		listed = name in [row.name for row in self.listed(user)]
		document = frappe.get_doc("List Filter", name)
		self.assertEqual(listed, document.has_permission("read"), f"list and record disagree for {user}")
		return listed

	def test_a_leader_shares_with_the_team(self):
		name = self.save(self.users["mai"], kh_sales_team=self.north)
		seen = {person for person, user in self.users.items() if self.sees(user, name)}
		self.assertEqual(seen, {"mai", "quan"})
		self.assertFalse(frappe.db.get_value("List Filter", name, "for_user"))

	def test_a_member_shares_with_the_team_too(self):
		name = self.save(self.users["quan"], kh_sales_team=self.north)
		self.assertTrue(self.sees(self.users["mai"], name))

	def test_nobody_shares_with_another_team(self):
		with self.assertRaisesRegex(frappe.PermissionError, "your own team only"):
			self.save(self.users["tu"], kh_sales_team=self.north)

	def test_only_a_manager_shares_with_everybody(self):
		with self.assertRaisesRegex(frappe.PermissionError, "Only a KH Manager"):
			self.save(self.users["lan"], for_user="")
		name = self.save(self.boss, for_user="")
		self.assertTrue(all(self.sees(user, name) for user in self.users.values()))

	def test_ones_own_filter_is_nobody_elses(self):
		mai = self.users["mai"]
		name = self.save(mai, for_user=mai)
		self.assertTrue(self.sees(mai, name))
		for user in (self.users["quan"], self.users["lan"], self.boss):
			self.assertFalse(self.sees(user, name))

	def test_nobody_saves_for_another_user(self):
		with self.assertRaisesRegex(frappe.PermissionError, "for yourself only"):
			self.save(self.users["quan"], for_user=self.users["mai"])

	def test_who_may_delete(self):
		for person, may in (("quan", True), ("mai", True), ("tu", False), ("lan", False)):
			name = self.save(self.users["quan"], kh_sales_team=self.north)
			frappe.set_user(self.users[person])
			with self.subTest(person):
				if may:
					client.delete("List Filter", name)
					self.assertFalse(frappe.db.exists("List Filter", name))
				else:
					self.assertRaises(frappe.PermissionError, client.delete, "List Filter", name)

	def test_a_member_does_not_change_what_the_leader_saved(self):
		name = self.save(self.users["mai"], kh_sales_team=self.north)
		frappe.set_user(self.users["quan"])
		arguments = ("List Filter", name, "filter_name", "Của tôi")
		self.assertRaises(frappe.PermissionError, client.set_value, *arguments)

	def test_what_a_request_says_of_a_filter_does_not_count(self):
		name = self.save(self.boss, for_user="")
		tu = self.users["tu"]
		frappe.set_user(tu)
		stored = frappe.get_doc("List Filter", name).as_dict()
		for forged in ({"for_user": tu}, {"reference_doctype": "ToDo"}, {"owner": tu}):
			with self.subTest(str(forged)):
				self.assertRaises(frappe.PermissionError, client.save, stored | forged)

	def test_a_shared_filter_cannot_be_widened(self):
		name = self.save(self.users["mai"], kh_sales_team=self.north)
		with self.assertRaisesRegex(frappe.PermissionError, "Only a KH Manager"):
			client.set_value("List Filter", name, "kh_sales_team", "")

	def test_filters_of_other_lists_stay_as_frappe_has_them(self):
		name = self.save(self.users["mai"], reference_doctype="ToDo", for_user="", filters="[]")
		frappe.set_user(self.users["tu"])
		self.assertTrue(frappe.get_doc("List Filter", name).has_permission("write"))
		listed = client.get_list("List Filter", filters={"reference_doctype": "ToDo"}, fields=["name"])
		self.assertIn(name, [row.name for row in listed])

	def test_teams_to_share_with(self):
		teams = {}
		for person, user in self.users.items():
			frappe.set_user(user)
			teams[person] = [team["team_name"] for team in api.my_teams()]
		self.assertEqual(teams, {"lan": ["Kinh doanh"], "mai": ["Bắc"], "quan": ["Bắc"], "tu": ["Nam"]})
