"""The reason why an action failed on a customer, as the user who started it reads it."""

import json

import frappe
from frappe import _

from crm_khachhang.access.customers import visible_names
from crm_khachhang.customers.refusals import REFUSALS, plain

CUSTOMER = "KH Customer"
LONGEST = 1000


def reason(error: Exception, customer: str, right: str) -> str:
	"""Return why `error` kept an action that needs `right` from `customer`; unexpected errors are logged.

	A customer that the user may not see and one that does not exist give the same words.
	"""
	if _is_out_of_reach(error, customer, right):
		return _("Not found, or you no longer have the right to it.")
	if isinstance(error, frappe.QueryTimeoutError | frappe.QueryDeadlockError):
		return _("Somebody else is changing this customer. Try again.")
	if isinstance(error, frappe.TimestampMismatchError):
		return _("Somebody else has just changed this customer. Try again.")
	if not isinstance(error, REFUSALS):
		frappe.log_error(title="KH Bulk Action", reference_doctype=CUSTOMER, reference_name=customer)
		return _("An unexpected error; the administrator finds it in the error log.")
	return plain(_messages() or str(error))[:LONGEST]


def _is_out_of_reach(error: Exception, customer: str, right: str) -> bool:
	if not isinstance(error, frappe.PermissionError | frappe.DoesNotExistError):
		return False
	return not visible_names([customer]) or not frappe.has_permission(CUSTOMER, right, doc=customer)


def _messages() -> str:
	"""What was said with the error. Frappe 15 began with JSON in its message log and went on with dicts."""
	rows = [json.loads(row) if isinstance(row, str) else row for row in frappe.local.message_log]
	return " ".join(str(row.get("message") or "") for row in rows if row.get("raise_exception"))
