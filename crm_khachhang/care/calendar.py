"""The appointments of people in a span of time: those that the reader may read, and when colleagues are busy."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime, get_fullname
from pypika import functions

from crm_khachhang.access import teams
from crm_khachhang.access.customers import sees_all_owners
from crm_khachhang.care import readable
from crm_khachhang.care.dates import APPOINTMENT, OPEN
from crm_khachhang.care.length import USUAL

ME, TEAM, ALL = "me", "team", "all"

TIMES = ("starts_on", "ends_on")
FIELDS = (
	*("name", "customer", "subject", "activity_type", "status", "priority", "assigned_to"),
	*(*TIMES, "all_day", "series"),
)

# An appointment that began so much earlier may still go on.
LONGEST = timedelta(days=31)

# More than this nobody reads in one month.
MOST = 2000


def events(start: datetime, end: datetime, whose: str = ME, person: str | None = None) -> list[dict]:
	"""Return appointments that touch [start, end), soonest first: FIELDS, `ends_on` always, `who`, `customer_name`.

	Of what a colleague of one's team has with customers that one does not see, only `busy` times are returned.
	"""
	user, people = frappe.session.user, people_of(whose, person)
	rows = _between(start, end, people)
	seen = readable.customers_of(rows, "customer_name")
	busy = () if people == [user] else teams.colleagues(user)
	found = []
	for row in rows:
		if seen.may_read(row):
			found.append(_event(row, seen.get(row.customer)))
		elif row.assigned_to in busy and row.status in OPEN:
			found.append(_busy(row))
	_add_people(found)
	return found


def people_of(whose: str, person: str | None = None) -> list[str] | None:
	"""Return the people whose appointments are meant: me, my team or one person; None for all, whom managers ask for."""
	user = frappe.session.user
	if person:
		return [person]
	if whose == ALL and sees_all_owners(user):
		return None
	return sorted({user, *teams.colleagues(user)}) if whose in (TEAM, ALL) else [user]


def _between(start: datetime, end: datetime, people: list[str] | None) -> list[dict]:
	table = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS if field not in TIMES))
	# As texts: Frappe takes longer to read times than the database to find them.
	query = query.select(*(functions.Concat(table[field]).as_(field) for field in TIMES))
	query = query.where((table.starts_on >= start - LONGEST) & (table.starts_on < end))
	query = query.where((table.starts_on >= start) | (table.ends_on >= start))
	query = query.where(table.status != "Cancelled").orderby(table.starts_on).orderby(table.name).limit(MOST)
	if people is not None:
		query = query.where(table.assigned_to.isin(people))
	rows = query.run(as_dict=True)
	for row in rows:
		row.starts_on, ends_on = (
			value and datetime.fromisoformat(value) for value in (row.starts_on, row.ends_on)
		)
		row.ends_on = max(ends_on or row.starts_on + USUAL, row.starts_on)
	return rows


def _event(row: dict, customer: dict | None) -> dict:
	"""Whose appointment it is reads its text; of a customer that is not theirs nothing."""
	about = {
		"customer": customer and customer.name,
		"customer_name": customer.customer_name if customer else "",
	}
	return frappe._dict(row, **about, busy=0)


def _busy(row: dict) -> dict:
	"""When somebody has no time, and nothing of why."""
	shown = {field: row[field] for field in ("starts_on", "ends_on", "all_day", "assigned_to")}
	return frappe._dict(shown, name=None, busy=1)


def _add_people(found: list[dict]) -> None:
	people = {user: get_fullname(user) if user else "" for user in {event.assigned_to for event in found}}
	for event in found:
		event.who = people[event.assigned_to]
		if event.busy:
			event.subject = _("{0} is busy").format(event.who)


def read_time(value: str, argument: str) -> datetime:
	"""Return the moment that an argument of an endpoint names. Raises ValidationError for what is none."""
	try:
		found = get_datetime(value)
	except (ValueError, TypeError, OverflowError):
		found = None
	if not isinstance(found, datetime):
		frappe.throw(_("{0} is not a time. Reload the page and try again.").format(frappe.bold(argument)))
	return found.replace(tzinfo=None)
