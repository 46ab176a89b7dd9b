"""Refusals that are the same on every Frappe: some releases raise another error than PermissionError."""

import frappe
from frappe import _


def require(doctype: str, right: str) -> None:
	"""Raise PermissionError unless the roles of the session's user give `right` on `doctype`."""
	if not frappe.has_permission(doctype, right):
		frappe.throw(_("Your role does not allow this. Ask a KH Manager."), frappe.PermissionError)
