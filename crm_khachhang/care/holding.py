"""In which order whoever writes appointments locks what belongs together: customers, then series, then appointments.

Two people who change appointments of one series or customer then wait for each other, and never in a circle; and who waited
counts the dates of care from what the other one left.
"""

import frappe
from frappe.model.document import Document

from crm_khachhang.care import dates
from crm_khachhang.care.dates import APPOINTMENT
from crm_khachhang.care.recurrence import scope as scopes
from crm_khachhang.care.recurrence.series import SERIES


def hold(appointment: Document) -> None:
	"""Lock what a save of the appointment may touch, before the appointment itself is locked."""
	_hold(appointment.name, appointment.get("kh_scope"), appointment.customer)


def hold_by_name(name: str, scope: str | None = None) -> None:
	"""Lock what a change of the appointment of this name, as far as `scope`, may touch; nothing where there is none."""
	_hold(name, scope)


def _hold(name: str | None, scope: str | None, *customers: str) -> None:
	fields = ["customer", "series"]
	stored = frappe.db.get_value(APPOINTMENT, {"name": name}, fields, as_dict=True) if name else None
	stored = stored or frappe._dict()
	dates.hold([stored.customer, *customers])
	if stored.series and scopes.read(scope) != scopes.THIS:
		frappe.db.get_value(SERIES, {"name": stored.series}, "name", for_update=True)
