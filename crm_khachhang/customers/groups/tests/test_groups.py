"""Counts of groups, moving them, and filters that include what lies below."""

import frappe

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers import groups
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.customers.groups import GROUP, PARENT, api
from crm_khachhang.tests import NOT_PERMITTED, TestCase, make_customer, make_user


def make_group(title: str, parent: str | None = None) -> str:
	"""Insert a group and return its name."""
	return frappe.get_doc({"doctype": GROUP, "group_name": title, PARENT: parent}).insert().name


class TestGroups(TestCase):
	"""North (2 customers) above Hà Nội (1, of a sales user) and Huế (none)."""

	def setUp(self):
		super().setUp()
		self.sales_user = make_user("kd@groups.example", SALES_USER)
		self.north = make_group("Miền Bắc")
		self.hanoi, self.hue = make_group("Hà Nội", self.north), make_group("Huế", self.north)
		self.customers = [
			make_customer(customer_group=self.north).name,
			make_customer(customer_group=self.north).name,
			make_customer(customer_group=self.hanoi, account_manager=self.sales_user).name,
		]

	def test_counts_include_what_lies_below(self):
		counts = api.counts()
		self.assertEqual([counts.get(g, 0) for g in (self.north, self.hanoi, self.hue)], [3, 1, 0])
		root = frappe.db.get_value(GROUP, {PARENT: ("is", "not set")}, "name")
		self.assertGreaterEqual(counts[root], 3)

	def test_counts_of_what_the_user_sees(self):
		frappe.set_user(self.sales_user)
		counts = api.counts()
		self.assertEqual([counts.get(g, 0) for g in (self.north, self.hanoi)], [1, 1])

	def test_counting_takes_few_queries(self):
		with self.assertQueryCount(4):
			groups.counts()

	def test_moving_takes_what_lies_below_along(self):
		south = make_group("Miền Nam")
		frappe.set_user(make_user("ql@groups.example", MANAGER))
		api.move(self.north, south)
		self.assertEqual(api.counts()[south], 3)

	def test_moving_below_itself(self):
		with self.assertRaisesRegex(InvalidField, "this group itself or lies below it"):
			api.move(self.north, self.hanoi)

	def test_only_managers_move(self):
		frappe.set_user(self.sales_user)
		with self.assertRaises(NOT_PERMITTED):
			api.move(self.hanoi, self.hue)

	def test_filters_include_what_lies_below(self):
		filters = {"customer_group": ("descendants of (inclusive)", self.north)}
		found = frappe.get_list("KH Customer", filters=filters, pluck="name", limit_page_length=0)
		self.assertEqual(sorted(found), sorted(self.customers))
		# The desk's standard filter uses that operator for what this hook lists.
		self.assertIn(GROUP, frappe.get_hooks("treeviews"))
