"""Customers that nobody cared for lately: the longest first, of those that the session's user sees."""

from collections.abc import Iterable
from datetime import datetime

import frappe
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import add_days, get_datetime, today
from pypika import Order
from pypika.terms import Term

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
	"""Return FIELDS of the first MOST_SHOWN customers without care for `days` days: those that never had any first.

	Two queries: each is read in the order of the index, and ends when there are enough; of a few people's customers,
	these are read instead.
	"""
	customer, rows = frappe.qb.DocType(CUSTOMER), []
	of_some = bool(filters.get("account_manager")) or not customers.sees_all()
	for condition, first in ((_never, customer.creation), (_long_ago, customer.last_care_on)):
		query = frappe.qb.from_(customer).select(*(customer[field] for field in FIELDS))
		query = _filtered(query.where(condition(customer, days)), customer, filters)
		query = query.orderby(_hidden(first) if of_some else first).limit(MOST_SHOWN - len(rows))
		rows += query.run(as_dict=True) if len(rows) < MOST_SHOWN else []
	return rows


def by_owner(days: int, filters: dict[str, str]) -> list[tuple[str, int]]:
	"""Return (owner, number of such customers), the most first; "" for those of nobody."""
	customer = frappe.qb.DocType(CUSTOMER)
	number, owner = Count("*").as_("number"), _hidden(customer.account_manager)
	query = frappe.qb.from_(customer).select(owner, number).groupby(owner)
	query = _filtered(query.where(_never(customer, days) | _long_ago(customer, days)), customer, filters)
	return list(query.orderby(number, order=Order.desc).orderby(owner).run())


def _never(customer, days: int):
	return customer.last_care_on.isnull() & (customer.creation < _moment_before(days))


def _long_ago(customer, days: int):
	return customer.last_care_on < _moment_before(days)


def _filtered(query, customer, filters: dict[str, str]):
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
		yield _hidden(customer.status) != INACTIVE
	if filters.get("customer_group"):
		yield customer.customer_group.isin(_with_those_below(filters["customer_group"]))
	if filters.get("planned") == NOTHING_PLANNED:
		yield _hidden(customer.next_care_on) == ""
	if filters.get("planned") == SOMETHING_PLANNED:
		yield _hidden(customer.next_care_on) != ""


def _hidden(column: Term) -> Term:
	"""The column as its indexes do not have it: else MariaDB goes by them and reads each customer, when all that is asked
	stands in the index of the last care."""
	return Coalesce(column, "")


def _with_those_below(group: str) -> list[str]:
	place = frappe.db.get_value(GROUP, group, ["lft", "rgt"]) or (0, 0)
	below = {"lft": (">=", place[0]), "rgt": ("<=", place[1])}
	return frappe.get_all(GROUP, below, pluck="name", order_by="lft") or [""]
