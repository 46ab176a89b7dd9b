"""Where a customer's terms come from."""

import frappe

from crm_khachhang.customers import terms
from crm_khachhang.tests import TestCase, make_customer

GROUP = "KH Customer Group"


def make_group(title: str, parent: str | None = None, **values) -> str:
	doc = {"doctype": GROUP, "group_name": title, "parent_kh_customer_group": parent}
	return frappe.get_doc(doc | values).insert().name


def make_tier(**values) -> str:
	return (
		frappe.get_doc({"doctype": "KH Customer Tier", "tier_name": "Thử", "rank": 99} | values).insert().name
	)


class TestTerms(TestCase):
	def terms(self, **values) -> dict:
		found = terms.effective(make_customer(**values))
		return {term: (of["value"], of["source"], of["title"]) for term, of in found.items()}

	def set_settings(self, **values):
		settings = frappe.get_doc("KH Settings")
		settings.update(values)
		settings.save()

	def test_nobody_says_anything(self):
		self.assertEqual(self.terms()["credit_limit"], (None, "", ""))

	def test_the_nearest_says(self):
		self.set_settings(credit_limit=1_000_000, payment_days=5)
		north = make_group("Miền Bắc", credit_limit=2_000_000)
		hanoi = make_group("Hà Nội", north, payment_days=10)
		tier = make_tier(credit_limit=3_000_000)
		for values, limit, days in (
			({}, (1_000_000, "settings", ""), (5, "settings", "")),
			({"customer_group": hanoi}, (2_000_000, "group", "Miền Bắc"), (10, "group", "Hà Nội")),
			({"customer_group": hanoi, "tier": tier}, (3_000_000, "tier", "Thử"), (10, "group", "Hà Nội")),
			({"tier": tier, "credit_limit": 7}, (7, "own", ""), (5, "settings", "")),
		):
			found = self.terms(**values)
			self.assertEqual((found["credit_limit"], found["payment_days"]), (limit, days))

	def test_the_care_plan_comes_from_the_tier(self):
		plan = frappe.get_doc(doctype="KH Care Plan", plan_name="Thăm hàng quý").insert().name
		self.assertEqual(self.terms(tier=make_tier(care_plan=plan))["care_plan"], (plan, "tier", "Thử"))

	def test_nothing_is_copied(self):
		tier = make_tier(credit_limit=3_000_000)
		customer = make_customer(tier=tier)
		frappe.db.set_value("KH Customer Tier", tier, "credit_limit", 4_000_000)
		self.assertEqual(terms.effective(customer)["credit_limit"]["value"], 4_000_000)
		self.assertFalse(customer.credit_limit)

	def test_few_queries(self):
		customer = make_customer(tier=make_tier(), customer_group=make_group("Bắc"))
		frappe.get_cached_doc("KH Settings")
		with self.assertQueryCount(3):
			terms.effective(customer)

	def test_shown_on_the_form(self):
		customer = make_customer(payment_days=3)
		customer.run_method("onload")
		self.assertEqual(customer.get_onload("terms")["payment_days"]["source"], "own")
