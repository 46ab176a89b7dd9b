"""The night's work: which debts became overdue, and what of each customer's is. Set-based; nothing is lost by a night missed.

Whatever must be right between two nights asks for the due date, not for the status: `balances.overdue_of`.
"""

import frappe
from frappe.query_builder.functions import Sum
from frappe.utils import nowdate

from crm_khachhang.background import checkpoint
from crm_khachhang.customers import many
from crm_khachhang.debts.balances import CUSTOMER, DEBT, overdue_of, status

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
	overdue = (
		frappe.qb.from_(debt)
		.select(debt.customer, Sum(debt.outstanding_amount))
		.where((debt.due_date < nowdate()) & (debt.outstanding_amount > 0))
		.groupby(debt.customer)
	)
	debtors = frappe.qb.from_(debt).select(debt.customer).distinct().as_("debtor")
	stored = frappe.qb.from_(debtors).join(customer).on(customer.name == debtors.customer)
	stored = stored.select(customer.name, customer.overdue_debt).where(customer.overdue_debt != 0)
	now, before = dict(overdue.run()), dict(stored.run())
	return {name for name in now.keys() | before.keys() if (now.get(name) or 0) != (before.get(name) or 0)}
