"""Frappe's User Permissions on customers: the provinces, groups, tiers … to which somebody is limited.

Frappe applies them where it lists and opens customers itself. This says the same as a condition, for the ways to
customers that are ours: the search, counts, charts, hints, whatever hangs on a customer.
"""

import frappe
from frappe.permissions import get_allowed_docs_for_doctype, get_role_permissions, get_user_permissions
from pypika import Table
from pypika.functions import Coalesce
from pypika.terms import Criterion

from crm_khachhang.access import records

USER_PERMISSION = "User Permission"


def criterion(table: Table, doctype: str, user: str) -> Criterion | None:
	"""Return the condition on the table of `doctype`; None for who is not limited, without asking the database.

	Empty fields are within everybody's limits, unless System Settings say otherwise.
	"""
	if not (given := _of(user)):
		return None
	found = []
	for fieldname, linked in _watched(doctype):
		allowed = get_allowed_docs_for_doctype(given.get(linked) or [], doctype)
		if allowed:
			found.append(_within(table[fieldname], allowed))
	return Criterion.all(found) if found else None


def narrow(doctype: str, user: str) -> bool:
	"""Return whether User Permissions may hide documents of `doctype` from `user`."""
	given = _of(user)
	return bool(given) and any(
		get_allowed_docs_for_doctype(given.get(linked) or [], doctype) for _field, linked in _watched(doctype)
	)


def _of(user: str) -> dict:
	"""From Frappe's cache. Who gives User Permissions is held by none: Frappe opens every document to them."""
	given = get_user_permissions(user)
	if given and get_role_permissions(USER_PERMISSION, user=user).get("write"):
		return {}
	return given


def _watched(doctype: str) -> list[tuple[str, str]]:
	"""(field, linked DocType) of the document itself and of its links, without those that ignore User Permissions."""
	links = frappe.get_meta(doctype).get_link_fields()
	return [("name", doctype)] + [
		(link.fieldname, link.options) for link in links if not link.ignore_user_permissions
	]


def _within(column, allowed: list[str]) -> Criterion:
	inside = column.isin(records.literals(set(allowed)))
	if frappe.get_system_settings("apply_strict_user_permissions"):
		return inside
	return (Coalesce(column, "") == "") | inside
