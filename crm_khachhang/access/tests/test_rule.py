"""The rule itself. The company and its teams are drawn in `CompanyTestCase`."""

import frappe
from frappe import client

from crm_khachhang.access import customers, teams
from crm_khachhang.access.tests import CompanyTestCase, ask, make_team
from crm_khachhang.tests import make_user

EVERYBODY = {"manager", "accountant", "director", "north", "hanoi", "mai", "south", "nam", "loner", "nobody"}
SEEN = {
	"manager": EVERYBODY,
	"accountant": EVERYBODY,
	"director": {"director", "north", "hanoi", "mai", "south", "nam"},
	"north": {"north", "hanoi", "mai"},
	"hanoi": {"hanoi", "mai"},
	"mai": {"mai"},
	"south": {"south", "nam"},
	"nam": {"nam"},
	"loner": {"loner"},
}


class TestRule(CompanyTestCase):
	def test_list_and_record_agree(self):
		for person, seen in SEEN.items():
			user = self.as_user(person)
			with self.subTest(person):
				self.assertEqual(self.listed(), seen)
				readable = {
					p for p, name in self.customers.items() if frappe.has_permission("KH Customer", doc=name)
				}
				self.assertEqual(readable, seen)
				found = customers.visible_names(list(self.customers.values()), user)
				self.assertEqual(found, {self.customers[p] for p in seen})

	def test_a_user_without_our_roles_reads_nothing(self):
		self.as_user("clerk")
		self.assertRaises(frappe.PermissionError, client.get_list, "KH Customer")
		self.assertRaises(frappe.PermissionError, client.get, "KH Customer", self.customers["mai"])

	def test_sharing_shows_one_customer(self):
		frappe.share.add("KH Customer", self.customers["nam"], self.users["mai"])
		self.as_user("mai")
		self.assertEqual(self.listed(), {"mai", "nam"})
		self.assertTrue(frappe.has_permission("KH Customer", "read", self.customers["nam"]))

	def test_sharing_with_everyone(self):
		frappe.share.add("KH Customer", self.customers["nam"], everyone=1)
		self.as_user("loner")
		self.assertEqual(self.listed(), {"loner", "nam"})

	def test_assignment_shows_until_it_is_closed(self):
		todo = self.assign("nam", "mai")
		self.as_user("mai")
		self.assertEqual(self.listed(), {"mai", "nam"})
		frappe.set_user("Administrator")
		todo.status = "Closed"
		todo.save()
		self.as_user("mai")
		self.assertEqual(self.listed(), {"mai"})

	def test_more_names_than_are_given_one_by_one(self):
		frappe.share.add("KH Customer", self.customers["nam"], self.users["mai"])
		frappe.share.add("KH Customer", self.customers["south"], self.users["mai"])
		self.addCleanup(setattr, customers, "MOST_NAMES", customers.MOST_NAMES)
		customers.MOST_NAMES = 1
		self.as_user("mai")
		self.assertEqual(self.listed(), {"mai", "nam", "south"})

	def test_stored_owner_decides(self):
		self.as_user("mai")
		forged = frappe.get_doc("KH Customer", self.customers["nam"])
		forged.account_manager = self.users["mai"]
		self.assertFalse(forged.has_permission("read"))
		self.assertRaises(frappe.PermissionError, forged.save)

	def test_an_apostrophe_in_an_address(self):
		user = make_user("kh_o'brien@test.example", "KH Sales User")
		frappe.db.set_value("KH Customer", self.customers["nobody"], "account_manager", user)
		frappe.set_user(user)
		self.assertEqual(self.listed(), {"nobody"})
		self.assertTrue(frappe.has_permission("KH Customer", "write", self.customers["nobody"]))

	def test_who_leaves_the_team_is_seen_no_more(self):
		team = frappe.get_doc("KH Sales Team", self.hanoi_team)
		team.members = []
		team.save()
		self.as_user("hanoi")
		self.assertEqual(self.listed(), {"hanoi"})

	def test_a_member_of_two_teams(self):
		make_team("Đội dự án", None, self.users["loner"], self.users["mai"])
		self.assertEqual(teams.people_below(self.users["loner"]), {self.users["loner"], self.users["mai"]})
		for leader in ("loner", "hanoi"):
			self.as_user(leader)
			self.assertIn("mai", self.listed())

	def test_reassigning_needs_write(self):
		self.as_user("director")
		arguments = ("KH Customer", self.customers["mai"], "account_manager", self.users["nam"])
		self.assertRaises(frappe.PermissionError, client.set_value, *arguments)
		self.as_user("hanoi")
		self.assertEqual(client.set_value(*arguments)["account_manager"], self.users["nam"])
		self.assertEqual(self.listed(), {"hanoi"})

	def test_creating(self):
		user = self.as_user("mai")
		made = ask(
			"frappe.client.insert", doc={"doctype": "KH Customer", "customer_name": "Khách mới của Mai"}
		)
		self.assertEqual(made["account_manager"], user)
		self.assertTrue(frappe.has_permission("KH Customer", "write", made["name"]))

	def assign(self, customer: str, person: str):
		return frappe.get_doc(
			doctype="ToDo",
			reference_type="KH Customer",
			reference_name=self.customers[customer],
			allocated_to=self.users[person],
			description="Gọi lại",
		).insert()
