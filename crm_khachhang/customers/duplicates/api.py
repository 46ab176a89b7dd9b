"""Endpoints of the duplicates: typed, permission first, thin."""

import frappe
from frappe import _

from crm_khachhang.access import arguments
from crm_khachhang.access.customers import visible_names
from crm_khachhang.access.roles import is_administrator
from crm_khachhang.customers.duplicates import check, distinct, keys, words
from crm_khachhang.customers.duplicates.rules import CUSTOMER, PHONES, get_rules
from crm_khachhang.customers.duplicates.scan import life

SCAN = "KH Duplicate Scan"


@frappe.whitelist()
def find(values: dict | str, name: str | None = None) -> list[dict]:
	"""Return what the session's user may know of customers like `values` (as typed, by fieldname).

	Each is {message: safe HTML, field, block, customer: code or None when it may not be seen}. `name` is
	the customer that the values are of, if it is saved.
	"""
	if name and visible_names([name]):  # a hidden one is answered as one that is not there
		frappe.get_doc(CUSTOMER, name).check_permission("write")
	else:
		frappe.has_permission(CUSTOMER, "create", throw=True)
		name = None
	values = arguments.flat(values, "values")
	matches = check.find(get_rules(), keys.normalised(values), name)
	return [_described(match, values) for match in words.shown(matches)]


def _described(match, values: dict) -> dict:
	return {
		"message": words.sentence(match, values),
		"field": _field(match, values),
		"block": match.block,
		"customer": match.customer.name if match.customer.visible else None,
	}


def _field(match, values: dict) -> str:
	"""The field where the person typed what is there already."""
	fieldname = match.rules[0].fields[0]
	if fieldname in PHONES and not values.get(fieldname):
		return PHONES[1]
	return fieldname


@frappe.whitelist()
def watched_fields() -> dict:
	"""Return the fields that rules compare, and whether the user may pass a blocking rule with a reason."""
	frappe.has_permission(CUSTOMER, "read", throw=True)
	fields = {field for rule in get_rules() for field in rule.fields}
	if set(PHONES) & fields:
		fields |= set(PHONES)
	return {"fields": sorted({*fields, "customer_type"}), "may_override": is_administrator()}


@frappe.whitelist(methods=["POST"])
def start_scan() -> dict:
	"""Start the scan over all customers, or return the one that runs."""
	_only_for_managers()
	return life.start()


@frappe.whitelist(methods=["POST"])
def cancel_scan() -> dict:
	"""Cancel the scan that waits or runs."""
	_only_for_managers()
	return life.cancel()


@frappe.whitelist()
def scan_state() -> dict:
	"""Return the latest scan; what it counted is for managers only."""
	frappe.has_permission(CUSTOMER, "report", throw=True)
	state = life.state()
	if not is_administrator():
		state = {key: state[key] for key in ("status", "finished_on") if key in state}
	return state | {"may_start": is_administrator()}


def _only_for_managers() -> None:
	if not is_administrator():
		frappe.throw(_("Only a KH Manager may search all customers for duplicates."), frappe.PermissionError)


@frappe.whitelist(methods=["POST"])
def mark_distinct(customers: list[str] | str) -> int:
	"""Keep that these customers are not the same; return how many pairs are new."""
	return distinct.mark(arguments.names(customers, "customers"))


@frappe.whitelist(methods=["POST"])
def unmark_distinct(customers: list[str] | str) -> int:
	"""Take that back; return how many pairs there were."""
	return distinct.unmark(arguments.names(customers, "customers"))
