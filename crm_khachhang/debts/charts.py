"""The chart of the workspace: how old what is owed is. Counted anew for whoever looks, from an index alone."""

from itertools import pairwise

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Sum
from frappe.utils import add_days, nowdate

from crm_khachhang.access import related
from crm_khachhang.debts import buckets
from crm_khachhang.debts.balances import DEBT


def ages() -> dict:
	"""Return labels and sums of what is open, by days after the due date, of the debts that the user sees."""
	days = buckets.ends()
	amounts = _amounts(days)
	if not any(amounts):
		return {"labels": [], "datasets": []}
	return {"labels": buckets.labels(days), "datasets": [{"name": _("Outstanding"), "values": amounts}]}


def _amounts(days: tuple[int, ...]) -> list[float]:
	debt = frappe.qb.DocType(DEBT)
	query = frappe.qb.from_(debt).where(debt.outstanding_amount > 0)
	rule = related.visible(DEBT)
	if rule is not None:
		query = query.where(rule)
	sums = [
		Sum(Case().when(condition, debt.outstanding_amount).else_(0)) for condition in _conditions(debt, days)
	]
	[row] = query.select(*sums).run()
	return [float(amount or 0) for amount in row]


def _conditions(debt, days: tuple[int, ...]) -> list:
	"""One condition on the due date for each bucket."""
	today = nowdate()
	# The first due date that is not older than so many days.
	edges = [today, *(add_days(today, -last) for last in days)]
	between = [(debt.due_date < newer) & (debt.due_date >= older) for newer, older in pairwise(edges)]
	return [debt.due_date >= today, *between, debt.due_date < edges[-1]]
