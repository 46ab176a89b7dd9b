"""Who may import: whose role has the import right on customers. An import is seen by who made it and by managers."""

import frappe

from crm_khachhang.access import records
from crm_khachhang.access.checks import require
from crm_khachhang.access.roles import is_administrator

CUSTOMER = "KH Customer"
IMPORT = "KH Import"


def require_import() -> None:
	"""Raise PermissionError unless the session's user may import customers."""
	require(CUSTOMER, "import")


def may_import(user: str | None = None) -> bool:
	"""Return whether the role of `user` has the import right."""
	return bool(frappe.has_permission(CUSTOMER, "import", user=user or frappe.session.user))


def check(name: str, ptype: str = "read"):
	"""Return the import called `name`; one that is not there and one of somebody else give the same refusal."""
	require_import()
	if not frappe.db.exists(IMPORT, name) or not frappe.has_permission(IMPORT, ptype, doc=name):
		raise frappe.PermissionError
	return frappe.get_doc(IMPORT, name)


def permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	user = user or frappe.session.user
	table = frappe.qb.DocType(IMPORT)
	if not may_import(user):
		return "1=0"
	return "" if is_administrator(user) else records.as_text(table.owner == records.literal(user))


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	user = user or frappe.session.user
	return may_import(user) and (is_administrator(user) or not doc.name or doc.get("owner") in (None, user))
