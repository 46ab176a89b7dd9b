"""Rights of the app's roles on Frappe's own Contact and Address.

They are ordinary DocPerm rows of those DocTypes. Custom DocPerm rows would replace all standard rights
of the DocType, other apps' included, and freeze them against later releases. A migration that renews
Contact or Address drops our rows, so `give_again` runs after each one. On a site whose administrator
has taken over the rights of a DocType (it has Custom DocPerm rows) they are added there once, at
installation, and never put back after the administrator removed them.
"""

import frappe
import frappe.permissions

from crm_khachhang.access.roles import ACCOUNTANT, MANAGER, SALES_USER, VIEWER

DOCTYPES = ("Contact", "Address")

_READ = ("read", "report", "print")
_WRITE = (*_READ, "write", "create", "email", "share")

RIGHTS = {
	MANAGER: (*_WRITE, "delete", "import", "export"),
	SALES_USER: _WRITE,
	ACCOUNTANT: _READ,
	VIEWER: _READ,
}


def give() -> None:
	"""Give the rights on every DocType of the list."""
	for doctype in DOCTYPES:
		_renew(doctype, "Custom DocPerm" if _is_customised(doctype) else "DocPerm")


def give_again() -> None:
	"""Renew the standard rows, which a migration may have dropped."""
	for doctype in DOCTYPES:
		if not _is_customised(doctype):
			_renew(doctype, "DocPerm")


def _is_customised(doctype: str) -> bool:
	return bool(frappe.db.exists("Custom DocPerm", {"parent": doctype}))


def _renew(doctype: str, table: str) -> None:
	frappe.db.delete(table, {"parent": doctype, "role": ("in", list(RIGHTS))})
	first = frappe.db.count(table, {"parent": doctype}) + 1
	for idx, role in enumerate(RIGHTS, start=first):
		_insert(table, doctype, role, idx)
	frappe.clear_cache(doctype=doctype)


def _insert(table: str, doctype: str, role: str, idx: int) -> None:
	row = frappe.new_doc(table)
	row.update({"parent": doctype, "parenttype": "DocType", "parentfield": "permissions", "role": role})
	# A new row grants by default more than it is asked for.
	row.update({right: int(right in RIGHTS[role]) for right in frappe.permissions.rights})
	row.update({"permlevel": 0, "idx": idx})
	row.set_new_name()
	row.db_insert()
