"""Endpoints about owners: typed, permission first, thin."""

import frappe

from crm_khachhang.access.arguments import row_number
from crm_khachhang.access.checks import require
from crm_khachhang.access.customers import check_permission
from crm_khachhang.customers.owners import candidates, changes

# Choices that a dialog can still show at once.
MOST_CHOICES = 1000


@frappe.whitelist()
def history(customer: str) -> list[dict]:
	"""Return who had `customer` when, newest change first; for those who may read the customer."""
	return changes.history(check_permission(customer).name)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def find_owners(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict | None = None
) -> list:
	"""Return the users who may own customers, for a link field; for those who may change customers."""
	require("KH Customer", "write")
	return candidates.search(txt, row_number(start), row_number(page_len))


@frappe.whitelist()
def possible_owners() -> list[dict]:
	"""Return all users who may own customers, as choices of a dialog; for those who may change customers."""
	require("KH Customer", "write")
	found = candidates.search("", 0, MOST_CHOICES)
	return [{"value": user, "label": full_name, "description": user} for user, full_name in found]
