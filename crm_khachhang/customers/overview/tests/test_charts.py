"""Each user counts only the customers that they see, whoever looked just before.

| user  | role          | owns                    |
|-------|---------------|-------------------------|
| boss  | KH Manager    | -                       |
| mai   | KH Sales User | 2 (Zalo, no source)     |
| quan  | KH Sales User | 1 (Zalo)                |
"""

import frappe
from frappe.client import get as get_document
from frappe.desk.doctype.number_card import number_card

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers.overview import api, charts
from crm_khachhang.tests import TestCase, make_customer, make_user


class TestCharts(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.db.delete("KH Customer")
		cls.boss = make_user("kh_chart_boss@test.example", MANAGER)
		cls.mai = make_user("kh_chart_mai@test.example", SALES_USER)
		cls.quan = make_user("kh_chart_quan@test.example", SALES_USER)
		cls.stranger = make_user("kh_chart_stranger@test.example", "Report Manager")
		frappe.db.set_value("User", cls.mai, "full_name", "Phạm Ngọc Mai")
		cls.zalo = frappe.db.get_value("KH Customer Source", {"source_name": "Zalo"})
		make_customer(customer_name="Khách một", account_manager=cls.mai, source=cls.zalo)
		make_customer(customer_name="Khách hai", account_manager=cls.mai)
		make_customer(customer_name="Khách ba", account_manager=cls.quan, source=cls.zalo)

	def counts(self, user: str, chart_name: str) -> dict[str, int]:
		frappe.set_user(user)
		drawn = api.chart(chart_name)
		return (
			dict(zip(drawn["labels"], drawn["datasets"][0]["values"], strict=True)) if drawn["labels"] else {}
		)

	def test_by_source_names_the_source(self):
		self.assertEqual(self.counts(self.boss, "KH Customers by Source"), {"Zalo": 2, "No Source": 1})

	def test_a_sales_user_after_the_manager_counts_their_own(self):
		self.counts(self.boss, "KH Customers by Source")
		self.assertEqual(self.counts(self.mai, "KH Customers by Source"), {"Zalo": 1, "No Source": 1})
		self.assertEqual(self.counts(self.quan, "KH Customers by Source"), {"Zalo": 1})

	def test_by_owner_names_people(self):
		self.assertEqual(self.counts(self.mai, "KH Customers by Owner"), {"Phạm Ngọc Mai": 2})

	def test_by_month_counts_this_month_last(self):
		drawn = list(self.counts(self.boss, "KH New Customers by Month").values())
		self.assertEqual(drawn, [0] * 11 + [3])

	def test_customers_of_earlier_months_stand_in_their_month(self):
		name = frappe.db.get_value("KH Customer", {"customer_name": "Khách ba"})
		first = frappe.utils.add_months(frappe.utils.get_first_day(frappe.utils.today()), -1)
		frappe.db.set_value("KH Customer", name, "creation", first, update_modified=False)
		drawn = list(self.counts(self.boss, "KH New Customers by Month").values())
		self.assertEqual(drawn[-2:], [1, 2])

	def test_by_tier_without_tiers(self):
		self.assertEqual(self.counts(self.quan, "KH Customers by Tier"), {"No Tier": 1})

	def test_nothing_to_count_draws_nothing(self):
		frappe.db.delete("KH Customer")
		self.assertEqual(self.counts(self.boss, "KH New Customers by Month"), {})

	def test_many_sources_end_in_others(self):
		for number in range(charts.MOST_BARS + 1):
			source = frappe.get_doc(doctype="KH Customer Source", source_name=f"Nguồn {number}").insert()
			make_customer(customer_name=f"Khách nguồn {number}", source=source.name, phone=None)
		frappe.set_user(self.boss)
		drawn = api.chart("KH Customers by Source")
		self.assertEqual(len(drawn["labels"]), charts.MOST_BARS + 1)
		self.assertEqual(drawn["labels"][-1], "Others")
		self.assertEqual(sum(drawn["datasets"][0]["values"]), 3 + charts.MOST_BARS + 1)
		self.assertIsNone(drawn["filters"][-1])

	def test_filters_of_a_bar_list_what_it_counts(self):
		frappe.set_user(self.boss)
		for chart_name in charts.CHARTS:
			drawn = api.chart(chart_name)
			for value, filters in zip(drawn["datasets"][0]["values"], drawn["filters"], strict=True):
				with self.subTest(chart_name, filters=filters):
					listed = frappe.get_list("KH Customer", filters=filters, limit_page_length=0)
					self.assertEqual(len(listed), value)

	def test_who_may_not_read_customers_is_refused(self):
		frappe.set_user(self.stranger)
		# Releases of Frappe differ in the class.
		refusals = (frappe.PermissionError, frappe.ValidationError)
		self.assertRaises(refusals, api.chart, "KH Customers by Source")

	def test_a_chart_that_does_not_exist(self):
		frappe.set_user(self.boss)
		with self.assertRaisesRegex(frappe.DoesNotExistError, "There is no chart KH Nothing"):
			api.chart("KH Nothing")

	def test_every_chart_of_the_workspace_is_counted_for_who_looks(self):
		workspace = frappe.get_doc("Workspace", "KH Customers")
		sources = {"KH Customers": set(charts.CHARTS), "KH Debts": {"KH Debts by Age"}}
		found = {source: set() for source in sources}
		for row in workspace.charts:
			chart = frappe.get_doc("Dashboard Chart", row.chart_name)
			self.assertEqual(chart.chart_type, "Custom")
			found[chart.source].add(chart.name)
		self.assertEqual(found, sources)

	def test_cards_count_what_the_user_sees(self):
		for user, total in ((self.boss, 3), (self.mai, 2), (self.quan, 1)):
			frappe.set_user(user)
			for name in (
				"KH Customers Total",
				"KH New Customers This Month",
				"KH Customers Without Purchase",
			):
				with self.subTest(user=user, card=name):
					card = get_document("Number Card", name)
					self.assertEqual(number_card.get_result(card, card["filters_json"]), total)
