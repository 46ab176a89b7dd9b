"""Pairs that a person judged to be two customers: no scan proposes them again, and the judgement can be undone."""

from collections.abc import Iterable
from itertools import combinations

import frappe
from frappe import _

from crm_khachhang.access import customers as access
from crm_khachhang.customers.duplicates.rules import Rule

PAIR = "KH Distinct Pair"
MEMBER = "KH Duplicate Member"

# A group is judged as a whole only as long as a person can have looked at all of it.
MOST_JUDGED = 20


def mark(names: list[str]) -> int:
	"""Keep that no two of the customers `names` are the same; return how many pairs are new.

	The session's user must be allowed to write each. Raises frappe.ValidationError, frappe.PermissionError.
	"""
	names = _checked(names)
	known = pairs_among(names)
	new = [pair for pair in combinations(names, 2) if frozenset(pair) not in known]
	for one, other in new:
		keep(one, other)
	return len(new)


def keep(one: str, other: str, reason: str = "", rules: Iterable[Rule] = ()) -> None:
	"""Keep that two customers are not the same; `reason` and `rules` if a manager passed a blocking rule so."""
	fieldnames = ";".join(",".join(rule.fields) for rule in rules)
	pair = frappe.get_doc(
		doctype=PAIR, customer=one, other_customer=other, reason=reason, fieldnames=fieldnames
	)
	pair.insert(ignore_permissions=True)


def unmark(names: list[str]) -> int:
	"""Take back every judgement among the customers `names`; return how many there were."""
	names = _checked(names)
	found = _rows(names)
	frappe.db.delete(PAIR, {"name": ("in", [row.name for row in found] or [""])})
	return len(found)


def _checked(names: list[str]) -> list[str]:
	if len(names) <= MOST_JUDGED:
		names = sorted({access.check_permission(name, "write").name for name in names})
	if not 2 <= len(names) <= MOST_JUDGED:
		frappe.throw(_("Choose 2 to {0} customers.").format(MOST_JUDGED))
	return names


def pairs_among(names: Iterable[str]) -> set[frozenset[str]]:
	"""Return the judged pairs both of whose customers are in `names`."""
	return {frozenset((row.customer, row.other_customer)) for row in _rows(list(names))}


def all_pairs() -> set[frozenset[str]]:
	"""Return every judged pair."""
	rows = frappe.get_all(PAIR, fields=["customer", "other_customer"], order_by="name", limit_page_length=0)
	return {frozenset((row.customer, row.other_customer)) for row in rows}


def _rows(names: list[str]) -> list:
	among = ("in", names or [""])
	return frappe.get_all(
		PAIR,
		filters={"customer": among, "other_customer": among},
		fields=["name", "customer", "other_customer"],
		order_by="name",
		limit_page_length=0,
	)


def forget(customer: str) -> None:
	"""A customer is deleted: what was found and judged of it goes along."""
	frappe.db.delete(MEMBER, {"customer": customer})
	for field in ("customer", "other_customer"):
		frappe.db.delete(PAIR, {field: customer})
