"""Every field of the site that can name a document: links of any app, custom fields, child tables, singles.

Nothing is listed that a field says itself. Only the few tables that Frappe fills with names in plain text
fields are spelled out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe.model.dynamic_links import get_dynamic_links
from frappe.model.rename_doc import get_link_fields

# Plain text fields of Frappe's own that hold the DocType and the name of a document.
SPELLED = (
	("File", "attached_to_doctype", "attached_to_name"),
	("Version", "ref_doctype", "docname"),
	("Energy Point Log", "reference_doctype", "reference_name"),
	("Notification Log", "document_type", "document_name"),
	("Email Queue", "reference_doctype", "reference_name"),
)


@dataclass(frozen=True)
class Reference:
	"""A field that can name a document of `target`.

	`table` is the DocType that has the field `fieldname`; `kind_field` is its field with the DocType of the
	named document, empty for a Link, which always names the same.
	"""

	target: str
	table: str
	fieldname: str
	kind_field: str = ""
	spelled: bool = False

	@property
	def meta(self):
		return frappe.get_meta(self.table)

	@property
	def label(self) -> str:
		"""The field's label, in the source language."""
		return self.meta.get_label(self.fieldname)

	def condition(self, table, names: list[str]):
		"""Return the condition that a row of the query's `table` names one of `names`."""
		condition = table[self.fieldname].isin(names)
		return condition & (table[self.kind_field] == self.target) if self.kind_field else condition

	def single_value(self) -> str | None:
		"""Return the document that a Single names, if it is one of `target`."""
		values = frappe.db.get_singles_dict(self.table)
		if self.kind_field and values.get(self.kind_field) != self.target:
			return None
		return values.get(self.fieldname)


def to(doctype: str) -> list[Reference]:
	"""Return the fields that can name a document of `doctype`, in the order of their tables."""
	found = {
		(r.table, r.fieldname): r for r in (*_links(doctype), *_dynamic_links(doctype), *_spelled(doctype))
	}
	return [reference for _key, reference in sorted(found.items()) if _is_stored(reference)]


def _links(doctype: str) -> Iterator[Reference]:
	# Frappe keeps them for the whole request or job, in which a DocType may be made.
	if frappe.flags.link_fields:
		frappe.flags.link_fields.pop(doctype, None)
	for field in get_link_fields(doctype):
		yield Reference(doctype, field["parent"], field["fieldname"])


def _dynamic_links(doctype: str) -> Iterator[Reference]:
	for field in get_dynamic_links():
		yield Reference(doctype, field["parent"], field["fieldname"], field["options"])


def _spelled(doctype: str) -> Iterator[Reference]:
	for table, kind_field, fieldname in SPELLED:
		if frappe.db.exists("DocType", table):
			yield Reference(doctype, table, fieldname, kind_field, spelled=True)


def _is_stored(reference: Reference) -> bool:
	"""Not of a virtual DocType or field, nor of a broken customisation."""
	meta = reference.meta
	fields = [meta.get_field(name) for name in (reference.fieldname, reference.kind_field) if name]
	if meta.get("is_virtual") or not all(fields) or any(field.get("is_virtual") for field in fields):
		return False
	return bool(meta.issingle or frappe.db.table_exists(reference.table))
