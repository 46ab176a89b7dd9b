"""What is to do: overdue, today, and in the rest of the week; mine or my team's."""

from datetime import datetime, timedelta
from itertools import chain

import frappe
from frappe.utils import get_fullname, now_datetime

from crm_khachhang.access.customers import sees_all_owners
from crm_khachhang.access.teams import people_below
from crm_khachhang.care import calendar, readable
from crm_khachhang.care.dates import APPOINTMENT, OPEN

FIELDS = (
	*("name", "customer", "subject", "activity_type", "status", "priority"),
	*("assigned_to", "starts_on", "all_day"),
)
OF_CUSTOMER = ("customer_name", "phone", "phone_e164", "last_care_on", "total_debt")
MOST = 50
# Some of which the reader may not read.
MOST_READ = MOST * 2

# Index of KH Care Schedule.
OF_PEOPLE = "kh_assigned_to_status_starts_on"


def todo(whose: str = calendar.ME) -> dict:
	"""Return {"overdue", "today", "week"}: each {"rows": at most MOST appointments, "more": whether there are others}.

	A row has FIELDS, `who`, and of a customer that the session's user sees OF_CUSTOMER as `about`.
	"""
	people = _people(whose)
	midnight = now_datetime().replace(hour=0, minute=0, second=0, microsecond=0)
	tomorrow = midnight + timedelta(days=1)
	monday = midnight + timedelta(days=7 - midnight.weekday())
	spans = {"overdue": (None, midnight), "today": (midnight, tomorrow), "week": (tomorrow, monday)}
	found = {title: _rows(people, *span) for title, span in spans.items()}
	seen = readable.customers_of(chain.from_iterable(found.values()), *OF_CUSTOMER)
	return {title: _shown(rows, seen) for title, rows in found.items()}


def _people(whose: str) -> list[str] | None:
	"""Me, or those whose customers I see as their leader; None for all, whom managers without a team look after."""
	user = frappe.session.user
	below = people_below(user) if whose == calendar.TEAM else set()
	if whose == calendar.TEAM and not below and sees_all_owners(user):
		return None
	return sorted({user, *below})


def _rows(people: list[str] | None, start: datetime | None, end: datetime) -> list[dict]:
	table = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
	query = query.where(table.status.isin(OPEN) & (table.starts_on < end))
	if start:
		query = query.where(table.starts_on >= start)
	if people is not None:
		# Else the database walks through everybody's in the order of time.
		query = query.force_index(OF_PEOPLE).where(table.assigned_to.isin(people))
	return query.orderby(table.starts_on).orderby(table.name).limit(MOST_READ).run(as_dict=True)


def _shown(found: list[dict], seen: readable.Seen) -> dict:
	"""Those that the user may read, with what they may know of the customers."""
	rows = [row for row in found if seen.may_read(row)]
	for row in rows[:MOST]:
		row.who = get_fullname(row.assigned_to) if row.assigned_to else ""
		row.about = seen.get(row.customer)
		row.customer = row.customer if row.about else None
	return {"rows": rows[:MOST], "more": len(rows) > MOST or len(found) == MOST_READ}
