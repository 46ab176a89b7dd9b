"""Many appointments at once, ahead of time: those of a series, of a plan, of birthdays.

What makes appointments says in `made_for`, which is unique, what each is made for ("series:NAME:2026-11-22"): made
twice, by two workers or after a crash, it is there once.
"""

from collections.abc import Iterable, Iterator, Sequence

import frappe
from frappe.utils import cint, get_datetime, now

from crm_khachhang.care.dates import APPOINTMENT, bring_forward, hold
from crm_khachhang.care.recurrence.reading import DAYS, RULE
from crm_khachhang.care.rules import remind_at
from crm_khachhang.care.settings import default_reminder
from crm_khachhang.customers import many

# Fields that whoever makes appointments may give; customer, subject, starts_on and made_for are required.
GIVEN = (
	*("customer", "contact", "activity_type", "subject", "assigned_to", "priority", "description"),
	*("starts_on", "ends_on", "all_day", "remind_before", "care_plan", "series", "occurrence_on", "made_for"),
	*RULE,
)
NUMBERS = ("all_day", "remind_before", "repeat_every", "repeat_count", *DAYS)
DEFAULTS = {"activity_type": "Call", "priority": "Medium", "repeat_every": 1}
ADDED = ("status", "remind_at", "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")


def make(appointments: Iterable[dict]) -> int:
	"""Insert those of `appointments` that are not there yet and return how many; a few statements for all of them.

	Each is a dict of GIVEN; one that says nothing of `remind_before` has the reminder of KH Settings. They are checked by
	nobody: whoever makes them has checked their template.
	"""
	standard = {"remind_before": default_reminder()}
	wanted = {one["made_for"]: standard | one for one in appointments}
	there = existing(list(wanted))
	new = {frappe.generate_hash(length=10): one for made_for, one in wanted.items() if made_for not in there}
	held = hold(one["customer"] for one in new.values())
	many.insert(f"tab{APPOINTMENT}", (*GIVEN, *ADDED), _rows(new), ignore=True)
	made = [new[name] for name in _inserted(list(new))]
	bring_forward(((one["customer"], get_datetime(one["starts_on"])) for one in made), held)
	return len(made)


def existing(made_for: Sequence[str]) -> set[str]:
	"""Return those of `made_for` for which there is an appointment, whatever became of it."""
	table, found = frappe.qb.DocType(APPOINTMENT), set()
	for some in many.chunks(made_for):
		query = frappe.qb.from_(table).select(table.made_for).where(table.made_for.isin(some))
		found.update(query.run(pluck=True))
	return found


def _inserted(names: list[str]) -> Iterator[str]:
	"""Yield those of our `names` that are there: of what another worker made meanwhile, none is."""
	table = frappe.qb.DocType(APPOINTMENT)
	for some in many.chunks(names):
		yield from frappe.qb.from_(table).select(table.name).where(table.name.isin(some)).run(pluck=True)


def _rows(appointments: dict[str, dict]) -> list[tuple]:
	user, moment = frappe.session.user, now()
	return [
		(
			*(_value(one, field) for field in GIVEN),
			*("Planned", remind_at(get_datetime(one["starts_on"]), one.get("remind_before"))),
			*(name, user, moment, moment, user, 0, 0),
		)
		for name, one in appointments.items()
	]


def _value(appointment: dict, field: str):
	value = appointment.get(field) or DEFAULTS.get(field)
	return cint(value) if field in NUMBERS else value
