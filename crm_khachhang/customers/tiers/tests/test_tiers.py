"""The computation in sets agrees with a naive model; what it leaves alone; what it records."""

import random
import subprocess
import sys
import time
from datetime import date, timedelta

import frappe
from frappe.utils import getdate, today

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers import sales
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.customers.tiers import api, criteria, jobs
from crm_khachhang.customers.tiers.computing import Customers, One, compute
from crm_khachhang.tests import NOT_PERMITTED, TestCase, make_customer, make_user

TIER = "KH Customer Tier"
CHANGE = "KH Tier Change"
EVERYBODY = Customers()


def make_tier(title: str, rank: int, **values) -> str:
	"""Insert a tier and return its name."""
	return frappe.get_doc({"doctype": TIER, "tier_name": title, "rank": rank} | values).insert().name


def days_ago(days: int) -> date:
	"""Return the day so many days before today."""
	return getdate(today()) - timedelta(days=days)


def naive(tiers: list[criteria.Tier], facts: list[tuple], last: date | None) -> str | None:
	"""The tier of one customer: facts are (day, amount, orders), `last` the day of the last purchase."""
	for tier in tiers:
		counted = [
			f
			for f in facts
			if f[0] <= days_ago(0) and (not tier.period_days or f[0] > days_ago(tier.period_days))
		]
		holds = [
			not tier.min_revenue or sum(f[1] for f in counted) >= tier.min_revenue,
			not tier.min_orders or sum(f[2] for f in counted) >= tier.min_orders,
			not tier.max_days_since_purchase or (last and last >= days_ago(tier.max_days_since_purchase)),
		]
		if all(holds):
			return tier.name
	return None


class TierTestCase(TestCase):
	def setUp(self):
		super().setUp()
		frappe.db.set_value(TIER, {"name": ("!=", "")}, "enabled", 0)
		self.gold = make_tier("Vàng thử", 900, min_revenue=1000, period_days=30)
		self.silver = make_tier("Bạc thử", 800, min_orders=2)

	def tier(self, customer: str) -> str | None:
		return frappe.db.get_value("KH Customer", customer, "tier")

	def changes(self, customer: str) -> list:
		fields = ["from_tier", "to_tier", "reason", "automatic", "changed_by"]
		return frappe.get_all(CHANGE, {"customer": customer}, fields, order_by="changed_on, name")


class TestComputing(TierTestCase):
	def test_the_highest_whose_criteria_hold(self):
		customer = make_customer().name
		sales.record(customer, today(), 600)
		compute(EVERYBODY)
		self.assertIsNone(self.tier(customer))
		sales.record(customer, days_ago(31), 600)
		compute(EVERYBODY)
		self.assertEqual(self.tier(customer), self.silver)
		sales.record(customer, days_ago(29), 400)
		compute(EVERYBODY)
		self.assertEqual(self.tier(customer), self.gold)

	def test_agrees_with_the_naive_model(self):
		"""Random tiers, customers, facts and dates around the borders of periods."""
		chance = random.Random(20261121)
		make_tier("Đồng thử", 700, max_days_since_purchase=40)
		make_tier(
			"Kim cương thử", 950, min_revenue=1500, min_orders=3, period_days=60, max_days_since_purchase=20
		)
		make_tier("Bạc dự phòng", 800, min_revenue=300, period_days=10)
		tiers = criteria.automatic()
		expected = {}
		for _ in range(60):
			customer = make_customer(tier=chance.choice([None, self.gold, self.silver])).name
			facts = []
			for _ in range(chance.randint(0, 5)):
				day = days_ago(chance.choice([0, 9, 10, 20, 21, 29, 30, 40, 41, 59, 60, 300, -3]))
				fact = (day, chance.choice([-200, 100, 300, 500, 1000]), chance.choice([0, 1, 1]))
				sales.record(customer, *fact)
				facts.append(fact)
			before, last = frappe.db.get_value("KH Customer", customer, ["tier", "last_purchase_date"])
			sold = [fact for fact in facts if fact[0] <= days_ago(0)]
			expected[customer] = (before, naive(tiers, facts, last) if sold else before)
		changed = compute(EVERYBODY)
		self.assertEqual(
			{c: self.tier(c) for c in expected}, {c: after for c, (_, after) in expected.items()}
		)
		self.assertEqual(changed, sum(before != after for before, after in expected.values()))
		self.assertEqual(compute(EVERYBODY), 0)

	def test_batches_cover_everybody_once(self):
		names = sorted(make_customer(customer_code=f"LO {number:02}").name for number in range(7))
		covered = []
		customer = frappe.qb.DocType("KH Customer")
		for batch in jobs.batches(size=3):
			query = frappe.qb.from_(customer).select(customer.name).where(batch.criterion(customer.name))
			found = query.run(pluck=True)
			self.assertLessEqual(len(found), 3)
			covered += found
		self.assertEqual(len(covered), len(set(covered)))
		self.assertEqual(len(covered), frappe.db.count("KH Customer"))
		self.assertLessEqual(set(names), set(covered))

	def test_one_customer(self):
		one, other = make_customer().name, make_customer().name
		for customer in (one, other):
			sales.record(customer, today(), 2000)
		self.assertEqual(compute(One(one)), 1)
		self.assertEqual((self.tier(one), self.tier(other)), (self.gold, None))


