"""The night's work: which debts became overdue, and what of each customer's is. Set-based; nothing is lost by a night missed.

Whatever must be right between two nights asks for the due date, not for the status: `balances.overdue_of`.
"""

from collections.abc import Iterable

import frappe
from frappe.query_builder.functions import Sum
from frappe.utils import nowdate

from crm_khachhang.background import checkpoint
from crm_khachhang.customers import many
from crm_khachhang.debts.balances import CUSTOMER, DEBT, OF_CUSTOMER, overdue_of, status

AT_ONCE = 2000


def sweep() -> int:
	"""Bring statuses and overdue sums to today; return how many debts became overdue. Commits from chunk to chunk."""
	became = frappe.get_all(
		DEBT,
		{"status": ("in", ("Unpaid", "Partly Paid")), "due_date": ("<", nowdate())},
		pluck="name",
		order_by="name",
	)
	for some in many.chunks(became, AT_ONCE):
		debt = frappe.qb.DocType(DEBT)
		frappe.qb.update(debt).set(debt.status, status(debt)).where(debt.name.isin(some)).run()
		checkpoint()
	refresh_customers()
	return len(became)


def refresh_customers() -> int:
	"""Set the overdue sum of every customer for whom it is another one; return of how many."""
	wrong = _wrong()
	for some in many.chunks(sorted(wrong), AT_ONCE):
		customer = frappe.qb.DocType(CUSTOMER)
		query = frappe.qb.update(customer).set(customer.overdue_debt, overdue_of(customer.name))
		query.where(customer.name.isin(some)).run()
		checkpoint()
	return len(wrong)


def _wrong() -> set[str]:
	"""The customers whose sum is not what is open and overdue today. Only who has debts is looked at."""
	debt, customer = frappe.qb.DocType(DEBT), frappe.qb.DocType(CUSTOMER)
	# Customer by customer, as they lie in the index: else the database would write all that is overdue to a table first.
	overdue = frappe.qb.from_(debt).force_index(OF_CUSTOMER).groupby(debt.customer)
	overdue = overdue.where((debt.due_date < nowdate()) & (debt.outstanding_amount > 0))
	stored = frappe.qb.from_(customer).where(customer.overdue_debt != 0)
	now = dict(overdue.select(debt.customer, Sum(debt.outstanding_amount)).run())
	before = dict(stored.select(customer.name, customer.overdue_debt).run())
	wrong = {name for name, amount in now.items() if amount != before.get(name)}
	return wrong | _debtors(before.keys() - now.keys())


def _debtors(names: Iterable[str]) -> set[str]:
	"""Those of the customers that have debts, paid ones too."""
	debt = frappe.qb.DocType(DEBT)
	found: set[str] = set()
	for some in many.chunks(sorted(names)):
		query = frappe.qb.from_(debt).select(debt.customer).distinct()
		found.update(query.where(debt.customer.isin(some)).run(pluck=True))
	return found
