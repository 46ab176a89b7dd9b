"""The company's working hours and holidays, as KH Settings has them: what is made ahead of time avoids the rest."""

from datetime import datetime, time

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_time

from crm_khachhang.vietnam.working_time import Holiday, WorkingTime

SETTINGS = "KH Settings"
LUNAR = "Lunar"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
STANDARD = WorkingTime()


def current() -> WorkingTime:
	"""Return when the company works; read anew where the settings are."""
	settings = frappe.get_cached_doc(SETTINGS)
	known = getattr(frappe.local, "kh_working_time", None)
	if known is None or known[0] is not settings:
		known = frappe.local.kh_working_time = (settings, of(settings))
	return known[1]


def of(settings: Document) -> WorkingTime:
	"""Return what the settings say; standard hours where they say nothing."""
	weekdays = frozenset(number for number, day in enumerate(WEEKDAYS) if cint(settings.get(f"works_{day}")))
	return WorkingTime(
		_time(settings.work_from, STANDARD.start),
		_time(settings.work_to, STANDARD.end),
		weekdays or STANDARD.weekdays,
		tuple(_holiday(row) for row in settings.get("holidays") or ()),
	)


def next_working_time(moment: datetime, all_day: bool = False) -> datetime:
	"""Return when what should happen at `moment` happens: then, or at the next working time if the settings move it.

	What lasts all day, or at an hour that somebody chose, is only moved to another day.
	"""
	if not cint(frappe.get_cached_doc(SETTINGS).move_to_working_time):
		return moment
	company = current()
	if all_day:
		return datetime.combine(company.next_working_day(moment.date()), moment.time())
	return company.next_working_time(moment)


def _time(value, standard: time) -> time:
	return standard if value in (None, "") else get_time(value)


def _holiday(row: Document) -> Holiday:
	is_lunar = row.calendar == LUNAR
	days, is_worked = cint(row.days) or 1, bool(cint(row.get("is_worked")))
	return Holiday(row.title, cint(row.day), cint(row.month), days, is_lunar, cint(row.year), is_worked)
