"""What people are told of their appointments: a notification in the desk, and an e-mail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.desk.doctype.notification_settings.notification_settings import (
	is_email_notifications_enabled_for_type,
	is_notifications_enabled,
)
from frappe.utils import cint, escape_html, format_time, formatdate, get_url, get_url_to_form, get_url_to_list

from crm_khachhang.access.customers import visible_names
from crm_khachhang.background import acting_as, apart
from crm_khachhang.care.dates import APPOINTMENT, CUSTOMER
from crm_khachhang.customers.owners.candidates import works_in_the_desk

# More than so many at once are told of in one message.
MOST_ONE_BY_ONE = 3
MOST_LISTED = 10
A_DAY = timedelta(days=1)

# The kind of e-mail that a person may switch off in the notification settings of the desk.
KIND = "Event Reminders"

LONGEST_LINK = 140


def reaches(person: str) -> bool:
	"""Return whether the person works in the desk and reads appointments there."""
	return bool(person) and works_in_the_desk(person) and frappe.has_permission(APPOINTMENT, user=person)


def remind(person: str, appointments: Sequence[dict], moment: datetime) -> None:
	"""Remind the person of appointments (soonest first; with the customer's code in `customer`)."""
	with acting_as(person):
		lines = lines_of(appointments, moment)
		if len(appointments) > MOST_ONE_BY_ONE:
			title = _("{0} appointments, the next: {1}").format(len(appointments), lines[0])
			notify(title, appointments[0].name, listing(appointments, lines))
		else:
			for one, line in zip(appointments, lines, strict=True):
				notify(_("Reminder: {0}").format(line), one.name)
		first = _("Reminder: {0}") if len(appointments) == 1 else _("{0} appointments, the next: {1}")
		values = [lines[0]] if len(appointments) == 1 else [len(appointments), lines[0]]
		lead = _("You have an appointment:") if len(appointments) == 1 else _("You have appointments:")
		send(first.format(*values), f"<p>{lead}</p>{listing(appointments, lines)}")


def lines_of(appointments: Sequence[dict], moment: datetime) -> list[str]:
	"""Return each appointment in a line, in the language of the session's user: when, what, and with whom.

	Who has an appointment with a customer whom they do not see learns nothing of the customer.
	"""
	names = _names_of_customers([one.customer for one in appointments])
	return [
		" – ".join(filter(None, (f"{when(one, moment)} {one.subject}", names.get(one.customer))))
		for one in appointments
	]


def _names_of_customers(customers: list[str]) -> dict[str, str]:
	seen = visible_names(customers)
	rows = frappe.get_all(CUSTOMER, filters={"name": ("in", seen)}, fields=["name", "customer_name"])
	return {row.name: row.customer_name for row in rows}


def when(appointment: dict, moment: datetime) -> str:
	"""Return when the appointment is as people say it: the hour, and the day unless it is today."""
	starts_on = appointment.starts_on
	day = {moment.date(): _("today"), moment.date() + A_DAY: _("tomorrow")}.get(starts_on.date())
	if cint(appointment.all_day):
		return day or formatdate(starts_on)
	hour = format_time(starts_on, "HH:mm")
	return hour if starts_on.date() == moment.date() else f"{hour} {day or formatdate(starts_on)}"


def listing(appointments: Sequence[dict], lines: Sequence[str], total: int = 0) -> str:
	"""Return a list of links to the first appointments, as HTML; `total` says how many there are beside them."""
	pairs = [*zip(appointments, lines, strict=True)][:MOST_LISTED]
	items = [
		f'<li><a href="{get_url_to_form(APPOINTMENT, one.name)}">{escape_html(line)}</a></li>'
		for one, line in pairs
	]
	more = (total or len(appointments)) - len(pairs)
	if more > 0:
		items.append(f"<li>{_('and {0} more').format(more)}</li>")
	return f"<ul>{''.join(items)}</ul>"


def notify(title: str, name: str = "", content: str = "", link: str = "") -> None:
	"""Leave a notification in the desk for the session's user, which opens the appointment, or the `link`.

	In a Frappe whose notifications have no link of their own, it opens itself and shows its content.
	"""
	person = frappe.session.user
	if not is_notifications_enabled(person):
		return
	log = frappe.new_doc("Notification Log")
	log.update({"for_user": person, "from_user": person, "type": "Alert", "subject": escape_html(title)})
	log.email_content = content
	if name:
		log.update({"document_type": APPOINTMENT, "document_name": name})
	elif log.meta.has_field("link"):
		log.update({"document_type": APPOINTMENT, "link": fitting(link)})
	log.insert(ignore_permissions=True)


def fitting(link: str) -> str:
	"""Return the link of a notification: a column of Frappe, which has no room for a longer one than to today's care."""
	return link if len(link) <= LONGEST_LINK else get_url("/app/kh-care-today")


def send(title: str, content: str) -> None:
	"""Queue an e-mail to the session's user who wants such mails; without an outgoing account there is none."""
	person = frappe.session.user
	address = frappe.db.get_value("User", person, "email")
	wanted = cint(frappe.get_cached_doc("KH Settings").remind_by_email)
	if not wanted or not address or person in frappe.STANDARD_USERS:
		return
	if not is_email_notifications_enabled_for_type(person, KIND):
		return
	with apart("Email", frappe.OutgoingEmailError):
		frappe.sendmail(recipients=[address], subject=title, message=content)


def list_link(**filters: str) -> str:
	"""Return the address of the list of appointments with filters."""
	return get_url_to_list(APPOINTMENT) + "?" + urlencode(filters)
