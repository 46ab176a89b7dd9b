"""Takes away what an installation added and what people attached to the app's documents.

Frappe itself deletes the module's DocTypes and whatever is linked to the module (workspace, number
cards, charts, reports). Everything here happens before that, within the transaction that it commits.
"""

import frappe

from crm_khachhang.customers.codes import COUNTER_PREFIX
from crm_khachhang.hooks import app_title
from crm_khachhang.setup import grants, roles

APP = "crm_khachhang"
MODULE = "CRM Khachhang"
WORKSPACE = "KH Customers"

# DocType of Frappe -> its field that names the DocType it is about. Without ours such a record is
# broken, and some break the form of the document that they hang on.
ABOUT_A_DOCTYPE = {
	"Assignment Rule": "document_type",
	"Client Script": "dt",
	"Comment": "reference_doctype",
	"Custom DocPerm": "parent",
	"Custom Field": "dt",
	"Dashboard Chart": "document_type",
	"DocShare": "share_doctype",
	"Document Follow": "ref_doctype",
	"Dynamic Link": "link_doctype",
	"Kanban Board": "reference_doctype",
	"List Filter": "reference_doctype",
	"List View Settings": "name",
	"Notification": "document_type",
	"Number Card": "document_type",
	"Print Format": "doc_type",
	"Property Setter": "doc_type",
	"Report": "ref_doctype",
	"Tag Link": "document_type",
	"ToDo": "reference_type",
	"User Permission": "allow",
	"Version": "ref_doctype",
}

# Records that Frappe 16 makes by itself for every app and workspace: DocType, field, value.
MADE_FOR_THE_APP = (
	("Desktop Icon", "app", APP),
	("Desktop Icon", "parent_icon", app_title),
	("Desktop Icon", "link_to", WORKSPACE),
	("Workspace Sidebar", "app", APP),
	("Workspace Sidebar", "title", WORKSPACE),
)


def before_uninstall():
	doctypes = frappe.get_all("DocType", filters={"module": MODULE}, pluck="name")
	_delete_files(doctypes)
	_delete_records_about(doctypes)
	_delete_desk_entries()
	_delete_counters()
	frappe.db.delete("Singles", {"doctype": ("in", doctypes)})
	frappe.db.delete("Patch Log", {"patch": ("like", f"{APP}.%")})
	roles.delete()
	for doctype in grants.DOCTYPES:
		frappe.clear_cache(doctype=doctype)


def _delete_records_about(doctypes: list[str]) -> None:
	for holder, field in ABOUT_A_DOCTYPE.items():
		if frappe.db.table_exists(holder):
			_delete_with_children(holder, {field: ("in", doctypes)})


def _delete_files(doctypes: list[str]) -> None:
	"""One by one, so that the files on the disk go as well."""
	for name in frappe.get_all("File", filters={"attached_to_doctype": ("in", doctypes)}, pluck="name"):
		frappe.delete_doc("File", name, ignore_permissions=True, force=True)


def _delete_desk_entries() -> None:
	for doctype, field, value in MADE_FOR_THE_APP:
		if frappe.db.table_exists(doctype) and frappe.get_meta(doctype).has_field(field):
			_delete_with_children(doctype, {field: value})


def _delete_with_children(doctype: str, filters: dict) -> None:
	names = frappe.get_all(doctype, filters=filters, pluck="name", order_by="name")
	if not names:
		return
	for table in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(table.options, {"parenttype": doctype, "parent": ("in", names)})
	frappe.db.delete(doctype, {"name": ("in", names)})


def _delete_counters() -> None:
	"""Counters of codes have a table without DocType."""
	frappe.db.delete("Series", {"name": ("like", f"{COUNTER_PREFIX}%")})
