from decimal import Decimal
from functools import reduce
from operator import add

import frappe

from crm_khachhang.debts import money
from crm_khachhang.debts.tests import DebtTestCase


class TestMoney(DebtTestCase):
	def decimals(self, number: str):
		frappe.db.set_default("currency_precision", number)
		self.addCleanup(
			frappe.db.set_default, "currency_precision", frappe.db.get_default("currency_precision")
		)

	def test_a_million_small_amounts(self):
		self.decimals("2")
		amounts = [0.1] * 1_000_000
		self.assertNotEqual(reduce(add, amounts), 100_000)  # what floats make of it
		self.assertEqual(money.total(amounts), Decimal(100_000))

	def test_a_million_lines_in_the_database(self):
		"""The ledger adds decimals: one line, a million times itself."""
		self.decimals("2")
		self.debt(0.1)
		million = " cross join ".join(
			f"(select 1 union all {'select 1 union all ' * 8}select 1) t{n}" for n in range(6)
		)
		query = f"select sum(amount), count(*) from `tabKH Debt Ledger Entry` cross join {million} where customer = %s"
		[(added, count)] = frappe.db.sql(query, self.customer)
		self.assertEqual((count, Decimal(str(added))), (1_000_000, Decimal(100_000)))

	def test_as_the_currency_is_written(self):
		frappe.db.set_default("currency_precision", "")
		self.assertEqual(money.decimals(), 0)
		self.assertEqual(money.exact(12_500.4), Decimal(12_500))
		self.assertEqual(
			(money.shown(12_500), money.number(1000.4), money.number(0)), ("12.500 ₫", "1.000", "")
		)
