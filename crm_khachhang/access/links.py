"""A link to what one does not see is refused in the words of a link to nothing."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.access import customers, not_found, protected

CLOSED = ("Closed", "Cancelled")


def check_rows(doc: Document, method: str | None = None) -> None:
	"""Refuse rows that newly link a contact or an address to a hidden customer; for `validate`."""
	rows = [row for row in doc.get("links") or [] if row.link_doctype == customers.CUSTOMER]
	for row in rows:
		# The framework copies the customer's name here, where everybody who sees the contact reads it.
		row.link_title = row.link_name
	if not rows or _is_trusted(doc):
		return
	new = {row.link_name for row in rows} - _stored_rows(doc)
	hidden = new - customers.visible_names(list(new)) if new else set()
	for row in rows:
		if row.link_name in hidden:
			refuse(row, "link_name", row.link_name)


def check_fields(doc: Document, method: str | None = None) -> None:
	"""Refuse hidden documents in the changed link fields of a document of ours; for `validate`."""
	if _is_trusted(doc):
		return
	for field in doc.meta.get_link_fields() + doc.meta.get_dynamic_link_fields():
		name = doc.get(field.fieldname)
		linked = field.options if field.fieldtype == "Link" else doc.get(field.options)
		if name and linked in protected.DOCTYPES and doc.has_value_changed(field.fieldname):
			if not protected.sees(linked, name):
				refuse(doc, field.fieldname, name, linked)


def check_reference(doc, method: str | None = None) -> None:
	"""Refuse a new record about a hidden document in the words of a link to nothing; for `validate`.

	Who is assigned to a customer sees it, so nobody assigns themselves, nor opens a closed assignment
	again. This looks at who is logged in, also where the framework writes without asking.
	"""
	doctype_field, name_field = protected.REFERENCES[doc.doctype]
	if doc.get(doctype_field) not in protected.DOCTYPES or not doc.get(name_field):
		return
	if doc.doctype == "ToDo" and doc.status in CLOSED:
		return
	watched = [doctype_field, name_field] + (["allocated_to", "status"] if doc.doctype == "ToDo" else [])
	if doc.is_new() or any(doc.has_value_changed(field) for field in watched):
		if protected.hides(doc.get(doctype_field), doc.get(name_field)):
			refuse(doc, name_field, doc.get(name_field), doc.get(doctype_field))


def check_dynamic(doc: Document, method: str | None = None) -> None:
	"""Refuse hidden documents in new or changed dynamic links of a document and of its rows; for `validate`.

	For documents that everybody may write, an event or a reminder: Frappe would tell by them which names there are.
	"""
	if _is_trusted(doc):
		return
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.get_dynamic_link_fields():
			doctype, name = row.get(field.options), row.get(field.fieldname)
			if doctype in protected.DOCTYPES and name and not _is_stored(row, field):
				if not protected.sees(doctype, name):
					refuse(row, field.fieldname, name, doctype)


def check_given(doc: Document) -> None:
	"""Refuse hidden documents in the links of a document that a request brings along to print it, unless it is stored so."""
	if customers.sees_all():
		return
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.get_link_fields() + row.meta.get_dynamic_link_fields():
			doctype = field.options if field.fieldtype == "Link" else row.get(field.options)
			name = row.get(field.fieldname)
			if doctype in protected.DOCTYPES and name and not _is_stored(row, field):
				if not isinstance(name, str) or not protected.sees(doctype, name):
					refuse(row, field.fieldname, str(name), doctype)


def _is_stored(row: Document, field) -> bool:
	"""Whether the link stood there before: a new row has a name too, though none that the database knows."""
	names = [field.fieldname] if field.fieldtype == "Link" else [field.options, field.fieldname]
	stored = frappe.db.get_value(row.doctype, row.name, names, as_dict=True) if row.name else None
	return bool(stored) and all(stored[name] == row.get(name) for name in names)


def refuse(doc: Document, fieldname: str, name: str, doctype: str = customers.CUSTOMER) -> None:
	"""Raise frappe.LinkValidationError as Frappe does for a link to a document that does not exist.

	Frappe takes filters for the name in a link and has found the name by now: what was asked for is said, not that.
	"""
	asked = not_found.as_asked(doctype, name)
	place = f"{_(doc.meta.get_label(fieldname))}: {name if asked is None else asked}"
	if doc.get("parentfield"):
		place = "{} #{}: {}".format(_("Row"), doc.idx, place)
	frappe.throw(_("Could not find {0}").format(place), frappe.LinkValidationError)


def _is_trusted(doc: Document) -> bool:
	return bool(doc.flags.ignore_permissions) or customers.sees_all()


def _stored_rows(doc: Document) -> set[str]:
	if doc.is_new():
		return set()
	filters = {"parenttype": doc.doctype, "parent": doc.name, "link_doctype": customers.CUSTOMER}
	return set(frappe.get_all("Dynamic Link", filters=filters, pluck="link_name", order_by="name"))
