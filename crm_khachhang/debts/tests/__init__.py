"""Debts of the tests: customers, vouchers, and the proof that everything is the sum of the ledger."""

import frappe
from frappe.utils import add_days, nowdate

from crm_khachhang.debts import checking
from crm_khachhang.tests import TestCase, make_customer


class DebtTestCase(TestCase):
	"""A customer without debts; every test ends with the proof."""

	def setUp(self):
		super().setUp()
		self.customer = make_customer(customer_name="Khách Có Nợ", phone=None).name
		self.addCleanup(self.prove)

	def prove(self):
		self.assertEqual(list(checking.differences()), [])

	def owed(self, customer: str | None = None) -> tuple[float, float]:
		"""What the customer owes, and what of it is overdue."""
		fields = ("total_debt", "overdue_debt")
		return frappe.db.get_value("KH Customer", customer or self.customer, fields)

	def open_of(self, debt) -> tuple[float, str]:
		return frappe.db.get_value("KH Debt", debt.name, ("outstanding_amount", "status"))

	def debt(self, amount: float, days: int = 30, **values):
		"""Submit a debt of today that is due in `days` (below zero: posted and due so long ago)."""
		dates = {"posting_date": add_days(nowdate(), min(days, 0)), "due_date": add_days(nowdate(), days)}
		return make_debt(self.customer, amount=amount, **(dates | values))

	def pay(self, amount: float, **values):
		return make_payment(self.customer, amount=amount, **values)


def make_debt(customer: str, submit: bool = True, **values):
	"""Insert, and submit, a debt."""
	doc = frappe.get_doc({"doctype": "KH Debt", "customer": customer} | values).insert()
	return doc.submit() or doc if submit else doc


def make_payment(customer: str, submit: bool = True, rows: dict | None = None, **values):
	"""Insert, and submit, a payment; `rows`: {debt: amount} for one that does not pay the oldest first."""
	values = {"doctype": "KH Debt Payment", "customer": customer} | values
	if rows is not None:
		allocations = [{"debt": debt, "amount": amount} for debt, amount in rows.items()]
		values |= {"oldest_first": 0, "allocations": allocations}
	doc = frappe.get_doc(values).insert()
	return doc.submit() or doc if submit else doc
