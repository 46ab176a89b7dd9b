"""What the last scan found, for who may see it: customers that a user does not see are not in their groups."""

import re
from collections import defaultdict

import frappe
from frappe import _
from pypika.functions import Count

from crm_khachhang.access import customers as access
from crm_khachhang.customers.duplicates import distinct, rules
from crm_khachhang.customers.duplicates.scan.life import GROUP, MEMBER

# So many groups are shown at once.
MOST_SHOWN = 200

FIELDS = (
	"customer_name",
	"customer_type",
	"phone",
	"email",
	"tax_code",
	"account_manager",
	"status",
	"creation",
)


def groups(filters: dict) -> list[dict]:
	"""Return the groups with at least two customers that the session's user sees, as {name, kind, score, reasons,
	customers: [{name, customer_name, …}], judged}.

	`filters`: kind, field (a fieldname of a rule), account_manager, customer_type (of one of the customers).
	"""
	rows = _groups(filters)
	members = _members([row.name for row in rows])
	judged = distinct.pairs_among({c.name for group in members.values() for c in group})
	found = []
	for row in rows:
		customers = _unjudged(members.get(row.name, []), judged)
		if len(customers) > 1:
			found.append(row | {"reasons": reasons(row.fieldnames), "customers": customers})
	return found


def _groups(filters: dict) -> list[dict]:
	"""One query: the groups, best first, with at least two visible customers."""
	group, member, customer = (frappe.qb.DocType(d) for d in (GROUP, MEMBER, rules.CUSTOMER))
	query = (
		frappe.qb.from_(group)
		.join(member)
		.on(member.duplicate_group == group.name)
		.join(customer)
		.on(customer.name == member.customer)
		.select(group.name, group.kind, group.fieldnames, group.score, group.size, group.idx)
		.groupby(group.name)
		.having(Count(customer.name).distinct() > 1)
	)
	query = _filtered(query, group, customer, filters)
	return query.orderby(group.idx).limit(MOST_SHOWN).run(as_dict=True)


def _filtered(query, group, customer, filters: dict):
	rule = access.visible()
	if rule is not None:
		query = query.where(rule)
	if filters.get("kind"):
		query = query.where(group.kind == filters["kind"])
	if filters.get("field"):
		# Names of fields have no sign that LIKE reads, but for the underscore, which matches itself.
		query = query.where(group.fieldnames.like(f"%{re.sub(r'[^0-9A-Za-z_]', '?', filters['field'])}%"))
	for field in ("account_manager", "customer_type"):
		if filters.get(field):
			query = query.where(group.name.isin(_groups_with(field, filters[field])))
	return query


def _groups_with(field: str, value: str):
	"""The groups one of whose customers has the value, of those that the user sees."""
	member, customer = frappe.qb.DocType(MEMBER).as_("some"), frappe.qb.DocType(rules.CUSTOMER).as_("one")
	query = frappe.qb.from_(member).join(customer).on(customer.name == member.customer)
	query = query.select(member.duplicate_group).where(customer[field] == value)
	rule = access.criterion(customer)
	return query if rule is None else query.where(rule)


def _members(groups: list[str]) -> dict[str, list[dict]]:
	member, customer = frappe.qb.DocType(MEMBER), frappe.qb.DocType(rules.CUSTOMER)
	query = frappe.qb.from_(member).join(customer).on(customer.name == member.customer)
	query = query.select(member.duplicate_group, customer.name, *(customer[field] for field in FIELDS))
	query = query.where(member.duplicate_group.isin(groups or [""]))
	rule = access.visible()
	rows = (
		(query.where(rule) if rule is not None else query)
		.distinct()
		.orderby(customer.creation)
		.run(as_dict=True)
	)
	found = defaultdict(list)
	for row in rows:
		found[row.pop("duplicate_group")].append(row)
	return found


def _unjudged(customers: list[dict], judged: set[frozenset[str]]) -> list[dict]:
	"""Leave out a customer that was judged another one than every other of the group."""
	names = {customer.name for customer in customers}
	return [c for c in customers if any(frozenset((c.name, o)) not in judged for o in names - {c.name})]


def reasons(fieldnames: str) -> str:
	"""Return the labels of the rules kept as "phone;customer_name,province"."""
	known = [rules.labels(rules.split_fields(part)) for part in fieldnames.split(";")]
	return ", ".join(dict.fromkeys(known)) or _("Unknown")
