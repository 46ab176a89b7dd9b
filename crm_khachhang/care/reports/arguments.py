"""Filters of the reports of care. What is wrong is refused in words, what is missing has a default."""

import frappe
from frappe import _
from frappe.utils import cint, get_first_day, get_last_day, today

from crm_khachhang.care.reports.periods import STEPS, WHOLE, Span
from crm_khachhang.customers.report_filters import check_order, choice, day, read

__all__ = ["read"]

MOST_DAYS = 366
NEGLECTED_DAYS = 30
MOST_NEGLECTED_DAYS = 3650


def span(filters: dict[str, str]) -> Span:
	"""Return the days of `from_date` and `to_date`; this month without them."""
	first = day(filters.get("from_date"), get_first_day(today()))
	last = day(filters.get("to_date"), get_last_day(first))
	check_order(first, last)
	found = Span(first, last)
	if found.days > MOST_DAYS:
		frappe.throw(_("The report covers at most {0} days. Choose a shorter period.").format(MOST_DAYS))
	return found


def step(filters: dict[str, str]) -> str:
	"""Return by which parts of the period is counted."""
	return choice(filters, "step", STEPS, WHOLE)


def neglected_days(filters: dict[str, str]) -> int:
	"""Return for how many days nobody cared."""
	days = cint(filters.get("days") or NEGLECTED_DAYS)
	if not 1 <= days <= MOST_NEGLECTED_DAYS:
		frappe.throw(_("Write a number of days from 1 to {0}.").format(MOST_NEGLECTED_DAYS))
	return days
