"""Who may be invited to an appointment: who has it, its contact, its customer."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from crm_khachhang.access.customers import visible_names
from crm_khachhang.care.ics import Person


def of(appointment: Document) -> list[dict]:
	"""Return those who have an e-mail address, as {email, name, kind}; `is_chosen` for who is mostly meant.

	Addresses of a customer whom the session's user does not see are none of their business.
	"""
	found = [_colleague(appointment)]
	if visible_names([appointment.customer]):
		found += [_contact(appointment), _customer(appointment)]
	by_address = {one["email"].lower(): one for one in reversed(found) if one["email"]}
	guests = [one for one in found if one["email"] and by_address[one["email"].lower()] is one]
	for one in guests:
		one["is_chosen"] = one["kind"] != "user"
	return guests


def chosen(appointment: Document, emails: list[str]) -> list[Person]:
	"""Return those of the guests who have these addresses; an address of nobody else is none."""
	return [
		Person(one["name"], one["email"], one["kind"]) for one in of(appointment) if one["email"] in emails
	]


def _colleague(appointment: Document) -> dict:
	user = appointment.assigned_to
	email = frappe.db.get_value("User", {"name": user, "enabled": 1}, "email") if user else None
	return {"kind": "user", "label": _("Assigned To"), "name": get_fullname(user), "email": email}


def _contact(appointment: Document) -> dict:
	contact = appointment.contact
	fields = ["first_name", "last_name", "email_id"]
	row = frappe.db.get_value("Contact", contact, fields, as_dict=True) if contact else None
	row = row or frappe._dict()
	name = " ".join(filter(None, (row.first_name, row.last_name)))
	return {"kind": "contact", "label": _("Contact"), "name": name, "email": row.email_id}


def _customer(appointment: Document) -> dict:
	name, email = frappe.db.get_value("KH Customer", appointment.customer, ["customer_name", "email"])
	return {"kind": "customer", "label": _("Customer"), "name": name, "email": email}
