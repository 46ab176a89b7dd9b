"""Endpoints of the care of customers: typed, permission first, thin."""

import frappe

from crm_khachhang.access.arguments import record
from crm_khachhang.access.customers import check_permission
from crm_khachhang.care import appointments

CUSTOMER = "KH Customer"


@frappe.whitelist()
def get_appointments(customer: str) -> dict:
	"""Return the next and the past appointments of the customer."""
	check_permission(customer)
	return appointments.of(customer)


@frappe.whitelist(methods=["POST"])
def plan(customer: str, appointment: dict | str) -> dict:
	"""Plan an appointment with the customer; return its appointments."""
	check_permission(customer)
	owner = frappe.db.get_value(CUSTOMER, customer, "account_manager")
	appointments.plan(record(appointment, "appointment"), customer, owner)
	return appointments.of(customer)


@frappe.whitelist(methods=["POST"])
def finish(name: str, outcome: str | None = None) -> dict:
	"""Mark an appointment as done; return the appointments of its customer."""
	return appointments.of(appointments.finish(name, outcome).customer)
