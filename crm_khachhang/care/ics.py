"""Appointments as iCalendar (RFC 5545), which calendars of phones and mail programs read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from crm_khachhang.care.length import A_DAY, end_of

PRODUCT = "-//CRM Khách hàng//Lịch chăm sóc//VI"
# How often a calendar asks again; what calendars call it differs.
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
	"""An appointment as somebody may see it; times are naive, of the site."""

	uid: str
	title: str
	starts_on: datetime
	ends_on: datetime | None
	created_on: datetime
	changed_on: datetime
	all_day: bool = False
	kind: str = ""
	description: str = ""
	location: str = ""
	url: str = ""


@dataclass(frozen=True)
class Person:
	"""Who invites, or is invited; `kind`: "user", "contact" or "customer"."""

	name: str
	email: str
	kind: str = ""


def feed(entries: Sequence[Entry], zone: ZoneInfo, title: str) -> bytes:
	"""Return a calendar of `entries` that others subscribe to."""
	calendar = _calendar("PUBLISH")
	calendar.add("x-wr-calname", title)
	calendar.add("x-wr-timezone", zone.key)
	calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
	calendar.add("x-published-ttl", "PT1H")
	for entry in entries:
		calendar.add_component(_event(entry, zone))
	return _written(calendar, entries)


def invitation(entry: Entry, zone: ZoneInfo, organizer: Person, guest: Person) -> bytes:
	"""Return an invitation of one guest; sent again after a change, it takes the place of the former one."""
	return _message("REQUEST", entry, zone, organizer, guest)


def cancellation(entry: Entry, zone: ZoneInfo, organizer: Person, guest: Person) -> bytes:
	"""Return what takes an appointment out of the calendar of a guest who was invited to it."""
	return _message("CANCEL", entry, zone, organizer, guest)


def _message(method: str, entry: Entry, zone: ZoneInfo, organizer: Person, guest: Person) -> bytes:
	calendar, event = _calendar(method), _event(entry, zone)
	# Grows with each change, and is the same for the same state.
	event.add("sequence", int((entry.changed_on - entry.created_on).total_seconds()))
	event.add("organizer", _address(organizer))
	event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
	event.add("attendee", _address(guest, role="REQ-PARTICIPANT", partstat="NEEDS-ACTION", rsvp="TRUE"))
	calendar.add_component(event)
	return _written(calendar, [entry])


def _calendar(method: str) -> Calendar:
	calendar = Calendar()
	calendar.add("prodid", PRODUCT)
	calendar.add("version", "2.0")
	calendar.add("method", method)
	return calendar


def _event(entry: Entry, zone: ZoneInfo) -> Event:
	event = Event()
	event.add("uid", entry.uid)
	event.add("summary", entry.title)
	for name, moment in zip(("dtstart", "dtend"), _times(entry, zone), strict=True):
		event.add(name, moment)
	changed = entry.changed_on.replace(microsecond=0, tzinfo=zone).astimezone(timezone.utc)
	event.add("dtstamp", changed)
	event.add("last-modified", changed)
	event.add("transp", "TRANSPARENT" if entry.all_day else "OPAQUE")
	for name in ("description", "location", "url"):
		if getattr(entry, name):
			event.add(name, getattr(entry, name))
	if entry.kind:
		event.add("categories", [entry.kind])
	return event


def _times(entry: Entry, zone: ZoneInfo) -> tuple:
	"""Start and end; the end of whole days is the day after the last."""
	if entry.all_day:
		last = max(entry.ends_on or entry.starts_on, entry.starts_on)
		return entry.starts_on.date(), last.date() + A_DAY
	end = end_of(entry.starts_on, entry.ends_on)
	return entry.starts_on.replace(tzinfo=zone), end.replace(tzinfo=zone)


def _address(person: Person, **parameters: str) -> vCalAddress:
	address = vCalAddress(f"mailto:{person.email}")
	for name, value in {"cn": person.name, **parameters}.items():
		address.params[name.upper()] = vText(value)
	return address


def _written(calendar: Calendar, entries: Sequence[Entry]) -> bytes:
	"""With the rules of the time zones that occur, for the years that occur."""
	if entries:
		starts = [entry.starts_on.date() for entry in entries]
		calendar.add_missing_timezones(min(starts) - 2 * A_DAY, max(starts) + 400 * A_DAY)
	return calendar.to_ical()
