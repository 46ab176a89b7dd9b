"""Reminders of appointments, in the desk and by e-mail: each once, also when the scheduler slept for a while.

`remind_at` is when a reminder is due, NULL when none is. Who sends takes the appointments of one person by locking
them, and says so in the transaction that leaves the messages: two workers never send the same, and one that is killed
has sent nothing.
"""

from collections import defaultdict
from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime
from pypika import functions

from crm_khachhang.background import apart, checkpoint
from crm_khachhang.care import telling
from crm_khachhang.care.dates import APPOINTMENT, CUSTOMER, OPEN
from crm_khachhang.customers import many

# Of what should have been done longer ago the digest tells: after a long pause nobody wants a thousand reminders.
TOO_LATE = timedelta(days=1)
AT_ONCE = 5000

FIELDS = ("name", "subject", "activity_type", "starts_on", "all_day", "customer")


def send_due() -> None:
	"""The scheduler's part: remind everybody of what is due."""
	moment = now_datetime()
	_forget(moment)
	for person, names in _due(moment).items():
		with apart("Reminders"):
			_remind(person, names, moment)
		checkpoint()


def _remind(person: str, names: list[str], moment: datetime) -> None:
	appointments = _take(names, moment)
	if appointments and telling.reaches(person):
		telling.remind(person, appointments, moment)


def _due(moment: datetime) -> dict[str, list[str]]:
	"""{person: names of appointments}; the owner of the customer is reminded of what nobody has."""
	one, customer = frappe.qb.DocType(APPOINTMENT), frappe.qb.DocType(CUSTOMER)
	person = functions.Coalesce(functions.NullIf(one.assigned_to, ""), customer.account_manager)
	query = frappe.qb.from_(one).left_join(customer).on(customer.name == one.customer)
	query = query.select(one.name, person.as_("person")).where(_is_due(one, moment)).orderby(one.remind_at)
	found = defaultdict(list)
	for name, person in query.run():
		found[person or ""].append(name)
	return found


def _take(names: list[str], moment: datetime) -> list[dict]:
	"""Return those that are still to be reminded of, soonest first, and mark them.

	A reading that locks sees what others have committed, whatever the transaction has read before; by name, so that it
	locks nothing in between.
	"""
	one, taken = frappe.qb.DocType(APPOINTMENT), []
	for some in many.chunks(names):
		query = frappe.qb.from_(one).select(*(one[field] for field in FIELDS)).where(one.name.isin(some))
		taken += query.where(_is_due(one, moment)).for_update().run(as_dict=True)
	_mark([row.name for row in taken], moment)
	return sorted(taken, key=lambda row: row.starts_on)


def _forget(moment: datetime) -> None:
	"""Let go of the reminders of what is over, however it came to be."""
	one = frappe.qb.DocType(APPOINTMENT)
	is_over = (one.starts_on < moment - TOO_LATE) | one.status.notin(OPEN)
	query = frappe.qb.from_(one).select(one.name).where((one.remind_at <= moment) & is_over).limit(AT_ONCE)
	while names := query.run(pluck=True):
		_mark(names, None)
		checkpoint()


def _mark(names: list[str], moment: datetime | None) -> None:
	one = frappe.qb.DocType(APPOINTMENT)
	for some in many.chunks(names):
		query = frappe.qb.update(one).set(one.remind_at, None).where(one.name.isin(some))
		(query.set(one.reminded_on, moment) if moment else query).run()


def _is_due(one, moment: datetime):
	return (one.remind_at <= moment) & one.status.isin(OPEN)
