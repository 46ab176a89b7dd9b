"""The appointments of people in a span of time: those that the reader may read, and when colleagues are busy."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime, get_fullname

from crm_khachhang.access import teams
from crm_khachhang.access.customers import CUSTOMER, sees_all_owners, visible_names
from crm_khachhang.care.dates import APPOINTMENT, OPEN

ME, TEAM, ALL = "me", "team", "all"

FIELDS = (
	*("name", "customer", "subject", "activity_type", "status", "priority", "assigned_to"),
	*("starts_on", "ends_on", "all_day", "series"),
)

# An appointment without an end takes so long; one that began so much earlier may still go on.
USUAL_LENGTH = timedelta(minutes=30)
LONGEST = timedelta(days=31)

# More than this nobody reads in one month.
MOST = 2000


def events(start: datetime, end: datetime, whose: str = ME, person: str | None = None) -> list[dict]:
	"""Return appointments that touch [start, end), soonest first: FIELDS, `ends_on` always, `who`, `customer_name`.

	Of what a colleague of one's team has with customers that one does not see, only `busy` times are returned.
	"""
	people = people_of(whose, person)
	rows = _between(start, end, people)
	seen = readable(rows)
	busy = (
		teams.colleagues(frappe.session.user) if people is None or set(people) - {frappe.session.user} else ()
	)
	found = [
		_event(row) if row.name in seen else _busy(row)
		for row in rows
		if row.name in seen or (row.assigned_to in busy and row.status in OPEN)
	]
	_add_customer_names([event for event in found if not event.get("busy")])
	return found


def people_of(whose: str, person: str | None = None) -> list[str] | None:
	"""Return the people whose appointments are meant: me, my team or one person; None for all, whom managers ask for."""
	user = frappe.session.user
	if person:
		return [person]
	if whose == ALL and sees_all_owners(user):
		return None
	return sorted({user, *teams.colleagues(user)}) if whose in (TEAM, ALL) else [user]


def readable(rows: list[dict]) -> set[str]:
	"""Return the names of those appointments that the session's user may read: see `access.related`."""
	user = frappe.session.user
	customers = visible_names(sorted({row.customer for row in rows if row.assigned_to != user}))
	return {row.name for row in rows if row.assigned_to == user or row.customer in customers}


def _between(start: datetime, end: datetime, people: list[str] | None) -> list[dict]:
	table = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
	query = query.where((table.starts_on >= start - LONGEST) & (table.starts_on < end))
	query = query.where(table.status != "Cancelled").orderby(table.starts_on).orderby(table.name).limit(MOST)
	if people is not None:
		query = query.where(table.assigned_to.isin(people))
	rows = query.run(as_dict=True)
	for row in rows:
		row.ends_on = max(row.ends_on or row.starts_on + USUAL_LENGTH, row.starts_on)
	return [row for row in rows if row.ends_on >= start]


def _event(row: dict) -> dict:
	return frappe._dict(row, who=get_fullname(row.assigned_to) if row.assigned_to else "", busy=0)


def _busy(row: dict) -> dict:
	"""When somebody has no time, and nothing of why."""
	who = get_fullname(row.assigned_to)
	shown = {field: row[field] for field in ("starts_on", "ends_on", "all_day", "assigned_to")}
	return frappe._dict(shown, name=None, subject=_("{0} is busy").format(who), who=who, busy=1)


def _add_customer_names(found: list[dict]) -> None:
	names = customer_names([event.customer for event in found])
	for event in found:
		event.customer_name = names.get(event.customer, "")
		# Whose appointment it is sees its text, of a customer that is not theirs nothing.
		event.customer = event.customer if event.customer in names else None


def customer_names(customers: list[str]) -> dict[str, str]:
	"""Return {customer: its name} of those that the session's user sees."""
	seen = visible_names(sorted(set(customers)))
	rows = frappe.get_all(
		CUSTOMER,
		{"name": ("in", sorted(seen) or [""])},
		("name", "customer_name"),
		as_list=True,
		order_by=None,
	)
	return dict(rows)


def read_time(value: str, argument: str) -> datetime:
	"""Return the moment that an argument of an endpoint names. Raises ValidationError for what is none."""
	try:
		found = get_datetime(value)
	except (ValueError, TypeError, OverflowError):
		found = None
	if not isinstance(found, datetime):
		frappe.throw(_("{0} is not a time. Reload the page and try again.").format(frappe.bold(argument)))
	return found.replace(tzinfo=None)
