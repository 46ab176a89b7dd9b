"""Planning, finishing and listing the appointments of a customer."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, get_fullname

from crm_khachhang.access.arguments import flat
from crm_khachhang.access.customers import visible_names
from crm_khachhang.care import holding
from crm_khachhang.care.dates import APPOINTMENT, DONE, OPEN
from crm_khachhang.customers import fields, messages

FIELDS = (
	*("activity_type", "subject", "starts_on", "ends_on", "all_day", "assigned_to", "contact", "description"),
	*("priority", "remind_before", "follows"),
	*("repeats", "repeat_every", "repeat_until", "repeat_count"),
	*("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)

OVER = (DONE, "Missed", "Cancelled")
RESULT = ("outcome", "result")

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
	"customer",
	"all_day",
)
MOST_SHOWN = 20


class AlreadyOver(frappe.ValidationError):
	"""Somebody else has ended the appointment."""


def plan(appointment: dict, customer: str, owner: str | None = None) -> Document:
	"""Insert and return an appointment; without `assigned_to` it is the owner's of the customer, else ours."""
	given = flat(appointment, "appointment")
	values = {field: given.get(field) for field in FIELDS if given.get(field)}
	values.setdefault("assigned_to", owner or frappe.session.user)
	return frappe.get_doc({"doctype": APPOINTMENT, "customer": customer, **values}).insert()


def finish(name: str, result: dict, next_step: dict | None = None) -> Document:
	"""End an open appointment and, if `next_step` says so, plan the following one at once; return the ended one.

	`result`: status (Done, Missed or Cancelled; Done by default), outcome, result. Raises AlreadyOver when somebody else
	was faster.
	"""
	appointment = _still_open(name)
	appointment.update({field: value for field in RESULT if (value := result.get(field))})
	appointment.status = result.get("status") or DONE
	if appointment.status not in OVER:
		fields.refuse(appointment, "status", messages.NOT_OVER)
	appointment.save()
	if next_step:
		_follow(appointment, next_step)
	return appointment


def _follow(appointment: Document, next_step: dict) -> None:
	"""The next step is with the same person, and the same people do it, unless it says otherwise."""
	given = {"contact": appointment.contact, "assigned_to": appointment.assigned_to, **next_step}
	plan({**given, "follows": appointment.name}, appointment.customer)


def move(name: str, times: dict, scope: str | None = None) -> Document:
	"""Move an open appointment to `times`: starts_on, and ends_on or as long as it was; all_day.

	`scope`: how much of its series moves along (care/recurrence/scope.py); nothing else of it by default.
	"""
	appointment = _still_open(name, scope)
	appointment.kh_scope = scope
	start, end = get_datetime(appointment.starts_on), appointment.ends_on
	appointment.starts_on = times["starts_on"]
	if "ends_on" in times:
		appointment.ends_on = times["ends_on"]
	elif end:
		appointment.ends_on = get_datetime(times["starts_on"]) + (get_datetime(end) - start)
	appointment.all_day = times.get("all_day", appointment.all_day)
	return appointment.save()


def _still_open(name: str, scope: str | None = None) -> Document:
	"""The appointment, which nobody else changes until the transaction ends. Raises AlreadyOver."""
	holding.hold_by_name(name, scope)
	appointment = frappe.get_doc(APPOINTMENT, name, for_update=True)
	appointment.check_permission("write")
	if appointment.status not in OPEN:
		frappe.throw(
			_("{0} has ended this appointment already: {1}.").format(
				frappe.bold(get_fullname(appointment.modified_by)), _(appointment.status)
			),
			AlreadyOver,
		)
	return appointment


def of(customer: str) -> dict[str, list[dict]]:
	"""Return the customer's appointments that the session's user may read.

	`next`: open ones, soonest first; `past`: the others, latest first; at most 20 of each.
	"""
	if not frappe.has_permission(APPOINTMENT, "read"):
		return {"next": [], "past": []}
	found = {
		"next": _list(customer, ("in", OPEN), "starts_on asc, name asc"),
		"past": _list(customer, ("not in", OPEN), "starts_on desc, name desc"),
	}
	if not visible_names([customer]):
		for row in found["next"] + found["past"]:
			row.contact = None
	return found


def _list(customer: str, status: tuple, order_by: str) -> list[dict]:
	return frappe.get_list(
		APPOINTMENT,
		filters={"customer": customer, "status": status},
		fields=list(SHOWN),
		order_by=order_by,
		limit_page_length=MOST_SHOWN,
	)
