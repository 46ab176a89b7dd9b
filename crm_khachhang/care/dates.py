"""When a customer is cared for next and was last: kept on the customer, where lists filter and sort by it."""

from collections.abc import Iterable

import frappe
from pypika import Case, functions

APPOINTMENT = "KH Care Schedule"
CUSTOMER = "KH Customer"

# An appointment in one of these states is still to come, also when its time has passed.
OPEN = ("Planned", "In Progress")
DONE = "Done"

FIELDS = ("next_care_on", "last_care_on")


def refresh_dates(customers: Iterable[str | None]) -> None:
	"""Set next_care_on (earliest open appointment) and last_care_on (latest one done) of the customers.

	Two queries for all of them, and one for each that changes. Touches neither their `modified` nor hooks:
	it is a sum of other documents, not an edit.
	"""
	names = sorted({name for name in customers if name})
	if not names:
		return
	right = _from_appointments(names)
	for row in _locked(names):
		new = right.get(row.name, {})
		changed = {field: new.get(field) for field in FIELDS if row[field] != new.get(field)}
		if changed:
			frappe.db.set_value(CUSTOMER, row.name, changed, update_modified=False)


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
	rows = query.where(one.customer.isin(names)).groupby(one.customer).run(as_dict=True)
	return {row.customer: row for row in rows}
