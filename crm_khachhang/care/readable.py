"""Which appointments somebody may read: their own, and those with customers whom they see.

For many rows at once, which a query by `access.related.visible` would read by another index than that of their time.
"""

from collections.abc import Iterable

import frappe

from crm_khachhang.access import records
from crm_khachhang.access.customers import CUSTOMER, visible
from crm_khachhang.customers import many

# So many are asked for at once.
AT_ONCE = 2000


class Seen(dict):
	"""{customer: what was asked for} of those that the session's user sees, among the customers of some appointments."""

	def may_read(self, appointment: dict) -> bool:
		"""Return whether the user may read the appointment; of its customer only what is here."""
		return appointment.assigned_to == frappe.session.user or appointment.customer in self


def customers_of(appointments: Iterable[dict], *fields: str) -> Seen:
	"""Return `name` and `fields` of the customers of the appointments as far as the user sees them: one query."""
	table, rule, found = frappe.qb.DocType(CUSTOMER), visible(), Seen()
	for some in many.chunks(sorted({one.customer for one in appointments}), AT_ONCE):
		query = frappe.qb.from_(table).select(table.name, *(table[field] for field in fields))
		query = query.where(table.name.isin(records.literals(some)))
		rows = (query if rule is None else query.where(rule)).run(as_dict=True)
		found.update((row.name, row) for row in rows)
	return found
