"""Who has an appointment when another one should be: a hint for who plans, never a refusal."""

from datetime import datetime, timedelta

import frappe
from pypika import functions

from crm_khachhang.access.customers import sees_all_owners
from crm_khachhang.access.teams import colleagues
from crm_khachhang.care import readable
from crm_khachhang.care.dates import APPOINTMENT, OPEN
from crm_khachhang.care.length import end_of
from crm_khachhang.care.working_time import current

# Longer than this no appointment of some hours is looked back for.
LONGEST = timedelta(days=2)
MOST_SHOWN = 3
FIELDS = ("name", "customer", "subject", "assigned_to", "starts_on", "ends_on")


def of(person: str, starts_on: datetime, ends_on: datetime | None, besides: str = "") -> list[dict]:
	"""Return the open appointments of `person` in this time as far as the session's user may know of them.

	Each has starts_on and ends_on, and a subject where the user may read the appointment. Nobody learns when somebody of
	another team is busy. What lasts all day keeps nobody busy.
	"""
	if not may_know(person):
		return []
	found = _between(person, starts_on, end_of(starts_on, ends_on), besides)
	seen = readable.customers_of(found)
	return [
		{
			"starts_on": one.starts_on,
			"ends_on": end_of(one.starts_on, one.ends_on),
			"subject": one.subject if seen.may_read(one) else None,
		}
		for one in found
	]


def may_know(person: str) -> bool:
	"""Return whether the session's user may know when `person` is busy: those of their teams, and who sees all."""
	user = frappe.session.user
	return person == user or sees_all_owners(user) or person in colleagues(user)


def _between(person: str, start: datetime, end: datetime, besides: str) -> list[dict]:
	one = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(one).select(*(one[field] for field in FIELDS))
	query = query.where((one.assigned_to == person) & one.status.isin(OPEN) & (one.name != besides))
	query = query.where((one.starts_on > start - LONGEST) & (one.starts_on < end))
	query = query.where(functions.Coalesce(one.all_day, 0) == 0).orderby(one.starts_on)
	rows = query.run(as_dict=True)
	return [row for row in rows if end_of(row.starts_on, row.ends_on) > start][:MOST_SHOWN]


def day_off(moment: datetime, all_day: bool = False) -> dict:
	"""Return whether nobody works then, or on that day (`is_off`), and the `holiday` if there is one."""
	company, day = current(), moment.date()
	works = company.is_working_day(day) if all_day else company.is_working_time(moment)
	return {"is_off": not works, "holiday": company.holiday_on(day)}
