"""Refusals that are the same on every Frappe: some releases raise another error than PermissionError."""

import frappe
from frappe import _


def require(doctype: str, *rights: str) -> None:
	"""Raise PermissionError unless the roles of the session's user give one of `rights` on `doctype`."""
	if not any(frappe.has_permission(doctype, right) for right in rights):
		frappe.throw(_("Your role does not allow this. Ask a KH Manager."), frappe.PermissionError)
