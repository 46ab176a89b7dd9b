"""The series behind appointments that repeat: what each of them is, and the rule of their days.

It is changed through its appointments only, never by itself, so nobody has the right to write it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate, nowdate

from crm_khachhang.care.recurrence.reading import A_DAY, RULE, fields_of, rule_of, weekdays
from crm_khachhang.care.recurrence.rule import Rule, last_day, occurrences

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


def days(series, after: date | None = None, until: date | None = None) -> Iterator[date]:
	"""Return the days of the series after `after` and not after `until`; `series`: a document or a row of COLUMNS."""
	rule = Rule(
		series.repeats,
		getdate(series.starts_on),
		cint(series.repeat_every) or 1,
		weekdays(series),
		until=getdate(series.last_on),
	)
	before = getdate(series.first_on) - A_DAY
	return occurrences(rule, max(after or before, before), until)


def times(series, day: date) -> tuple[datetime, datetime | None]:
	"""Return when the appointment of the `day` starts and ends."""
	starts_on = datetime.combine(day, get_datetime(series.starts_on).time())
	return starts_on, starts_on + cint(series.duration) * MINUTE if cint(series.duration) else None


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
	ahead = cint(frappe.get_cached_doc("KH Settings").get("care_days_ahead")) or DEFAULT_DAYS_AHEAD
	return getdate(nowdate()) + timedelta(days=min(ahead, MOST_DAYS_AHEAD))
