"""The e-mails to guests, each to one: an invitation, a new time, a cancellation."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import (
	escape_html,
	format_time,
	formatdate,
	get_datetime,
	get_formatted_email,
	get_fullname,
	now_datetime,
)

from crm_khachhang.access.customers import visible_names
from crm_khachhang.care import feed, ics
from crm_khachhang.care.dates import APPOINTMENT
from crm_khachhang.care.inviting import invited
from crm_khachhang.care.length import end_of, lasts_all_day

FILE = "lich-hen.ics"
# Where the customer is visited, it knows; where people meet, the customer's address may be wrong.
AT_THE_CUSTOMERS = "Visit"


class NoOutgoingEmail(frappe.ValidationError):
	"""The site has no account to send e-mails from."""


def send(appointment: Document, guests: list[ics.Person], title: str, message: str) -> None:
	"""Queue an invitation for each guest, from the session's user; what it says is what the user wrote.

	The description of the appointment is for colleagues, and stays here. Raises ValidationError on a site that sends
	no e-mail.
	"""
	organizer = invited.organizer_of(appointment.name) or _myself()
	entry = _entry(appointment, title, message)
	for guest in guests:
		_queue(appointment.name, guest, organizer, entry, _invitation(organizer))
		invited.keep(appointment, guest, organizer, title, message)
	_comment(appointment.name, _("invited {0}"), guests)


def tell_news(untold: Sequence[dict]) -> int:
	"""Send each of `invited.untold` what became of the appointment, and return how many there were."""
	for row in untold:
		if row.is_cancelled:
			call_off(row)
		else:
			_tell_times(row)
	return len(untold)


def call_off(row: dict) -> None:
	"""Tell a guest (a row of `invited.TOLD`) that the appointment is cancelled; they are a guest no more."""
	appointment = frappe.get_doc(APPOINTMENT, row.appointment)
	entry = _entry(appointment, row.title, row.message)
	entry = replace(entry, changed_on=now_datetime(), **invited.told_times(row))
	guest = ics.Person(row.guest_name, row.email, row.kind)
	_queue(row.appointment, guest, _organizer(row), entry, _cancellation())
	frappe.db.delete(invited.GUEST, {"name": row.name})
	_comment(row.appointment, _("told {0} that the appointment is cancelled"), [guest])


def _tell_times(row: dict) -> None:
	appointment, guest = (
		frappe.get_doc(APPOINTMENT, row.appointment),
		ics.Person(row.guest_name, row.email, row.kind),
	)
	organizer = _organizer(row)
	entry = _entry(appointment, row.title, row.message)
	_queue(row.appointment, guest, organizer, entry, _update())
	invited.keep(appointment, guest, organizer, row.title, row.message)
	_comment(row.appointment, _("told {0} the new time"), [guest])


def _organizer(row: dict) -> ics.Person:
	return invited.organizer_of(row.appointment) or _myself()


def _comment(appointment: str, words: str, guests: list[ics.Person]) -> None:
	"""Who has an appointment need not see its customer: of the customer and its people no names."""
	who = {"contact": _("the contact"), "customer": _("the customer")}
	names = (guest.name if guest.kind == "user" else who.get(guest.kind, _("a guest")) for guest in guests)
	comment = escape_html(words.format(", ".join(names)))
	frappe.get_doc(APPOINTMENT, appointment).add_comment("Info", comment)


class Kind(NamedTuple):
	"""What a mail is about: its subject, its first words, the hint at its file, and what writes the file.

	`with_message`: with the note of who invited, which belongs to the time that they wrote of.
	"""

	subject: str
	lead: str
	hint: str
	file: Callable
	with_message: bool = False


def _invitation(organizer: ics.Person) -> Kind:
	lead = _("{0} invites you to an appointment:").format(organizer.name)
	hint = _("Open the attached file to put the appointment into your calendar.")
	return Kind("{0}", lead, hint, ics.invitation, with_message=True)


def _update() -> Kind:
	lead = _("The appointment has been moved. The new time:")
	hint = _("Open the attached file to move the appointment in your calendar.")
	return Kind(_("New time: {0}"), lead, hint, ics.invitation)


def _cancellation() -> Kind:
	lead = _("This appointment is cancelled:")
	hint = _("Open the attached file to take the appointment out of your calendar.")
	return Kind(_("Cancelled: {0}"), lead, hint, ics.cancellation)


def _myself() -> ics.Person:
	user = frappe.session.user
	return ics.Person(get_fullname(user), frappe.db.get_value("User", user, "email"))


def _entry(appointment: Document, title: str, message: str) -> ics.Entry:
	starts_on, ends_on = (
		get_datetime(appointment.get(field)) if appointment.get(field) else None
		for field in ("starts_on", "ends_on")
	)
	return ics.Entry(
		feed.uid(appointment.name),
		title,
		starts_on,
		ends_on,
		get_datetime(appointment.creation),
		get_datetime(appointment.modified),
		lasts_all_day(appointment.as_dict()),
		description=message,
		location=_location(appointment),
	)


def _location(appointment: Document) -> str:
	if appointment.activity_type != AT_THE_CUSTOMERS or not visible_names([appointment.customer]):
		return ""
	return feed.address_text(feed.customers_with_addresses({appointment.customer})[0])


def _queue(appointment: str, guest: ics.Person, organizer: ics.Person, entry: ics.Entry, kind: Kind) -> None:
	file = kind.file(entry, feed.zone(), organizer, guest)
	sender = get_formatted_email(frappe.session.user)
	messages = len(frappe.local.message_log)
	try:
		frappe.sendmail(
			recipients=[guest.email],
			sender=sender,
			reply_to=sender,
			subject=kind.subject.format(entry.title),
			message=_text(entry, kind),
			attachments=[{"fname": FILE, "fcontent": file}],
			reference_doctype=APPOINTMENT,
			reference_name=appointment,
		)
	except frappe.OutgoingEmailError:
		del frappe.local.message_log[messages:]
		frappe.throw(
			_("This site sends no email yet. Ask an administrator to set up an outgoing email account."),
			NoOutgoingEmail,
			title=_("Invite to the Appointment"),
		)


def _text(entry: ics.Entry, kind: Kind) -> str:
	facts = [f"<b>{escape_html(entry.title)}</b>", time_text(entry), escape_html(entry.location)]
	message = escape_html(entry.description).replace("\n", "<br>") if kind.with_message else ""
	parts = (escape_html(kind.lead), "<br>".join(filter(None, facts)), message, kind.hint)
	return "".join(f"<p>{part}</p>" for part in parts if part)


def time_text(entry: ics.Entry) -> str:
	"""Return when the appointment is: the day of the week, the day, and the hours unless it lasts all day."""
	day = f"{formatdate(entry.starts_on, 'EEEE')}, {formatdate(entry.starts_on)}"
	if entry.all_day:
		return day
	end = end_of(entry.starts_on, entry.ends_on)
	last = format_time(end, "HH:mm") + ("" if end.date() == entry.starts_on.date() else f" {formatdate(end)}")
	return f"{format_time(entry.starts_on, 'HH:mm')} – {last}, {day}"
