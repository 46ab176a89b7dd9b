"""Files in the fields of a document: only those that its writer may read.

Frappe attaches whatever private file such a field names to the document, without asking anybody; and whoever reads a
document reads what is attached to it.
"""

from frappe.model.document import Document

from crm_khachhang.access import files
from crm_khachhang.customers import messages
from crm_khachhang.customers.fields import refuse

TYPES = ("Attach", "Attach Image")


def fields(meta) -> tuple[str, ...]:
	"""Return the fields of a DocType that hold the address of a file, custom ones included."""
	if not hasattr(meta, "kh_file_fields"):  # asked of every row of an import
		meta.kh_file_fields = tuple(field.fieldname for field in meta.fields if field.fieldtype in TYPES)
	return meta.kh_file_fields


def check(doc: Document, method: str | None = None) -> None:
	"""Refuse the address of a file that is not there or not for the session's user; also for `validate` of hooks.

	Asks the database only where the address of a private file is new.
	"""
	for fieldname in fields(doc.meta):
		url = doc.get(fieldname)
		if url and doc.has_value_changed(fieldname) and not files.may_name(url):
			refuse(doc, fieldname, messages.FILE)
