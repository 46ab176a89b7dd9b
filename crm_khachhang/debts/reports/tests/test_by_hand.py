"""The aging report against the same computed by hand, on ledgers of chance."""

import importlib.util
from datetime import date, timedelta
from pathlib import Path
from random import Random

from frappe.utils import add_days, getdate, nowdate

import crm_khachhang
from crm_khachhang.debts.reports import aging
from crm_khachhang.debts.reports.buckets import of_days
from crm_khachhang.debts.tests import DebtTestCase, make_debt, make_payment
from crm_khachhang.tests import make_customer

BY_HAND = Path(crm_khachhang.__file__).parents[1] / "benchmarks" / "debts_by_hand.py"
DAYS = (30, 60, 90)


def by_hand(as_of: date) -> dict:
	spec = importlib.util.spec_from_file_location("debts_by_hand", BY_HAND)
	module = importlib.util.module_from_spec(spec)
	spec.loader.exec_module(module)
	return module.aging_by_hand(as_of, DAYS)


class TestByHand(DebtTestCase):
	def setUp(self):
		super().setUp()
		self.random = Random(6)
		self.names = [make_customer(customer_name=f"Khách {n}", phone=None).name for n in range(4)]
		for name in self.names:
			self.live(name)

	def live(self, name: str) -> None:
		"""Debts, payments of some, one of each cancelled, one customer who pays too much."""
		debts = []
		for _number in range(6):
			posted = add_days(nowdate(), -self.random.randint(5, 200))
			due = add_days(posted, self.random.choice((0, 15, 30)))
			debts.append(
				make_debt(name, amount=self.random.randint(1, 99) * 1000, posting_date=posted, due_date=due)
			)
		payments = [make_payment(name, amount=self.random.randint(1, 120) * 1000) for _number in range(3)]
		self.random.choice(payments).cancel()
		make_debt(name, amount=5000).cancel()

	def test_on_any_day(self):
		for back in (0, 1, 15, 40, 90, 150, 300):
			day = getdate() - timedelta(days=back)
			found = aging.by_customer(aging.Asked(day, of_days(DAYS), {}))
			shown = {row[0]: (row[1] or 0, [part or 0 for part in row[2:]]) for row in found}
			self.assertEqual(shown, by_hand(day), back)

	def test_by_posting_date_the_sums_are_the_same(self):
		asked = aging.Asked(getdate(), of_days(DAYS), {})
		posted = aging.by_customer(aging.Asked(getdate(), of_days(DAYS), {}, by_posting_date=True))
		sums = [
			{row[0]: sum(filter(None, row[2:])) for row in rows}
			for rows in (aging.by_customer(asked), posted)
		]
		self.assertEqual(*sums)
		self.assertEqual(
			{row[0]: row[1] or 0 for row in posted}, {row[0]: row[1] or 0 for row in aging.by_customer(asked)}
		)
