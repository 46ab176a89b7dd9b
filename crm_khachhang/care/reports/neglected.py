"""Customers that nobody cared for lately: the longest first, of those that the session's user sees."""

from collections.abc import Iterable
from datetime import datetime

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import add_days, get_datetime, today
from pypika import Order

from crm_khachhang.access import customers

CUSTOMER = "KH Customer"
GROUP = "KH Customer Group"
INACTIVE = "Inactive"

# A screen and a workbook have room for more; a person who reads them has not.
MOST_SHOWN = 2000

FIELDS = (
	*("name", "customer_name", "phone", "account_manager", "tier", "customer_group", "status"),
	*("last_care_on", "next_care_on", "creation"),
)
EXACT = ("account_manager", "tier", "customer_type", "status")
NOTHING_PLANNED, SOMETHING_PLANNED = "Nothing Planned", "Something Planned"


def find(days: int, filters: dict[str, str]) -> list[dict]:
	"""Return FIELDS of the first MOST_SHOWN customers without care for `days` days: those that never had any first."""
	customer = frappe.qb.DocType(CUSTOMER)
	query = _neglected(customer, days, filters).select(*(customer[field] for field in FIELDS))
	query = query.orderby(customer.last_care_on).orderby(customer.name).limit(MOST_SHOWN)
	return query.run(as_dict=True)


def by_owner(days: int, filters: dict[str, str]) -> list[tuple[str | None, int]]:
	"""Return (owner, number of such customers), the most first."""
	customer = frappe.qb.DocType(CUSTOMER)
	number = Count("*").as_("number")
	query = _neglected(customer, days, filters).select(customer.account_manager, number)
	query = query.groupby(customer.account_manager).orderby(number, order=Order.desc)
	return list(query.orderby(customer.account_manager).run())


def _neglected(customer, days: int, filters: dict[str, str]):
	before = _moment_before(days)
	never = customer.last_care_on.isnull() & (customer.creation < before)
	query = frappe.qb.from_(customer).where(never | (customer.last_care_on < before))
	for condition in _conditions(customer, filters):
		query = query.where(condition)
	return query


def _moment_before(days: int) -> datetime:
	return get_datetime(add_days(today(), 1 - days))


def _conditions(customer, filters: dict[str, str]) -> Iterable:
	rule = customers.visible()
	if rule is not None:
		yield rule
	for field in EXACT:
		if filters.get(field):
			yield customer[field] == filters[field]
	if not filters.get("status"):
		yield customer.status != INACTIVE
	if filters.get("customer_group"):
		yield customer.customer_group.isin(_with_those_below(filters["customer_group"]))
	if filters.get("planned") == NOTHING_PLANNED:
		yield customer.next_care_on.isnull()
	if filters.get("planned") == SOMETHING_PLANNED:
		yield customer.next_care_on.isnotnull()


def _with_those_below(group: str) -> list[str]:
	place = frappe.db.get_value(GROUP, group, ["lft", "rgt"]) or (0, 0)
	below = {"lft": (">=", place[0]), "rgt": ("<=", place[1])}
	return frappe.get_all(GROUP, below, pluck="name", order_by="lft") or [""]
