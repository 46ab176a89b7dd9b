"""The appointments of many series at once, ahead of time."""

from collections.abc import Iterator
from datetime import date

import frappe
from frappe.utils import getdate
from pypika import Case

from crm_khachhang.care import making
from crm_khachhang.care.dates import hold
from crm_khachhang.care.recurrence import series as one_series
from crm_khachhang.care.recurrence.reading import RULE
from crm_khachhang.care.recurrence.series import COLUMNS, SERIES, TEMPLATE
from crm_khachhang.vietnam.working_time import WorkingTime

AT_ONCE = 1000


def make(rows: list, until: date) -> int:
	"""Make the appointments that the series have up to the day `until`, and keep how far they are; return how many.

	`rows`: documents or rows of COLUMNS. A few statements for all of them.
	"""
	working = one_series.calendar()
	made = making.make(one for row in rows for one in appointments(row, until, working))
	keep_how_far([row.name for row in rows], until)
	return made


def make_next(until: date, at_once: int = AT_ONCE) -> int:
	"""Do so for the next `at_once` series that are not as far yet; return how many series those were.

	They are locked, after their customers (see care/holding.py), so that whoever changes one of them meanwhile waits and
	finds its appointments made.
	"""
	table = frappe.qb.DocType(SERIES)
	query = frappe.qb.from_(table).where((table.ended == 0) & (table.made_until < until))
	found = (
		query.orderby(table.made_until, table.name).limit(at_once).select(table.name, table.customer).run()
	)
	hold(customer for _name, customer in found)
	query = query.where(table.name.isin([name for name, _customer in found] or [""]))
	rows = query.select(*(table[name] for name in COLUMNS)).for_update().run(as_dict=True)
	if rows:
		make(rows, until)
	return len(found)


def appointments(row, until: date, working: WorkingTime) -> Iterator[dict]:
	"""Yield the appointments of a series from where it has been made up to the day `until`, as `making.make` takes them."""
	for day in one_series.days(row, getdate(row.made_until), until, working):
		yield of_day(row, day, working)


def of_day(row, day: date, working: WorkingTime | None = None) -> dict:
	"""Return the appointment that a series has on a day, as `making.make` takes it."""
	starts_on, ends_on = one_series.times(row, day, working)
	values = {name: row.get(name) for name in (*TEMPLATE, *RULE)}
	return values | {
		"starts_on": starts_on,
		"ends_on": ends_on,
		"series": row.name,
		"occurrence_on": day,
		"made_for": one_series.made_for(row.name, day),
	}


def keep_how_far(names: list[str], until: date) -> None:
	"""Keep on the series that they have been made up to the day `until`, and whether that was all."""
	table = frappe.qb.DocType(SERIES)
	query = frappe.qb.update(table).set(table.made_until, until)
	query = query.set(table.ended, Case().when(table.last_on <= until, 1).else_(0))
	query.where(table.name.isin(names) & (table.made_until < until)).run()
