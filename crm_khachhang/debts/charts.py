"""The chart of the workspace: how old what is owed is. Counted anew for whoever looks, from an index alone."""

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Sum
from frappe.utils import add_days, nowdate

from crm_khachhang.access import related
from crm_khachhang.debts import buckets
from crm_khachhang.debts.balances import DEBT

# The first and the last due date of a bucket; None where it is open.
Span = tuple[str | None, str | None]


def ages() -> dict:
	"""Return what is open by days after the due date, of the debts that the user sees.

	Labels, sums, and for each bar the filters of the list of its debts.
	"""
	days = buckets.ends()
	spans = _spans(days)
	amounts = _amounts(spans)
	if not any(amounts):
		return {"labels": [], "datasets": []}
	return {
		"labels": buckets.labels(days),
		"datasets": [{"name": _("Outstanding"), "values": amounts}],
		"filters": [{"outstanding_amount": [">", 0], "due_date": _filter(*span)} for span in spans],
	}


def _spans(days: tuple[int, ...]) -> list[Span]:
	today = nowdate()
	firsts = [add_days(today, -day) for day in days]
	lasts = [add_days(today, -day - 1) for day in (0, *days)]
	return [(today, None), *zip(firsts, lasts[:-1], strict=True), (None, lasts[-1])]


def _filter(first: str | None, last: str | None) -> list:
	if first and last:
		return ["Between", [first, last]]
	return [">=", first] if first else ["<=", last]


def _amounts(spans: list[Span]) -> list[float]:
	debt = frappe.qb.DocType(DEBT)
	query = frappe.qb.from_(debt).where(debt.outstanding_amount > 0)
	rule = related.visible(DEBT)
	if rule is not None:
		query = query.where(rule)
	sums = [Sum(Case().when(_within(debt, *span), debt.outstanding_amount).else_(0)) for span in spans]
	[row] = query.select(*sums).run()
	return [float(amount or 0) for amount in row]


def _within(debt, first: str | None, last: str | None):
	"""The condition that a debt is due from the first to the last day."""
	if first and last:
		return debt.due_date[first:last]
	return debt.due_date >= first if first else debt.due_date <= last
