"""A series that changes from one of its appointments on, or as a whole."""

from datetime import date, datetime
from typing import NamedTuple

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate, nowdate

from crm_khachhang.care.recurrence import messages, others, reading, series
from crm_khachhang.care.recurrence.reading import A_DAY
from crm_khachhang.care.recurrence.rule import last_day
from crm_khachhang.care.recurrence.scope import ALL, FOLLOWING
from crm_khachhang.care.recurrence.series import TEMPLATE
from crm_khachhang.customers import fields

TIMES = ("starts_on", "ends_on")


class Change(NamedTuple):
	"""What a save changes beyond its own appointment.

	`since`: the first day whose appointment changes, by the old rule; of appointments before it, all those that are
	open get a new text nevertheless when the `scope` is ALL. `old`: the series before the change, `series`: the one
	that the appointments belong to from now on, None when nothing repeats any more.
	"""

	scope: str
	since: date
	old: frappe._dict
	series: Document | None


def changes_rule(appointment: Document) -> bool:
	"""Return whether the save changes how the appointment repeats."""
	return reading.values_of(appointment) != reading.values_of(appointment.get_doc_before_save())


def end(appointment: Document, scope: str) -> Change:
	"""Let the series end before the appointment."""
	ended = series.locked(appointment.series)
	change = Change(scope, _since(appointment, scope), _copy(ended), None)
	series.end_before(ended, getdate(appointment.occurrence_on))
	return change


def change(appointment: Document, scope: str) -> Change:
	"""Change the whole series, or split it where the appointment is; put the appointment where it belongs then."""
	before = series.locked(appointment.series)
	if scope == FOLLOWING and others.is_first(appointment):
		scope = ALL
	since, old = _since(appointment, scope), _copy(before)
	changed = _split(appointment, before, old) if scope == FOLLOWING else _rewrite(appointment, before)
	appointment.occurrence_on = _day(appointment)
	appointment.update(reading.fields_of(changed))
	# The series was moved, not this appointment out of it.
	appointment.moved_from = appointment.get_doc_before_save().moved_from
	return Change(scope, changed.flags.kh_since or since, old, changed)


def _copy(document: Document) -> frappe._dict:
	return frappe._dict(document.as_dict())


def _since(appointment: Document, scope: str) -> date:
	day = getdate(appointment.occurrence_on)
	return day if scope == FOLLOWING else min(day, getdate(nowdate()))


def _split(appointment: Document, before: Document, old: frappe._dict) -> Document:
	"""End the series before the appointment and begin another one with it.

	Where the days stay, the new one keeps the old start to count from: the 31st does not become the 28th in February.
	"""
	series.end_before(before, getdate(appointment.occurrence_on))
	values = {name: old.get(name) for name in series.OWN} | {"first_on": _day(appointment)}
	values |= _changed_template(appointment) | _changed_times(appointment, old)
	if _is_anew(appointment):
		values |= reading.fields_of(appointment) | {"starts_on": _at(appointment, _day(appointment))}
		values["repeat_count"] = _count_from(appointment, old)
	changed = series.begin(appointment, **values)
	appointment.series = changed.name
	appointment.made_for = series.made_for(changed.name, _day(appointment))
	return changed


def _rewrite(appointment: Document, changed: Document) -> Document:
	"""Change the series itself; the appointment stays one of its days."""
	start = getdate(changed.starts_on)
	changed.update(_changed_template(appointment) | _changed_times(appointment, _copy(changed)))
	if _is_anew(appointment):
		changed.first_on = getdate(changed.first_on) + (getdate(changed.starts_on) - start)
		_rewrite_days(appointment, changed)
	changed.ended = 0
	return changed.save(ignore_permissions=True)


def _rewrite_days(appointment: Document, changed: Document) -> None:
	"""Let the series begin with the appointment where its own start does not lead to it; what was before stays."""
	day = _day(appointment)
	changed.update(reading.fields_of(appointment))
	_set_last_day(appointment, changed)
	if day not in series.days(changed, day - A_DAY, day):
		changed.update({"starts_on": _at(appointment, day), "first_on": day})
		changed.flags.kh_since = day
		_set_last_day(appointment, changed)


def _day(appointment: Document) -> date:
	"""The day of the rule that the appointment has; one that was moved before keeps its day."""
	return getdate(appointment.starts_on if _changes_day(appointment) else appointment.occurrence_on)


def _changes_day(appointment: Document) -> bool:
	return getdate(appointment.get_doc_before_save().starts_on) != getdate(appointment.starts_on)


def _is_anew(appointment: Document) -> bool:
	"""Whether the save changes the days of the series, not only what happens on them or at what time."""
	return changes_rule(appointment) or _changes_day(appointment)


def _changed_template(appointment: Document) -> dict:
	return {name: appointment.get(name) for name in TEMPLATE if appointment.has_value_changed(name)}


def _changed_times(appointment: Document, old: frappe._dict) -> dict:
	"""The time of day and the length, where they change; the series' day is moved as far as the appointment's."""
	if not any(appointment.has_value_changed(name) for name in TIMES):
		return {}
	before = getdate(appointment.get_doc_before_save().starts_on)
	moved = getdate(old.starts_on) + (getdate(appointment.starts_on) - before)
	return {"starts_on": _at(appointment, moved), "duration": series.duration(appointment)}


def _at(appointment: Document, day: date) -> datetime:
	return datetime.combine(day, get_datetime(appointment.starts_on).time())


def _count_from(appointment: Document, old: frappe._dict) -> int:
	"""How many appointments there are from this one on: as many as somebody wrote, else as the series has left."""
	wanted, count = cint(appointment.repeat_count), cint(old.repeat_count)
	if wanted != count or not count:
		return wanted
	return sum(1 for _day in series.days(old, getdate(appointment.occurrence_on) - A_DAY))


def _set_last_day(appointment: Document, changed: Document) -> None:
	changed.last_on = last_day(reading.rule_of(changed))
	if not changed.last_on:
		fields.refuse(
			appointment, "repeat_until" if appointment.repeat_until else "repeat_count", messages.TOO_FAR
		)