class TestLeftAlone(TierTestCase):
	def compute_with_sales(self, **values) -> str | None:
		customer = make_customer(**values).name
		sales.record(customer, today(), 2000)
		compute(EVERYBODY)
		return self.tier(customer)

	def test_a_kept_tier(self):
		self.assertEqual(self.compute_with_sales(tier=self.silver, tier_locked=1), self.silver)

	def test_a_tier_given_by_hand_only(self):
		friend = make_tier("Bạn của giám đốc", 1)
		self.assertEqual(self.compute_with_sales(tier=friend), friend)

	def test_a_customer_without_sales(self):
		customer = make_customer(tier=self.gold).name
		compute(EVERYBODY)
		self.assertEqual(self.tier(customer), self.gold)

	def test_nobody_when_no_tier_has_criteria(self):
		frappe.db.set_value(TIER, {"name": ("in", (self.gold, self.silver))}, "enabled", 0)
		self.assertEqual(self.compute_with_sales(tier=self.gold), self.gold)

	def test_a_disabled_tier_is_left_for_another(self):
		old = make_tier("Cũ", 990, min_orders=1, enabled=0)
		self.assertEqual(self.compute_with_sales(tier=old), self.gold)


class TestHistory(TierTestCase):
	def test_why(self):
		frappe.db.set_single_value("System Settings", "language", "vi")
		customer = make_customer().name
		sales.record(customer, today(), 120_000_000)
		compute(EVERYBODY)
		(change,) = self.changes(customer)
		self.assertEqual((change.from_tier, change.to_tier, change.automatic), (None, self.gold, 1))
		self.assertEqual(change.reason, "Doanh thu 120.000.000 ₫ / 1 đơn trong 30 ngày")

	def test_down_to_none(self):
		customer = make_customer(tier=self.gold).name
		sales.record(customer, today(), 5)
		compute(EVERYBODY)
		(change,) = self.changes(customer)
		self.assertEqual((change.from_tier, change.to_tier), (self.gold, None))
		self.assertRegex(change.reason, "no tier's criteria hold|không đạt")

	def test_an_open_form_is_told(self):
		customer = make_customer()
		opened = frappe.get_doc("KH Customer", customer.name)
		sales.record(customer.name, today(), 2000)
		compute(EVERYBODY)
		with self.assertRaises(frappe.TimestampMismatchError):
			opened.save()

	def test_by_hand(self):
		customer = make_customer(tier=self.silver)
		self.assertEqual(self.changes(customer.name), [])
		customer.tier = self.gold
		customer.save()
		customer.description = "Không đổi phân cấp"
		customer.save()
		(change,) = self.changes(customer.name)
		self.assertEqual(
			(change.from_tier, change.to_tier, change.automatic, change.changed_by),
			(self.silver, self.gold, 0, "Administrator"),
		)


class TestEndpoints(TierTestCase):
	def test_on_demand_for_one(self):
		user = make_user("kd@tiers.example", SALES_USER)
		own, others = make_customer(account_manager=user).name, make_customer().name
		for customer in (own, others):
			sales.record(customer, today(), 2000)
		frappe.set_user(user)
		self.assertTrue(api.compute_one(own))
		for hidden in (others, "KHONG-CO"):
			with self.assertRaisesRegex(frappe.PermissionError, "There is no such customer"):
				api.compute_one(hidden)
		self.assertIsNone(self.tier(others))

	def test_all_by_managers_only(self):
		manager = make_user("ql@tiers.example", MANAGER)
		frappe.set_user(make_user("kd@tiers.example", SALES_USER))
		for call in (api.compute_all, api.state):
			with self.assertRaises(NOT_PERMITTED):
				call()
		frappe.set_user(manager)
		self.assertFalse(api.state()["running"])


COMPUTING = """
import sys, time, frappe
frappe.init(sys.argv[1], sys.argv[2])
frappe.connect()
from crm_khachhang.customers.tiers import jobs
with jobs._alone() as alone:
	print(alone, flush=True)
	time.sleep(60)
"""


class TestOneAtATime(TestCase):
	def test_until_the_other_ends_be_it_killed(self):
		words = [sys.executable, "-c", COMPUTING, frappe.local.site, frappe.local.sites_path]
		with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as other:
			self.assertEqual(other.stdout.readline().strip(), "True")
			self.assertTrue(jobs.is_running())
			self.assertIsNone(jobs.compute_all())
			other.kill()
			other.wait()
		for _ in range(50):  # The server notices a lost connection soon, not at once.
			if not jobs.is_running():
				break
			time.sleep(0.1)
		with jobs._alone() as alone:
			self.assertTrue(alone)


class TestTier(TestCase):
	def test_a_period_alone(self):
		with self.assertRaisesRegex(InvalidField, "A period alone is no criterion"):
			make_tier("Chỉ có kỳ", 1, period_days=30)
