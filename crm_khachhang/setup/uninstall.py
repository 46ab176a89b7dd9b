"""Takes away what an installation added and what people attached to the app's documents.

Frappe itself deletes the module's DocTypes and whatever is linked to the module (workspace, number
cards, charts, reports). Everything here happens before that, within the transaction that it commits.
Frappe calls this in a dry run as well and rolls back: so nothing here may act outside the transaction,
on files or caches, before it is committed.
"""

import frappe

from crm_khachhang.customers.counters import COUNTER_PREFIX
from crm_khachhang.customers.search import words
from crm_khachhang.exporting import files as exported
from crm_khachhang.hooks import app_title
from crm_khachhang.setup import address_template, currency, custom_fields, desk, roles
from crm_khachhang.setup.references import Names, References, delete_with_children

APP = "crm_khachhang"
MODULE = "CRM Khachhang"
WORKSPACE = "KH Customers"

# What Frappe deletes with the module and people may have put into a workspace of their own.
OF_THE_MODULE = ("Workspace", "Number Card", "Dashboard Chart", "Dashboard Chart Source", "Report")

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
	if not doctypes:  # Forced on a site that never had the app: roles named like ours are somebody else's.
		return
	references = References(MODULE)
	_delete_files({doctype: None for doctype in doctypes})
	for name in exported.of_all():
		_delete_file(frappe.get_doc("File", name))
	_delete_desk_entries(references)
	gone = references.remove_doctypes(doctypes)
	_delete_files(gone)
	references.remove_documents(gone | _of_the_module(gone) | roles.delete())
	address_template.delete()
	desk.delete_today_block()
	currency.take_sign()
	custom_fields.delete()
	_delete_counters()
	_delete_scheduled_jobs()
	frappe.db.delete("Singles", {"doctype": ("in", doctypes)})
	frappe.db.delete("Patch Log", {"patch": ("like", f"{APP}.%")})
	# A table without DocType; dropping it commits, so it goes when the rest is gone.
	frappe.db.after_commit.add(words.drop_table)
	frappe.db.after_commit.add(frappe.clear_cache)


def _of_the_module(gone: Names) -> Names:
	return {
		doctype: gone.get(doctype, []) + frappe.get_all(doctype, filters={"module": MODULE}, pluck="name")
		for doctype in OF_THE_MODULE
	}


def _delete_files(attached_to: dict[str, list[str] | None]) -> None:
	"""Delete the files of the documents (None: of all documents of the DocType)."""
	for doctype, names in attached_to.items():
		filters = {"attached_to_doctype": doctype}
		if names is not None:
			filters["attached_to_name"] = ("in", names)
		for name in frappe.get_all("File", filters=filters, pluck="name"):
			_delete_file(frappe.get_doc("File", name))


def _delete_file(file) -> None:
	"""Delete the row now, and from the disk after the commit unless another row has the same content."""
	frappe.db.delete("File", {"name": file.name})
	frappe.db.after_commit.add(file._delete_file_on_disk)


def _delete_desk_entries(references: References) -> None:
	for doctype, field, value in MADE_FOR_THE_APP:
		meta = references.metas.get(doctype)
		if meta and meta.has_field(field):
			delete_with_children(meta, {field: value})


def _delete_counters() -> None:
	"""Counters of codes have a table without DocType."""
	frappe.db.delete("Series", {"name": ("like", f"{COUNTER_PREFIX}%")})


def _delete_scheduled_jobs() -> None:
	"""Frappe would keep them, and their log, until the next migration, and run into an error each time."""
	jobs = frappe.get_all("Scheduled Job Type", {"method": ("like", f"{APP}.%")}, pluck="name")
	if jobs:
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ("in", jobs)})
		frappe.db.delete("Scheduled Job Type", {"name": ("in", jobs)})
