"""Endpoints of invitations."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.access import not_found
from crm_khachhang.access.arguments import names, text
from crm_khachhang.care.dates import APPOINTMENT, OPEN
from crm_khachhang.care.inviting import guests, sending

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
