"""When a customer is cared for next and was last: kept on the customer, where lists filter and sort by it."""

from collections.abc import Iterable
from datetime import datetime

import frappe
from pypika import Case, functions

from crm_khachhang.customers import many

APPOINTMENT = "KH Care Schedule"
CUSTOMER = "KH Customer"

# An appointment in one of these states is still to come, also when its time has passed.
OPEN = ("Planned", "In Progress")
DONE = "Done"

FIELDS = ("next_care_on", "last_care_on")

# What one save changes, also one that gives an appointment to another customer. For more, the database would lock
# everything between them.
FEW = 2


def refresh_dates(customers: Iterable[str | None]) -> None:
	"""Set next_care_on (earliest open appointment) and last_care_on (latest one done) of the customers.

	Two queries for all of them, and one statement for those that change. Touches neither their `modified` nor hooks:
	it is a sum of other documents, not an edit. Appointments of a FEW customers are read as others have committed them by
	now, which a transaction's own reading would not know.
	"""
	names = sorted({name for name in customers if name})
	if not names:
		return
	known = _locked(names)
	right = _from_appointments(names)
	wrong = {}
	for row in known:
		new = tuple(right.get(row.name, {}).get(field) for field in FIELDS)
		if new != tuple(row[field] for field in FIELDS):
			wrong[row.name] = new
	_write(wrong)


def hold(customers: Iterable[str | None]) -> list[dict]:
	"""Lock the customers until the transaction ends (see care/holding.py), and return their `name` and FIELDS."""
	names = sorted({name for name in customers if name and isinstance(name, str)})
	return [row for some in many.chunks(names) for row in _locked(some)]


def bring_forward(added: Iterable[tuple[str, datetime]], held: Iterable[dict] | None = None) -> None:
	"""Keep next_care_on right after open appointments were added: (customer, start) of each; `held`: what `hold` returned.

	Compared with what the customer has by now, under a lock: of what others added since this transaction began, a reading
	of appointments would know nothing.
	"""
	soonest: dict[str, datetime] = {}
	for customer, start in added:
		soonest[customer] = min(start, soonest.get(customer, start))
	rows = [row for row in (hold(soonest) if held is None else held) if row.name in soonest]
	for some in many.chunks(rows):
		later = [row for row in some if not row.next_care_on or soonest[row.name] < row.next_care_on]
		_write({row.name: (soonest[row.name], row.last_care_on) for row in later})


def _write(values: dict[str, tuple]) -> None:
	"""Write the FIELDS of customers that the transaction has locked."""
	if len(values) == 1:
		[(name, new)] = values.items()
		frappe.db.set_value(CUSTOMER, name, dict(zip(FIELDS, new, strict=True)), update_modified=False)
	elif values:
		# An insertion of rows that are all there: the one statement that gives each row values of its own.
		rows = [(name, *new) for name, new in sorted(values.items())]
		many.insert(f"tab{CUSTOMER}", ("name", *FIELDS), rows, replace=True)
		frappe.clear_document_cache(CUSTOMER)


def _locked(names: list[str]) -> list[dict]:
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(customer.name, customer.next_care_on, customer.last_care_on)
	return query.where(customer.name.isin(names)).orderby(customer.name).for_update().run(as_dict=True)


def _from_appointments(names: list[str]) -> dict[str, dict]:
	one = frappe.qb.DocType(APPOINTMENT)
	when_open = Case().when(one.status.isin(OPEN), one.starts_on)
	when_done = Case().when(one.status == DONE, one.done_on)
	query = frappe.qb.from_(one).select(
		one.customer,
		functions.Min(when_open).as_("next_care_on"),
		functions.Max(when_done).as_("last_care_on"),
	)
	query = query.where(one.customer.isin(names)).groupby(one.customer)
	rows = (query.for_update() if len(names) <= FEW else query).run(as_dict=True)
	return {row.customer: row for row in rows}
