"""Endpoint of the popup: typed, permission first, thin."""

import frappe

from crm_khachhang.access.arguments import record, records
from crm_khachhang.customers.creation import saving


@frappe.whitelist(methods=["POST"])
def create(
	customer: dict | str, contacts: list | str | None = None, appointment: dict | str | None = None
) -> dict:
	"""Save a new customer, its contacts and its first appointment; return the customer as its form has it.

	`contacts`: persons as `contacts.people` describes them; empty rows are left out.
	`appointment`: activity_type, subject, starts_on, perhaps ends_on, assigned_to, description, and
	how it repeats (repeats, repeat_every, repeat_until, repeat_count, monday to sunday).
	"""
	frappe.new_doc("KH Customer").check_permission("create")
	companions = {
		"contacts": records(contacts, "contacts"),
		"appointment": record(appointment, "appointment"),
	}
	return saving.create(record(customer, "customer"), companions).as_dict()
