"""Who was invited to appointments, and what they were told: so it is known who does not know of a change.

However an appointment came to be moved or cancelled, what its guests were told says what is news to them.
"""

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint, get_datetime, now_datetime
from pypika.terms import Criterion

from crm_khachhang.care import ics
from crm_khachhang.care.dates import APPOINTMENT, OPEN

GUEST = "KH Care Guest"
CANCELLED = "Cancelled"

TIMES = ("starts_on", "ends_on", "all_day")
TOLD = ("name", "appointment", "email", "guest_name", "kind", "title", "message", *TIMES)
ORGANIZER = ("organizer_name", "organizer_email")

# What stands for no end, where two ends are compared.
NO_END = "1900-01-01"


def organizer_of(appointment: str) -> ics.Person | None:
	"""Return who invited first; calendars follow nobody else. None as long as nobody is invited."""
	row = frappe.db.get_value(GUEST, {"appointment": appointment}, ORGANIZER, order_by="creation asc")
	return ics.Person(*row) if row else None


def keep(appointment: Document, guest: ics.Person, organizer: ics.Person, title: str, message: str) -> None:
	"""Remember what the guest was told of the appointment, in the place of what they were told before."""
	who = {"appointment": appointment.name, "email": guest.email}
	known = frappe.db.get_value(GUEST, who)
	document = frappe.get_doc(GUEST, known) if known else frappe.new_doc(GUEST).update(who)
	document.update({"guest_name": guest.name, "kind": guest.kind, "title": title, "message": message})
	document.update({"organizer_name": organizer.name, "organizer_email": organizer.email})
	document.update({field: appointment.get(field) for field in TIMES})
	document.save(ignore_permissions=True)


def forget(appointment: str) -> None:
	"""Remove who was invited, with the appointment itself."""
	frappe.db.delete(GUEST, {"appointment": appointment})


def of(appointments: list[str]) -> list[frappe._dict]:
	"""Return the guests (TOLD) of appointments that were to come, by what the guests know."""
	guest = frappe.qb.DocType(GUEST)
	query = frappe.qb.from_(guest).select(*(guest[field] for field in TOLD))
	query = query.where(guest.appointment.isin(appointments or [""]) & (guest.starts_on > now_datetime()))
	return query.orderby(guest.starts_on).orderby(guest.email).run(as_dict=True)


def untold(appointment: Document, of_series: bool, lock: bool = False) -> list[frappe._dict]:
	"""Return the guests of the appointment, and of others of its series, who do not know what became of it.

	TOLD, and `is_cancelled`, `now_starts_on`, `now_all_day`. Of what was over before it was changed nobody is told.
	"""
	guest, one = frappe.qb.DocType(GUEST), frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(guest).join(one).on(one.name == guest.appointment)
	query = query.select(*(guest[field] for field in TOLD), one.status)
	query = query.select(one.starts_on.as_("now_starts_on"), one.all_day.as_("now_all_day"))
	rule = one.name == appointment.name
	if of_series and appointment.series:
		rule |= one.series == appointment.series
	query = query.where(rule & _is_news(guest, one)).orderby(guest.starts_on).orderby(guest.email)
	rows = (query.for_update() if lock else query).run(as_dict=True)
	for row in rows:
		row.is_cancelled = row.status == CANCELLED
	return rows


def _is_news(guest, one) -> Criterion:
	now = now_datetime()
	moved = (one.starts_on != guest.starts_on) | (Coalesce(one.all_day, 0) != Coalesce(guest.all_day, 0))
	moved |= Coalesce(one.ends_on, NO_END) != Coalesce(guest.ends_on, NO_END)
	is_cancelled = (one.status == CANCELLED) & (guest.starts_on > now)
	return is_cancelled | (one.status.isin(OPEN) & moved & (one.starts_on > now))


def told_times(guest: dict) -> dict:
	"""Return the times that the guest was told, as an entry of a calendar has them."""
	times = {field: guest[field] and get_datetime(guest[field]) for field in ("starts_on", "ends_on")}
	return {**times, "all_day": bool(cint(guest["all_day"]))}
