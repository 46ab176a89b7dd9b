"""What the automatic appointment of a birthday is made for, and what becomes of it where a care plan has one as well:
of the same birthday of the same customer the plan's is the only one, whichever was there first."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha1

import frappe

from crm_khachhang.care.dates import APPOINTMENT, CUSTOMER
from crm_khachhang.care.inviting import invited
from crm_khachhang.care.plans.touches import BIRTHDAY, read_made_for
from crm_khachhang.customers import many
from crm_khachhang.vietnam.lunar import to_lunar

TOUCH = "KH Care Plan Touch"

BIRTH, FOUNDING = "birth", "founding"

# What a name may take of the line that `made_for` has room for.
MOST_OF_NAME = 80


def year_of(day: date, by_moon: bool) -> int:
	"""Return the year of a day, by the solar or the lunar calendar."""
	return to_lunar(day).year if by_moon else day.year


def made_for(doctype: str, name: str, key: str, year: int) -> str:
	"""Return the mark of a birthday (`key` BIRTH) or anniversary (FOUNDING); a long name by its fingerprint."""
	short = name if len(name) <= MOST_OF_NAME else sha1(name.encode()).hexdigest()
	return f"birthday:{doctype}:{short}:{key}:{year}"


def of_plans(customers: Iterable[str]) -> set[tuple[str, date]]:
	"""Return (customer, its birthday) of which a care plan has an appointment, whatever became of it."""
	touches = frappe.get_all(TOUCH, {"anchor": BIRTHDAY}, ["name", "parent"], order_by=None)
	names, plans = {touch.name for touch in touches}, sorted({touch.parent for touch in touches})
	table, found = frappe.qb.DocType(APPOINTMENT), set()
	for some in many.chunks(sorted(customers)) if plans else ():
		query = frappe.qb.from_(table).select(table.customer, table.made_for)
		query = query.where(
			table.customer.isin(some) & table.care_plan.isin(plans) & table.made_for.isnotnull()
		)
		for customer, mark in query.run():
			touch, birthday = read_made_for(mark) or ("", None)
			found |= {(customer, birthday)} if touch in names else set()
	return found


def give_way(rows: list[dict], by_moon: bool) -> list[dict]:
	"""Delete the automatic appointments in whose place a plan's come, and return those of `rows` that come.

	`rows`: {customer, anchor} of birthdays. Where somebody has begun the automatic one, ended it or invited guests to it,
	it is the one.
	"""
	marks = {mark: row for row in rows for mark in _marks(row["customer"], row["anchor"], by_moon)}
	automatic, kept = list(_automatic(list(marks))), set()
	expected = {guest.appointment for guest in invited.of([name for _mark, name, _status in automatic])}
	for mark, name, status in automatic:
		if status == "Planned" and name not in expected:
			frappe.delete_doc(APPOINTMENT, name, ignore_permissions=True, force=True)
		elif status != "Cancelled":
			kept.add(id(marks[mark]))
	return [row for row in rows if id(row) not in kept]


def _marks(customer: str, birthday: date, by_moon: bool) -> list[str]:
	year = year_of(birthday, by_moon)
	return [made_for(CUSTOMER, customer, key, year) for key in (BIRTH, FOUNDING)]


def _automatic(marks: list[str]) -> Iterable[tuple[str, str, str]]:
	table = frappe.qb.DocType(APPOINTMENT)
	for some in many.chunks(marks):
		query = frappe.qb.from_(table).select(table.made_for, table.name, table.status)
		yield from query.where(table.made_for.isin(some)).run()
