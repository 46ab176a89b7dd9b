"""Removes customers that nothing holds in a few statements: what taking back an import mostly is.

A customer that any document, journal or file names goes through the document API, one at a time.
"""

import frappe
from frappe.utils import now

from crm_khachhang.access import customers as access
from crm_khachhang.customers import holders, many, references
from crm_khachhang.customers.search import index
from crm_khachhang.importing.planning.draft import CUSTOMER
from crm_khachhang.importing.writing import custom_logic

DELETED = ("name", "owner", "modified_by", "creation", "modified", "deleted_name", "deleted_doctype", "data")


def is_allowed() -> bool:
	"""Whether the session's user may delete every customer, and no rule of the site wants to know of each."""
	return (
		access.sees_all() and bool(frappe.has_permission(CUSTOMER, "delete")) and not custom_logic.reasons()
	)


def free(names: list[str]) -> set[str]:
	"""Return those of the customers that no field of the site names."""
	held = {
		name
		for reference in references.to(CUSTOMER)
		for counts in holders.count(reference, names).values()
		for name in counts
	}
	return set(names) - held


def remove(names: list[str]) -> None:
	"""Delete customers that are `free`, and keep each as a Deleted Document, as Frappe does."""
	rows = frappe.get_all(CUSTOMER, {"name": ("in", names)}, ["*"], order_by="name", limit_page_length=0)
	for row in rows:
		index.remove(frappe._dict(name=row.name))
	user, moment = frappe.session.user, now()
	kept = (
		(*_stamps(user, moment), row.name, CUSTOMER, frappe.as_json({**row, "doctype": CUSTOMER}))
		for row in rows
	)
	many.insert("tabDeleted Document", DELETED, kept)
	frappe.db.delete(CUSTOMER, {"name": ("in", names)})
	for name in names:
		frappe.clear_document_cache(CUSTOMER, name)


def _stamps(user: str, moment: str) -> tuple:
	return frappe.generate_hash(length=10), user, user, moment, moment
