"""The e-mails of an invitation, each to one guest."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, format_time, formatdate, get_datetime, get_formatted_email, get_fullname

from crm_khachhang.access.customers import visible_names
from crm_khachhang.care import feed, ics
from crm_khachhang.care.dates import APPOINTMENT
from crm_khachhang.care.length import end_of, lasts_all_day

FILE = "lich-hen.ics"
# Where the customer is visited, it knows; where people meet, the customer's address may be wrong.
AT_THE_CUSTOMERS = "Visit"


def send(appointment: Document, guests: list[ics.Person], title: str, message: str) -> None:
	"""Queue an invitation for each guest, from the session's user; what it says is what the user wrote.

	The description of the appointment is for colleagues, and stays here. Raises ValidationError on a site that sends
	no e-mail.
	"""
	organizer = ics.Person(get_fullname(frappe.session.user), _own_address())
	entry = _entry(appointment, title, message)
	for guest in guests:
		_queue(appointment, guest, entry, ics.invitation(entry, feed.zone(), organizer, guest))
	names = ", ".join(f"{guest.name} <{guest.email}>" for guest in guests)
	appointment.add_comment("Info", escape_html(_("invited {0}").format(names)))


def _own_address() -> str:
	return frappe.db.get_value("User", frappe.session.user, "email")


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


def _queue(appointment: Document, guest: ics.Person, entry: ics.Entry, invitation: bytes) -> None:
	sender = get_formatted_email(frappe.session.user)
	try:
		frappe.sendmail(
			recipients=[guest.email],
			sender=sender,
			reply_to=sender,
			subject=entry.title,
			message=_text(entry),
			attachments=[{"fname": FILE, "fcontent": invitation}],
			reference_doctype=APPOINTMENT,
			reference_name=appointment.name,
		)
	except frappe.OutgoingEmailError:
		frappe.clear_messages()
		frappe.throw(
			_("This site sends no email yet. Ask an administrator to set up an outgoing email account."),
			title=_("Invite to the Appointment"),
		)


def _text(entry: ics.Entry) -> str:
	facts = [f"<b>{escape_html(entry.title)}</b>", time_text(entry), escape_html(entry.location)]
	message = escape_html(entry.description).replace("\n", "<br>")
	hint = _("Open the attached file to put the appointment into your calendar.")
	parts = (message, "<br>".join(filter(None, facts)), hint)
	return "".join(f"<p>{part}</p>" for part in parts if part)


def time_text(entry: ics.Entry) -> str:
	"""Return when the appointment is: the day, and the hours unless it lasts all day."""
	day = formatdate(entry.starts_on)
	if entry.all_day:
		return day
	end = end_of(entry.starts_on, entry.ends_on)
	last = format_time(end, "HH:mm") + ("" if end.date() == entry.starts_on.date() else f" {formatdate(end)}")
	return f"{format_time(entry.starts_on, 'HH:mm')} – {last}, {day}"
