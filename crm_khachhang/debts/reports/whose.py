"""Which customers a report is about: those that the session's user sees, narrowed by the filters.

A filter that names what is hidden, or what is not there, finds nothing; the two cannot be told apart.
"""

from collections.abc import Iterator

import frappe
from pypika import Table
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from crm_khachhang.access import customers

CUSTOMER, GROUP, TEAM, MEMBER = (
	customers.CUSTOMER,
	"KH Customer Group",
	"KH Sales Team",
	"KH Sales Team Member",
)
EXACT = {"customer": "name", "account_manager": "account_manager", "province": "province"}
NOBODY = [""]


def table() -> Table:
	"""Return the table of customers that `conditions` speak of."""
	return frappe.qb.DocType(CUSTOMER)


def conditions(filters: dict[str, str]) -> list[Criterion]:
	"""Return what customers of the report fulfil; nothing for all customers."""
	return [condition for condition in _conditions(table(), filters) if condition is not None]


def narrow(query: QueryBuilder, filters: dict[str, str]) -> QueryBuilder:
	"""Return the query, which reads the table of customers, for those of the report."""
	for condition in conditions(filters):
		query = query.where(condition)
	return query


def sees(customer: str) -> bool:
	"""Return whether the session's user sees the customer."""
	return bool(customer) and bool(customers.visible_names([customer]))


def _conditions(customer: Table, filters: dict[str, str]) -> Iterator[Criterion | None]:
	yield customers.visible(of_one=bool(filters.get("customer")))
	for name, field in EXACT.items():
		if filters.get(name):
			yield customer[field] == filters[name]
	if filters.get("customer_group"):
		yield customer.customer_group.isin(_groups_below(filters["customer_group"]))
	if filters.get("team"):
		yield customer.account_manager.isin(_people_of(filters["team"]))


def _groups_below(group: str) -> list[str]:
	"""The group and those below it."""
	place = frappe.db.get_value(GROUP, group, ["lft", "rgt"]) or (0, 0)
	below = {"lft": (">=", place[0]), "rgt": ("<=", place[1])}
	return frappe.get_all(GROUP, below, pluck="name", order_by="lft") or NOBODY


def _people_of(name: str) -> list[str]:
	"""The leaders and members of the team and of those below it."""
	top, team, member = frappe.qb.DocType(TEAM).as_("top"), frappe.qb.DocType(TEAM), frappe.qb.DocType(MEMBER)
	query = (
		frappe.qb.from_(top)
		.join(team)
		.on((team.lft >= top.lft) & (team.rgt <= top.rgt))
		.left_join(member)
		.on((member.parent == team.name) & (member.parenttype == TEAM))
		.select(team.leader, member.user)
		.where(top.name == name)
	)
	return sorted({person for row in query.run() for person in row if person}) or NOBODY
