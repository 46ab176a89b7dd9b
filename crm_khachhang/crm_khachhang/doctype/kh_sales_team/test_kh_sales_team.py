import frappe
from frappe.utils.nestedset import get_root_of

from crm_khachhang.access import api
from crm_khachhang.customers import fields
from crm_khachhang.setup import masters
from crm_khachhang.tests import TestCase, make_user

TEAM = "KH Sales Team"


class TestKHSalesTeam(TestCase):
	def setUp(self):
		super().setUp()
		self.root = get_root_of(TEAM)

	def test_one_root(self):
		self.assertEqual(frappe.db.get_value(TEAM, self.root, "team_name"), masters.ROOT_TEAM)
		self.assertEqual(self.make("Đội không cha").parent_kh_sales_team, self.root)

	def test_name_is_unique_among_siblings(self):
		north = self.make("Miền Bắc")
		self.make("Đội 1", north.name)
		with self.assertRaisesRegex(fields.DuplicateName, "Team Name.*ĐỘI 1.*already in the list"):
			self.make(" ĐỘI  1", north.name)
		self.make("Đội 1", self.make("Miền Nam").name)

	def test_a_name_with_markup(self):
		with self.assertRaisesRegex(fields.InvalidField, "Team Name.*angle brackets"):
			self.make("<script>alert(1)</script>")

	def test_loop(self):
		north = self.make("Miền Bắc")
		hanoi = self.make("Đội Hà Nội", north.name)
		for wrong in (north.name, hanoi.name):
			north.reload()
			north.parent_kh_sales_team = wrong
			with self.assertRaisesRegex(
				fields.InvalidField, "Parent Team.*is this team itself or lies below"
			):
				north.save()

	def test_parent_becomes_a_group(self):
		north = self.make("Miền Bắc")
		self.make("Đội Hà Nội", north.name)
		self.assertEqual(frappe.db.get_value(TEAM, north.name, "is_group"), 1)

	def test_only_people_who_work_in_the_desk(self):
		gone = make_user("kh_gone@test.example", "KH Sales User")
		frappe.db.set_value("User", gone, "enabled", 0)
		for person in (gone, "Guest"):
			with self.assertRaisesRegex(fields.InvalidField, "Leader.*: Only enabled users of the desk"):
				self.make("Đội A", leader=person)
			with self.assertRaisesRegex(fields.InvalidField, "User.*: Only enabled users of the desk"):
				self.make("Đội A", members=[{"user": person}])

	def test_who_was_in_the_team_before_stays(self):
		leaver = make_user("kh_leaver@test.example", "KH Sales User")
		team = self.make("Đội A", leader=leaver, members=[{"user": leaver}])
		frappe.db.set_value("User", leaver, "enabled", 0)
		team.reload()
		team.team_name = "Đội B"
		team.save()
		self.assertEqual(frappe.db.get_value(TEAM, team.name, "leader"), leaver)

	def test_a_member_stands_once(self):
		member = make_user("kh_member@test.example", "KH Sales User")
		with self.assertRaisesRegex(fields.InvalidField, "Row 2: .*kh_member.* is in the team already"):
			self.make("Đội A", members=[{"user": member}, {"user": member}])

	def test_only_a_manager_changes_teams(self):
		team = self.make("Đội A")
		for role, may in (("KH Manager", True), ("KH Sales User", False), ("KH Viewer", False)):
			frappe.set_user(make_user("kh_somebody@test.example", role))
			with self.subTest(role):
				self.assertEqual(frappe.has_permission(TEAM, "write", team.name), may)
				self.assertEqual(frappe.has_permission(TEAM, "create"), may)
				self.assertTrue(frappe.has_permission(TEAM, "read", team.name))
			frappe.set_user("Administrator")

	def test_tree_shows_titles_in_order(self):
		parent = self.make("Thử cây")
		for name in ("Ba", "Ai", "Cô"):
			self.make(name, parent.name)
		self.assertEqual([node["title"] for node in api.get_teams(parent=parent.name)], ["Ai", "Ba", "Cô"])
		self.assertEqual([node["value"] for node in api.get_teams()], [self.root])

	def make(self, team_name: str, parent: str | None = None, **values):
		return frappe.get_doc(
			{"doctype": TEAM, "team_name": team_name, "parent_kh_sales_team": parent} | values
		).insert()
