"""The series behind appointments that repeat: what each of them is, and the rule of their days.

It is changed through its appointments only, never by itself, so nobody has the right to write it.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate, nowdate

from crm_khachhang.care import working_time
from crm_khachhang.care.recurrence.reading import A_DAY, RULE, fields_of, rule_of, weekdays
from crm_khachhang.care.recurrence.rule import Rule, last_day, occurrences
from crm_khachhang.vietnam.working_time import WorkingTime

SERIES = "KH Care Series"

# What every appointment of a series has from it.
TEMPLATE = (
	*("customer", "contact", "activity_type", "subject", "assigned_to", "priority"),
	*("description", "remind_before", "all_day"),
)

# What a series itself says of its appointments; and how far they are made.
OWN = (*TEMPLATE, *RULE, "starts_on", "duration")
COLUMNS = ("name", *OWN, "first_on", "last_on", "made_until")

MINUTE = timedelta(minutes=1)

# Where nothing is moved.
ALWAYS = WorkingTime(time.min, time.max, frozenset(range(7)))

DEFAULT_DAYS_AHEAD = 90
MOST_DAYS_AHEAD = 3660


def begin(appointment: Document, **values) -> Document:
	"""Insert and return the series of which `appointment` is the first; `values` takes the place of what it says."""
	series = frappe.new_doc(SERIES)
	series.update({name: appointment.get(name) for name in TEMPLATE})
	series.update(fields_of(appointment))
	series.update({"starts_on": appointment.starts_on, "duration": duration(appointment)})
	series.update(values)
	return series.insert(ignore_permissions=True, ignore_mandatory=True)


def set_days(series: Document) -> None:
	"""Fill in the first and the last day where they are not known, and from where on appointments are to be made."""
	series.first_on = series.first_on or getdate(series.starts_on)
	series.last_on = series.last_on or last_day(rule_of(series))
	# From now on: nobody missed what was thought of only today.
	series.made_until = series.made_until or max(getdate(series.first_on), getdate(nowdate()) - A_DAY)


def locked(name: str) -> Document:
	"""Return the series, which nobody else changes until the transaction ends."""
	return frappe.get_doc(SERIES, name, for_update=True)


def end_before(series: Document, day: date) -> None:
	"""Let the series end with its last day before `day`."""
	before = list(days(series, until=day - A_DAY))
	series.update({"repeat_until": day - A_DAY, "repeat_count": 0})
	series.last_on = before[-1] if before else day - A_DAY
	series.ended = cint(getdate(series.made_until) >= getdate(series.last_on))
	series.save(ignore_permissions=True)


def calendar() -> WorkingTime:
	"""Return the time to which appointments are moved, as KH Settings say. Whoever asks for many series asks once."""
	return working_time.current() if cint(_settings().get("move_to_working_time")) else ALWAYS


def days(
	series, after: date | None = None, until: date | None = None, working: WorkingTime | None = None
) -> Iterator[date]:
	"""Yield the days of the series after `after` and not after `until`; `series`: a document or a row of COLUMNS.

	A day off that would be moved to another day of the series is none: nobody is called twice.
	"""
	rule = Rule(
		series.repeats,
		getdate(series.starts_on),
		cint(series.repeat_every) or 1,
		weekdays(series),
		until=getdate(series.last_on),
	)
	before, working = getdate(series.first_on) - A_DAY, working or calendar()
	for day in occurrences(rule, max(after or before, before), until):
		moved = _moved(series, day, working)
		if moved == day or not any(occurrences(rule, moved - A_DAY, moved)):
			yield day


def times(series, day: date, working: WorkingTime | None = None) -> tuple[datetime, datetime | None]:
	"""Return when the appointment of the `day` starts and ends: on the next working day where it is a day off."""
	moved = _moved(series, day, working or calendar())
	starts_on = datetime.combine(moved, get_datetime(series.starts_on).time())
	return starts_on, starts_on + cint(series.duration) * MINUTE if cint(series.duration) else None


def _moved(series, day: date, working: WorkingTime) -> date:
	"""Who begins a series in the evening or on a Sunday means it: that one stays where it is."""
	if working.is_working_day(day):
		return day
	start = get_datetime(series.starts_on)
	in_hours = cint(series.all_day) or working.start <= start.time() < working.end
	return working.next_working_day(day) if in_hours and start.weekday() in working.weekdays else day


def duration(appointment: Document) -> int:
	"""Return the minutes from start to end of an appointment; 0 without an end."""
	if not appointment.ends_on:
		return 0
	return int((get_datetime(appointment.ends_on) - get_datetime(appointment.starts_on)) / MINUTE)


def made_for(series: str, day: date) -> str:
	"""Return what marks the appointment of a day as made."""
	return f"series:{series}:{day}"


def horizon() -> date:
	"""Return the day up to which appointments are made ahead of time."""
	ahead = cint(_settings().get("care_days_ahead")) or DEFAULT_DAYS_AHEAD
	return getdate(nowdate()) + timedelta(days=min(ahead, MOST_DAYS_AHEAD))


def _settings() -> Document:
	return frappe.get_cached_doc(working_time.SETTINGS)
