"""What is to do: overdue, today, and in the rest of the week; mine or my team's."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import get_fullname, now_datetime

from crm_khachhang.access.customers import CUSTOMER, visible_names
from crm_khachhang.care import calendar
from crm_khachhang.care.dates import APPOINTMENT, OPEN

FIELDS = (
	*("name", "customer", "contact", "subject", "activity_type", "status", "priority"),
	*("assigned_to", "starts_on", "all_day", "description"),
)
OF_CUSTOMER = ("name", "customer_name", "phone", "phone_e164", "last_care_on", "total_debt")
MOST = 50


def todo(whose: str = calendar.ME) -> dict:
	"""Return {"overdue", "today", "week"}: each {"rows": at most MOST appointments, "more": whether there are others}.

	A row has FIELDS, `who`, and of a customer that the session's user sees OF_CUSTOMER as `about`.
	"""
	people = calendar.people_of(whose)
	midnight = now_datetime().replace(hour=0, minute=0, second=0, microsecond=0)
	tomorrow = midnight + timedelta(days=1)
	monday = midnight + timedelta(days=7 - midnight.weekday())
	spans = {"overdue": (None, midnight), "today": (midnight, tomorrow), "week": (tomorrow, monday)}
	found = {title: _open(people, *span) for title, span in spans.items()}
	_tell_customers([row for part in found.values() for row in part["rows"]])
	return found


def _open(people: list[str] | None, start: datetime | None, end: datetime) -> dict:
	"""Those between the two moments that the user may read, soonest first."""
	rows, is_all = [], False
	while not is_all and len(rows) <= MOST:
		some = _rows(people, (rows[-1].starts_on, rows[-1].name) if rows else None, start, end)
		is_all = len(some) < MOST * 2
		readable = calendar.readable(some)
		rows += [row for row in some if row.name in readable]
		if not rows:
			break
	return {"rows": rows[:MOST], "more": len(rows) > MOST or not is_all}


def _rows(people: list[str] | None, behind, start: datetime | None, end: datetime) -> list[dict]:
	table = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
	query = query.where(table.status.isin(OPEN) & (table.starts_on < end))
	if start:
		query = query.where(table.starts_on >= start)
	if people is not None:
		query = query.where(table.assigned_to.isin(people))
	if behind:
		moment, name = behind
		query = query.where((table.starts_on > moment) | ((table.starts_on == moment) & (table.name > name)))
	return query.orderby(table.starts_on).orderby(table.name).limit(MOST * 2).run(as_dict=True)


def _tell_customers(rows: list[dict]) -> None:
	about = {}
	if seen := visible_names(sorted({row.customer for row in rows})):
		found = frappe.get_all(CUSTOMER, {"name": ("in", sorted(seen))}, OF_CUSTOMER, order_by=None)
		about = {customer.name: customer for customer in found}
	for row in rows:
		row.who = get_fullname(row.assigned_to) if row.assigned_to else ""
		row.about = about.get(row.customer)
		row.customer = row.customer if row.about else None
