"""The rules of one appointment."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, now_datetime

from crm_khachhang.access.customers import visible_names
from crm_khachhang.care.dates import OPEN
from crm_khachhang.care.settings import default_reminder
from crm_khachhang.customers import fields, messages
from crm_khachhang.customers.contacts.links import is_linked
from crm_khachhang.customers.owners import candidates

# Nobody writes them; what says of which series an appointment is, is kept in care/recurrence/saving.py.
OF_THE_SERVER = ("done_on", "moved_from", "care_plan")


def set_subject(appointment: Document) -> None:
	"""Name the appointment after its kind where nobody gave it a name."""
	appointment.subject = appointment.subject or _(appointment.activity_type)


def keep_what_the_server_writes(appointment: Document) -> None:
	"""Forget what a program sent for fields that the app alone writes."""
	before = appointment.get_doc_before_save()
	for fieldname in OF_THE_SERVER:
		appointment.set(fieldname, before.get(fieldname) if before else None)


def set_done_on(appointment: Document) -> None:
	"""Keep the moment at which the appointment was done, as long as it is."""
	if appointment.status != "Done":
		appointment.done_on = None
	elif not appointment.done_on:
		appointment.done_on = now_datetime()


def keep_moved_from(appointment: Document) -> None:
	"""Keep the time for which an open appointment was first planned, once it is moved."""
	before = appointment.get_doc_before_save()
	if not before or appointment.status not in OPEN or not before.starts_on:
		return
	if not appointment.moved_from and get_datetime(before.starts_on) != get_datetime(appointment.starts_on):
		appointment.moved_from = before.starts_on


def check_follows(appointment: Document) -> None:
	"""Refuse to follow an appointment of another customer."""
	name = appointment.follows
	if not name or not appointment.has_value_changed("follows"):
		return
	if frappe.db.get_value("KH Care Schedule", name, "customer") != appointment.customer:
		fields.refuse(appointment, "follows", messages.FOLLOWS_OTHERS)


def set_remind_at(appointment: Document) -> None:
	"""Say when to remind of the appointment: never of one that is over, nor one person twice of the same time."""
	if appointment.is_new() and appointment.remind_before is None:
		appointment.remind_before = default_reminder()
	before = appointment.get_doc_before_save()
	# As the database has it: a form that was opened before the reminder does not know of it.
	reminded = before.reminded_on if _is_for_the_same_time(appointment, before) else None
	is_due = appointment.status in OPEN and not reminded
	when = remind_at(get_datetime(appointment.starts_on), appointment.remind_before)
	appointment.update({"reminded_on": reminded, "remind_at": when if is_due else None})


def _is_for_the_same_time(appointment: Document, before: Document | None) -> bool:
	"""Whether the same person is to be reminded of the same time, which a form writes as text."""
	return bool(
		before
		and get_datetime(before.starts_on) == get_datetime(appointment.starts_on)
		and cint(before.remind_before) == cint(appointment.remind_before)
		and before.assigned_to == appointment.assigned_to
	)


def remind_at(starts_on: datetime, minutes: int | None) -> datetime | None:
	"""Return the moment of the reminder of an appointment, `minutes` before it; None without any."""
	return starts_on - timedelta(minutes=cint(minutes)) if starts_on and cint(minutes) else None


def check_times(appointment: Document) -> None:
	"""Refuse what is no time, and an end before the start."""
	for fieldname in ("starts_on", "ends_on", "done_on"):
		if appointment.get(fieldname) and not _is_time(appointment.get(fieldname)):
			fields.refuse(appointment, fieldname, messages.NOT_A_TIME)
	start, end = appointment.starts_on, appointment.ends_on
	if start and end and get_datetime(end) < get_datetime(start):
		fields.refuse(appointment, "ends_on", messages.ENDS_BEFORE_START)


def _is_time(value) -> bool:
	try:
		return isinstance(get_datetime(value), datetime)
	except (ValueError, TypeError, OverflowError):
		return False


def check_customer(appointment: Document) -> None:
	"""Refuse a customer that is not there or not the user's to see, in the same words."""
	name = appointment.customer
	if not name or not appointment.has_value_changed("customer") or appointment.flags.ignore_permissions:
		return
	if not visible_names([name]):
		fields.refuse(appointment, "customer", messages.NO_SUCH_CUSTOMER)


def check_assigned_to(appointment: Document) -> None:
	"""Refuse somebody who cannot work in the desk; who had the appointment before keeps it."""
	user = appointment.assigned_to
	if user and appointment.has_value_changed("assigned_to") and not candidates.works_in_the_desk(user):
		fields.refuse(appointment, "assigned_to", messages.ASSIGNED_TO)


def check_contact(appointment: Document) -> None:
	"""Refuse a contact of somebody else."""
	contact = appointment.contact
	changed = appointment.has_value_changed("contact") or appointment.has_value_changed("customer")
	if contact and changed and not is_linked(contact, appointment.customer):
		fields.refuse(appointment, "contact", messages.CONTACT_OF_OTHERS)


def customers_of(appointment: Document) -> set[str]:
	"""Return the customers, now and before the save, whose care the appointment is."""
	before = appointment.get_doc_before_save()
	return {appointment.customer, before.customer if before else None} - {None}


def touches_dates(appointment: Document) -> bool:
	"""Return whether the save may have moved the dates of care on the customer."""
	watched = ("customer", "status", "starts_on", "done_on")
	return any(appointment.has_value_changed(field) for field in watched)
