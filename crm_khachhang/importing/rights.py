"""Who may import: whose role has the import right on customers. An import is seen by who made it and by managers."""

import frappe
from pypika.terms import Criterion

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
	return records.as_text(_rule(user)) if may_import(user) else "1=0"


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether the import, as the database has it, is the user's to see, whatever the document at hand says."""
	user = user or frappe.session.user
	if not may_import(user):
		return False
	rule = _rule(user)
	if not doc.name or rule is None or records.existing(IMPORT, [doc.name], rule):
		return True
	return not frappe.db.exists(IMPORT, doc.name)


def _rule(user: str) -> Criterion | None:
	"""One sees what one made; who administers the module sees all."""
	owner = frappe.qb.DocType(IMPORT).owner
	return None if is_administrator(user) else owner == records.literal(user)
