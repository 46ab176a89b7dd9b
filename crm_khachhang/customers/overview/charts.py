"""Customers counted by month, source, tier and owner; each user counts only the customers that they see.

Frappe's own charts keep one result per chart for all users (frappe/utils/dashboard.py: cache_source), which
would show a sales user the whole company's numbers. Nothing is kept here: a count reads an index.
"""

from collections.abc import Callable
from datetime import date
from typing import TypedDict

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import add_months, get_first_day, get_last_day, getdate, today
from pypika.functions import Extract
from pypika.terms import Criterion

from crm_khachhang.access import customers as access

MONTHS = 12
MOST_BARS = 10

# Field -> what a bar of customers without it is called.
WITHOUT = {
	"source": lambda: _("No Source"),
	"tier": lambda: _("No Tier"),
	"account_manager": lambda: _("No Owner"),
}


class Chart(TypedDict):
	"""What the desk draws: one label, value and filter of the list of customers for each bar."""

	labels: list[str]
	datasets: list[dict]
	filters: list[dict | None]


def by_month() -> Chart:
	"""Count the new customers of this month and the eleven before it."""
	months = [getdate(add_months(get_first_day(today()), -back)) for back in reversed(range(MONTHS))]
	counts = _counts_by_month(months[0])
	filters = [{"creation": ["Between", [str(month), str(get_last_day(month))]]} for month in months]
	values = [counts.get((month.year, month.month), 0) for month in months]
	return _chart([f"{month:%m/%y}" for month in months], values, filters)


def by_source() -> Chart:
	"""Count the customers of each source."""
	return _by_field("source")


def by_tier() -> Chart:
	"""Count the customers of each tier, the highest first."""
	return _by_field("tier")


def by_owner() -> Chart:
	"""Count the customers of each owner."""
	return _by_field("account_manager")


# Name of the Dashboard Chart -> what it counts.
CHARTS: dict[str, Callable[[], Chart]] = {
	"KH New Customers by Month": by_month,
	"KH Customers by Source": by_source,
	"KH Customers by Tier": by_tier,
	"KH Customers by Owner": by_owner,
}


def _by_field(fieldname: str) -> Chart:
	rows = _counts(fieldname)
	titles = _titles(fieldname, [value for value, count in rows if value])
	shown, rest = rows[:MOST_BARS], rows[MOST_BARS:]
	labels = [titles.get(value, value) if value else WITHOUT[fieldname]() for value, _count in shown]
	filters: list[dict | None] = [
		{fieldname: ["=", value] if value else ["is", "not set"]} for value, _count in shown
	]
	values = [count for _value, count in shown]
	if rest:
		labels.append(_("Others"))
		values.append(sum(count for _value, count in rest))
		filters.append(None)
	return _chart(labels, values, filters)


def _chart(labels: list[str], values: list[int], filters: list[dict | None]) -> Chart:
	"""Empty charts say so: bars of nothing but zeros look broken."""
	if not any(values):
		return Chart(labels=[], datasets=[], filters=[])
	return Chart(labels=labels, datasets=[{"name": _("Customers"), "values": values}], filters=filters)


def _counts(fieldname: str) -> list[tuple[str | None, int]]:
	"""Return (value, number of customers) of the field, the most frequent first; empty values are one."""
	customer = frappe.qb.DocType(access.CUSTOMER)
	column = customer[fieldname]
	query = frappe.qb.from_(customer).select(column, Count("*")).groupby(column)
	counts: dict[str | None, int] = {}
	for value, count in _only_visible(query).run():
		counts[value or None] = counts.get(value or None, 0) + count
	return sorted(counts.items(), key=lambda row: (-row[1], row[0] or ""))


def _counts_by_month(first: date) -> dict[tuple[int, int], int]:
	"""Return {(year, month): number of customers} from the day `first` on; reads the index on creation."""
	customer = frappe.qb.DocType(access.CUSTOMER)
	year, month = Extract("year", customer.creation), Extract("month", customer.creation)
	query = frappe.qb.from_(customer).select(year, month, Count("*")).groupby(year, month)
	rows = _only_visible(query.where(customer.creation >= first)).run()
	return {(year, month): count for year, month, count in rows}


def _only_visible(query):
	rule: Criterion | None = access.visible()
	return query if rule is None else query.where(rule)


def _titles(fieldname: str, values: list[str]) -> dict[str, str]:
	"""Return {name: title} of the linked documents, which are named by hashes and addresses."""
	doctype = frappe.get_meta(access.CUSTOMER).get_field(fieldname).options
	title = "full_name" if doctype == "User" else frappe.get_meta(doctype).get_title_field()
	rows = frappe.get_all(doctype, filters={"name": ("in", values or [""])}, fields=["name", title])
	return {row.name: row[title] or row.name for row in rows}
