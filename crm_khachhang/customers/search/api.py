"""Endpoints of the search: the desk's search boxes, and link fields to customers."""

import frappe
from frappe.utils import cint

from crm_khachhang.access import customers as access
from crm_khachhang.access.arguments import row_number
from crm_khachhang.access.checks import require
from crm_khachhang.access.filters import checked
from crm_khachhang.customers.search import query

CUSTOMER = "KH Customer"
SHOWN = ("name", "customer_name", "customer_type", "phone", "email", "account_manager")

# What one list is filtered on, and how many candidates are looked at when a form filters on top.
MOST_IN_LIST = 200
MOST_CANDIDATES = 2000


@frappe.whitelist()
def find(text: str, limit: int = 20) -> list[dict]:
	"""Return up to `limit` (at most 100) customers found by what was typed, the best first.

	Each has name, customer_name, customer_type, phone, email, account_manager and account_manager_name. Empty for a
	text of fewer than two letters or digits. Only customers that the user sees.
	"""
	frappe.has_permission(CUSTOMER, "read", throw=True)
	limit = min(max(cint(limit), 1), 100)
	with access.remembering():
		rows = _read(query.find(text, limit), [], limit)
	full_names = _full_names({row.account_manager for row in rows if row.account_manager})
	for row in rows:
		row.account_manager_name = full_names.get(row.account_manager, row.account_manager)
	return rows


@frappe.whitelist()
def find_names(text: str) -> dict:
	"""Return {names, more}: up to MOST_IN_LIST names for a list's filter, and whether there are more."""
	frappe.has_permission(CUSTOMER, "read", throw=True)
	with access.remembering():
		names = query.find(text, MOST_IN_LIST + 1)
	return {"names": names[:MOST_IN_LIST], "more": len(names) > MOST_IN_LIST}


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def link_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | str | None = None,
	as_dict: bool = False,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
) -> list:
	"""Return rows for a link field: (name, customer_name, phone), or the same with names when `as_dict`.

	`filters` are the form's. `ignore_user_permissions` lifts nothing: whoever sends a request could say it.
	"""
	require(CUSTOMER, "read", "select")
	start, page_len = row_number(start), min(row_number(page_len) or 10, MOST_CANDIDATES)
	conditions = checked(CUSTOMER, filters)
	if txt.strip():
		with access.remembering():
			names = query.find(txt, MOST_CANDIDATES if conditions else start + page_len)
			rows = _read(names, conditions, len(names), reference_doctype)
		rows = rows[start : start + page_len]
	else:
		rows = _latest(conditions, start, page_len, reference_doctype)
	if as_dict:
		return [{"name": r.name, "customer_name": r.customer_name, "phone": r.phone} for r in rows]
	return [(r.name, r.customer_name, r.phone) for r in rows]


def _read(
	names: list[str],
	conditions: list,
	limit: int,
	reference_doctype: str | None = None,
) -> list[dict]:
	"""The rows of `names` that meet the conditions and that Frappe lets the user read, in the order of `names`."""
	if not names:
		return []
	rows = frappe.get_list(
		CUSTOMER,
		filters=[*conditions, [CUSTOMER, "name", "in", names]],
		fields=list(SHOWN),
		order_by="name",
		limit_page_length=limit,
		reference_doctype=reference_doctype,
	)
	place = {name: at for at, name in enumerate(names)}
	return sorted(rows, key=lambda row: place.get(row.name, limit))


def _latest(conditions: list, start: int, page_len: int, reference_doctype: str | None) -> list[dict]:
	return frappe.get_list(
		CUSTOMER,
		filters=conditions,
		fields=list(SHOWN),
		order_by="modified desc",
		limit_start=start,
		limit_page_length=page_len,
		reference_doctype=reference_doctype,
	)


def _full_names(users: set[str]) -> dict[str, str]:
	if not users:
		return {}
	rows = frappe.get_all("User", {"name": ("in", sorted(users))}, ["name", "full_name"], order_by="name")
	return {row.name: row.full_name for row in rows}
