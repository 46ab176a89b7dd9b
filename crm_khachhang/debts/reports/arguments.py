"""Filters of the reports of debts. What is wrong is refused in words, what is missing has a default."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, get_first_day, today

from crm_khachhang.care.reports.periods import DAY, MONTH, WEEK, Span
from crm_khachhang.customers.report_filters import check_order, choice, day, read
from crm_khachhang.debts import buckets, messages

__all__ = ["read"]

# No debt is older, and no date lies further back than the calendar goes.
MOST_DAYS = 36_500

BY_CUSTOMER, BY_DEBT = "Customer", "Debt"
DUE_DATE, POSTING_DATE = "Due Date", "Posting Date"
OWNER, CREATOR = "Owner", "Entered By"
STEPS = (DAY, WEEK, MONTH)

WEEKS, MOST_WEEKS = 12, 104


def as_of(filters: dict[str, str]) -> date:
	"""Return the day for which the report asks; today without it."""
	return day(filters.get("as_of"), today())


def span(filters: dict[str, str]) -> Span:
	"""Return the days of `from_date` and `to_date`; without them this month until today."""
	last = day(filters.get("to_date"), today())
	first = day(filters.get("from_date"), get_first_day(last))
	check_order(first, last)
	return Span(first, last)


def days_of_buckets(filters: dict[str, str]) -> tuple[int, ...]:
	"""Return where the columns end: as the filter says, else KH Settings."""
	try:
		days = buckets.ends(filters.get("days"))
	except ValueError:
		days = ()
	if not days or days[-1] > MOST_DAYS:
		frappe.throw(_(messages.AGING_DAYS))
	return days


def is_by_debt(filters: dict[str, str]) -> bool:
	"""Return whether single debts are asked for, not customers."""
	return filters.get("show_by") == BY_DEBT


def is_by_posting_date(filters: dict[str, str]) -> bool:
	"""Return whether debts age from the day on which they were posted, not from when they were due."""
	return filters.get("age_from") == POSTING_DATE


def step(filters: dict[str, str]) -> str:
	"""Return by which parts of the period is counted."""
	return choice(filters, "step", STEPS, MONTH)


def weeks(filters: dict[str, str]) -> int:
	"""Return how many weeks are looked ahead."""
	number = cint(filters.get("weeks") or WEEKS)
	if not 1 <= number <= MOST_WEEKS:
		frappe.throw(_("Write a number of weeks from 1 to {0}.").format(MOST_WEEKS))
	return number
