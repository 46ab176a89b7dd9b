"""Endpoints of the tiers."""

import frappe

from crm_khachhang.access.customers import check_permission
from crm_khachhang.customers.tiers import computing, jobs

SETTINGS = "KH Settings"


@frappe.whitelist(methods=["POST"])
def compute_all() -> dict:
	"""Start computing the tiers of all customers; return `state()`. For who may change KH Settings."""
	frappe.has_permission(SETTINGS, "write", throw=True)
	if not jobs.is_running():
		jobs.enqueue(frappe.session.user)
	return state() | {"running": True}


@frappe.whitelist()
def state() -> dict:
	"""Return whether a computation is running, and of the last one its end, customers and changes."""
	frappe.has_permission(SETTINGS, "write", throw=True)
	settings = frappe.db.get_singles_dict(SETTINGS, cast=True)
	return {
		"running": jobs.is_running(),
		"computed_on": settings.get("tiers_computed_on"),
		"computed": settings.get("tiers_computed") or 0,
		"changed": settings.get("tiers_changed") or 0,
	}


@frappe.whitelist(methods=["POST"])
def compute_one(customer: str) -> bool:
	"""Give `customer` its tier by its sales; return whether it changed. For who may change the customer."""
	return bool(computing.compute(computing.One(check_permission(customer, "write").name)))
