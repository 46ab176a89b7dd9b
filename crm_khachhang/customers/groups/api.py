"""Endpoints of the groups."""

import frappe

from crm_khachhang.customers import groups


@frappe.whitelist()
def counts() -> dict[str, int]:
	"""Return how many customers that the user sees each group has, with those below it."""
	frappe.has_permission(groups.GROUP, "read", throw=True)
	frappe.has_permission(groups.CUSTOMER, "read", throw=True)
	return groups.counts()


@frappe.whitelist(methods=["POST"])
def move(name: str, parent: str) -> None:
	"""Put the group `name` under the group `parent`. For who may change groups."""
	frappe.has_permission(groups.GROUP, "write", throw=True)
	groups.move(name, parent)
