"""Filters of the reports of care. What is wrong is refused in words, what is missing has a default."""

import frappe
from frappe import _
from frappe.utils import cint, get_first_day, get_last_day, getdate, today

from crm_khachhang.access.arguments import texts
from crm_khachhang.care.reports.periods import STEPS, WHOLE, Span
from crm_khachhang.customers.fields import is_date

MOST_DAYS = 366
NEGLECTED_DAYS = 30
MOST_NEGLECTED_DAYS = 3650


def read(filters: dict | str | None) -> dict[str, str]:
	"""Return the filters as texts; throw for what is none."""
	return texts(filters, "filters")


def span(filters: dict[str, str]) -> Span:
	"""Return the days of `from_date` and `to_date`; this month without them."""
	first = _day(filters, "from_date", get_first_day(today()))
	last = _day(filters, "to_date", get_last_day(first))
	if last < first:
		frappe.throw(_("The last day lies before the first one. Correct one of the two."))
	found = Span(first, last)
	if found.days > MOST_DAYS:
		frappe.throw(_("The report covers at most {0} days. Choose a shorter period.").format(MOST_DAYS))
	return found


def step(filters: dict[str, str]) -> str:
	"""Return by which parts of the period is counted."""
	return filters["step"] if filters.get("step") in STEPS else WHOLE


def neglected_days(filters: dict[str, str]) -> int:
	"""Return for how many days nobody cared."""
	days = cint(filters.get("days") or NEGLECTED_DAYS)
	if not 1 <= days <= MOST_NEGLECTED_DAYS:
		frappe.throw(_("Write a number of days from 1 to {0}.").format(MOST_NEGLECTED_DAYS))
	return days


def _day(filters: dict[str, str], name: str, default):
	value = filters.get(name)
	if not value:
		return getdate(default)
	if not is_date(value):
		frappe.throw(_("This is not a date. Choose a day from the calendar."))
	return getdate(value)
