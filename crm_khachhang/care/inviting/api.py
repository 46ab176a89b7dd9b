"""Endpoints of invitations."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, format_time, formatdate

from crm_khachhang.access import not_found
from crm_khachhang.access.arguments import names, text
from crm_khachhang.access.customers import visible_names
from crm_khachhang.care.dates import APPOINTMENT, OPEN
from crm_khachhang.care.inviting import guests, invited, sending

MOST_CHARACTERS = 5000


@frappe.whitelist()
def get_guests(name: str) -> list[dict]:
	"""Return who may be invited to the appointment: {kind, label, name, email, is_chosen}."""
	return guests.of(_appointment(name))


@frappe.whitelist(methods=["POST"])
def invite(name: str, emails: list | str, title: str, message: str | None = None) -> int:
	"""Invite those of the guests who have these addresses, and return how many."""
	appointment = _appointment(name)
	if appointment.status not in OPEN:
		_refuse(_("This appointment is over. Invite to one that is still to come."))
	chosen = guests.chosen(appointment, names(emails, "emails"))
	if not chosen:
		_refuse(_("Choose at least one person with an email address."))
	words = text(title, "title").strip() or appointment.subject
	sending.send(appointment, chosen, words, text(message, "message", MOST_CHARACTERS))
	return len(chosen)


@frappe.whitelist()
def get_untold(name: str) -> list[dict]:
	"""Return the guests who do not know that the appointment, or others of its series, was moved or cancelled.

	Each is {guest, was, now}: who, when they expect it, and when it is; `now` is "" for what is cancelled. Who does not
	see the customer learns no names.
	"""
	appointment = _appointment(name)
	sees = _sees_customer(appointment)
	return [_shown(row, sees) for row in invited.untold(appointment, of_series=sees)]


@frappe.whitelist(methods=["POST"])
def tell(name: str) -> int:
	"""Tell these guests by e-mail, and return how many; two people at once tell them once."""
	appointment = _appointment(name)
	return sending.tell_news(invited.untold(appointment, of_series=_sees_customer(appointment), lock=True))


@frappe.whitelist()
def get_invited(name: str) -> int:
	"""Return how many guests expect the appointment or another one of its series, for who is about to delete it."""
	appointment = _appointment(name)
	found = [appointment.name]
	if appointment.series and _sees_customer(appointment):
		found = frappe.get_all(APPOINTMENT, {"series": appointment.series}, pluck="name", order_by=None)
	return len(invited.of(found))


def _sees_customer(appointment: Document) -> bool:
	return bool(visible_names([appointment.customer]))


def _shown(row: dict, with_name: bool) -> dict:
	now = {"starts_on": row.now_starts_on, "all_day": row.now_all_day}
	return {
		"guest": row.guest_name or row.email if with_name else _("A guest"),
		"was": _when(row),
		"now": "" if row.is_cancelled else _when(now),
	}


def _when(times: dict) -> str:
	if cint(times["all_day"]):
		return formatdate(times["starts_on"])
	return f"{format_time(times['starts_on'], 'HH:mm')} {formatdate(times['starts_on'])}"


def _refuse(words: str) -> NoReturn:
	frappe.throw(words, title=_("Invite to the Appointment"))


def _appointment(name: str) -> Document:
	"""The appointment, for who may change it; a hidden one answers as one that is not there."""
	found = frappe.get_list(APPOINTMENT, filters={"name": text(name, "name")}, pluck="name")
	if not found:
		not_found.answer(APPOINTMENT, name)
	appointment = frappe.get_doc(APPOINTMENT, found[0])
	appointment.check_permission("write")
	return appointment
