"""What filters of reports hold, read and refused in the same words everywhere."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from crm_khachhang.access.arguments import texts
from crm_khachhang.customers.fields import EARLIEST_DATE, is_date


def read(filters: dict | str | None) -> dict[str, str]:
	"""Return the filters as texts; throw for what is none."""
	return texts(filters, "filters")


def day(value: str | date | None, default: str | date) -> date:
	"""Return a day, `default` for nothing; throw for what is no date, or one before 1900."""
	if not value:
		return getdate(default)
	if not is_date(value) or date.fromisoformat(str(value)[:10]) < EARLIEST_DATE:
		frappe.throw(_("This is not a date. Choose a day from the calendar."))
	return getdate(value)


def check_order(first: date, last: date) -> None:
	"""Refuse a period that ends before it begins."""
	if last < first:
		frappe.throw(_("The last day lies before the first one. Correct one of the two."))


def choice(filters: dict[str, str], name: str, values: tuple[str, ...], default: str) -> str:
	"""Return one of the values, `default` for any other."""
	return filters[name] if filters.get(name) in values else default
