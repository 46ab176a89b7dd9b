"""What care adds to the customers package, which does not know it: it joins by hooks (see hooks.py)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from crm_khachhang.care.dates import APPOINTMENT, OPEN
from crm_khachhang.care.plans.members import CHOSEN
from crm_khachhang.care.recurrence.series import SERIES
from crm_khachhang.customers.owners.handover import move


def holders() -> list[dict]:
	"""Return what becomes of appointments when their customer is deleted; for `kh_customer_holders`."""
	chosen = {"doctype": CHOSEN, "fieldname": "customer", "on_delete": "goes", "as_log": True}
	return [
		{"doctype": APPOINTMENT, "fieldname": "customer", "on_delete": "goes", "made_by_app": "made_for"},
		{"doctype": SERIES, "fieldname": "customer", "on_delete": "goes"},
		chosen,
	]


def hand_over(customer: Document, old: str, new: str) -> None:
	"""Give the open appointments that `old` had with the customer, and those to come, to `new`; for `kh_owner_handover`."""
	move(APPOINTMENT, {"customer": customer.name, "status": ("in", OPEN)}, "assigned_to", old, new)
	move(SERIES, {"customer": customer.name, "ended": 0}, "assigned_to", old, new)


def sheets(customer: Document) -> list[dict]:
	"""Return the sheet of the customer's appointments that the user may read, latest first; for `kh_customer_sheets`."""
	if not frappe.has_permission(APPOINTMENT, "read"):
		return []
	fields = [
		"starts_on",
		"activity_type",
		"subject",
		"status",
		"assigned_to",
		"done_on",
		"outcome",
		"result",
	]
	heads = [_(frappe.get_meta(APPOINTMENT).get_label(field), context=APPOINTMENT) for field in fields]
	appointments = frappe.get_list(
		APPOINTMENT,
		filters={"customer": customer.name},
		fields=fields,
		order_by="starts_on desc, name desc",
		limit_page_length=0,
	)
	rows = [[_shown(one, field) for field in fields] for one in appointments]
	return [{"title": _("Care History"), "heads": heads, "rows": rows}]


def _shown(appointment: dict, field: str):
	value = appointment[field]
	if field in ("activity_type", "status"):
		return _(value) if value else None
	return get_fullname(value) if field == "assigned_to" and value else value
