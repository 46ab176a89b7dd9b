"""The other appointments of a series, when one of them changes it: a few statements for all of them.

They are changed past the document API: what is left of a series of years would take minutes, and who changes one in a
form waits. What happened is in the history of the series, which is a document.
"""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now, now_datetime, nowdate

from crm_khachhang.care import making as appointments
from crm_khachhang.care.dates import APPOINTMENT, OPEN, refresh_dates
from crm_khachhang.care.inviting import invited
from crm_khachhang.care.recurrence import making, series
from crm_khachhang.care.recurrence.reading import A_DAY, fields_of
from crm_khachhang.care.recurrence.scope import FOLLOWING
from crm_khachhang.care.recurrence.series import SERIES, TEMPLATE
from crm_khachhang.care.rules import remind_at
from crm_khachhang.customers import many

PLANNED = "Planned"
CANCELLED = "Cancelled"

TIMES = ("starts_on", "ends_on", "remind_at", "reminded_on", "made_for")
READ = ("name", "customer", "status", "starts_on", "remind_before", "occurrence_on", *TIMES[1:])


def is_first(appointment: Document) -> bool:
	"""Return whether the series has no appointment before this one."""
	day = ("<", appointment.occurrence_on)
	return not frappe.db.exists(APPOINTMENT, {"series": appointment.series, "occurrence_on": day})


def follow(appointment: Document, change) -> None:
	"""Let the other open appointments follow a `changing.Change`; make those that the new rule adds."""
	rows = _open(change, besides=appointment.name)
	until = max(series.horizon(), getdate(change.old.made_until))
	wanted = set(series.days(change.series, change.since - A_DAY, until))
	dropped = [
		row for row in rows if _is_to_go(row, wanted - {getdate(appointment.occurrence_on)}, change.since)
	]
	kept = [row for row in rows if row not in dropped]
	_drop(dropped)
	_write(appointment, change, kept)
	_make(appointment, change, wanted, until)
	_tell_rule(change)
	refresh_dates({appointment.customer, change.old.customer, *(row.customer for row in rows)})


def cancel(appointment: Document, change) -> None:
	"""Cancel the other open appointments that the change reaches."""
	rows = _open(change, besides=appointment.name)
	_set([row.name for row in rows], {"status": CANCELLED, "remind_at": None})
	_tell_rule(change)
	refresh_dates({row.customer for row in rows})


def drop_later(appointment: Document, change) -> None:
	"""Delete the planned appointments from the change on that are still to come."""
	rows = _open(change, besides=appointment.name)
	_drop([row for row in rows if _is_to_go(row, set(), change.since)])
	_tell_rule(change)


def delete(appointment: Document, change, tell_guests: bool | None = None) -> None:
	"""Delete the other appointments that the change reaches and nobody has begun."""
	for row in _open(change, besides=appointment.name):
		if row.status == PLANNED:
			_delete(row.name, kh_tell_guests=tell_guests)
	_tell_rule(change)


def _open(change, besides: str) -> list[frappe._dict]:
	"""The open appointments that the change reaches, which nobody else changes meanwhile."""
	table = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(table).select(*(table[name] for name in READ))
	query = query.where((table.series == change.old.name) & table.status.isin(OPEN) & (table.name != besides))
	if change.scope == FOLLOWING:
		query = query.where(table.occurrence_on >= change.since)
	return query.orderby(table.name).for_update().run(as_dict=True)


def _is_to_go(row: frappe._dict, wanted: set[date], since: date) -> bool:
	"""Whether the appointment is none of the `wanted` days any more. What is overdue stays: somebody still waits for it."""
	to_come = row.status == PLANNED and row.occurrence_on >= since and row.starts_on > now_datetime()
	return to_come and row.occurrence_on not in wanted


def _drop(rows: Iterable[frappe._dict]) -> None:
	"""Delete what is no day of the series any more; what guests wait for is cancelled, so that they can be told."""
	rows = list(rows)
	expected = {guest.appointment for guest in invited.of([row.name for row in rows])}
	_set(sorted(expected), {"status": CANCELLED, "remind_at": None})
	for row in rows:
		if row.name not in expected:
			_delete(row.name)


def _delete(name: str, **flags) -> None:
	"""As a document: comments, files and whatever else hangs on it go along."""
	frappe.delete_doc(APPOINTMENT, name, ignore_permissions=True, force=True, flags=flags)


def _write(appointment: Document, change, rows: list[frappe._dict]) -> None:
	changed = {name: appointment.get(name) for name in TEMPLATE if appointment.has_value_changed(name)}
	_set([row.name for row in rows], {**changed, "series": change.series.name})
	timed = [(row.name, *_times(row, change, changed)) for row in rows]
	many.insert(f"tab{APPOINTMENT}", ("name", *TIMES), timed, replace=True)


def _times(row: frappe._dict, change, changed: dict) -> tuple:
	"""The values of TIMES. Who was moved by hand stays where they are."""
	starts_on, ends_on, reminded_on = row.starts_on, row.ends_on, row.reminded_on
	was, will = (series.times(one, row.occurrence_on) for one in (change.old, change.series))
	if was != will and row.occurrence_on >= change.since and row.starts_on == was[0]:
		(starts_on, ends_on), reminded_on = will, None
	minutes = changed.get("remind_before", row.remind_before)
	reminder = None if reminded_on else remind_at(get_datetime(starts_on), minutes)
	moved = change.series.name != change.old.name
	made_for = series.made_for(change.series.name, row.occurrence_on) if moved else row.made_for
	return starts_on, ends_on, reminder, reminded_on, made_for


def _make(appointment: Document, change, wanted: set[date], until: date) -> None:
	"""Make the days that the new rule adds; what somebody took out of the old one stays out."""
	had = set(series.days(change.old, change.since - A_DAY, getdate(change.old.made_until)))
	added = wanted - had - {getdate(appointment.occurrence_on)}
	new = sorted(day for day in added if day >= getdate(nowdate()))
	appointments.make(making.of_day(change.series, day) for day in new)
	making.keep_how_far([change.series.name], until)


def _tell_rule(change) -> None:
	"""Keep on every appointment how its series repeats now."""
	for name in {change.old.name, change.series.name if change.series else change.old.name}:
		repeated = frappe.get_doc(SERIES, name)
		table = frappe.qb.DocType(APPOINTMENT)
		query = frappe.qb.update(table).where(table.series == name)
		for field, value in fields_of(repeated).items():
			query = query.set(table[field], value)
		query.run()


def _set(names: list[str], values: dict) -> None:
	table = frappe.qb.DocType(APPOINTMENT)
	for some in many.chunks(names):
		query = frappe.qb.update(table).where(table.name.isin(some))
		for field, value in {**values, "modified": now(), "modified_by": frappe.session.user}.items():
			query = query.set(table[field], value)
		query.run()
