"""Planning, finishing and listing the appointments of a customer."""

import frappe
from frappe.model.document import Document

from crm_khachhang.access.arguments import flat
from crm_khachhang.care.dates import APPOINTMENT, OPEN

FIELDS = ("activity_type", "subject", "starts_on", "ends_on", "assigned_to", "contact", "description")

SHOWN = (
	"name",
	"activity_type",
	"subject",
	"starts_on",
	"done_on",
	"assigned_to",
	"status",
	"outcome",
	"contact",
)
MOST_SHOWN = 20


def plan(appointment: dict, customer: str, owner: str | None = None) -> Document:
	"""Insert and return an appointment; without `assigned_to` it is the owner's of the customer, else ours."""
	given = flat(appointment, "appointment")
	values = {field: given.get(field) for field in FIELDS if given.get(field)}
	values.setdefault("assigned_to", owner or frappe.session.user)
	return frappe.get_doc({"doctype": APPOINTMENT, "customer": customer, **values}).insert()


def finish(name: str, outcome: str | None = None) -> Document:
	"""Mark an appointment as done, with a word on what came of it."""
	appointment = frappe.get_doc(APPOINTMENT, name)
	appointment.check_permission("write")
	appointment.status = "Done"
	appointment.outcome = outcome or appointment.outcome
	return appointment.save()


def of(customer: str) -> dict[str, list[dict]]:
	"""Return the customer's appointments that the session's user may read.

	`next`: open ones, soonest first; `past`: the others, latest first; at most 20 of each.
	"""
	if not frappe.has_permission(APPOINTMENT, "read"):
		return {"next": [], "past": []}
	return {
		"next": _list(customer, ("in", OPEN), "starts_on asc, name asc"),
		"past": _list(customer, ("not in", OPEN), "starts_on desc, name desc"),
	}


def _list(customer: str, status: tuple, order_by: str) -> list[dict]:
	return frappe.get_list(
		APPOINTMENT,
		filters={"customer": customer, "status": status},
		fields=list(SHOWN),
		order_by=order_by,
		limit_page_length=MOST_SHOWN,
	)
