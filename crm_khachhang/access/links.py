"""A link to a customer whom one does not see is refused in the words of a link to nothing."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.access import customers


def check_links(doc: Document, method: str | None = None) -> None:
	"""Refuse rows that newly link a contact or an address to a hidden customer; for `validate`."""
	rows = [row for row in doc.get("links") or [] if row.link_doctype == customers.CUSTOMER]
	for row in rows:
		# The framework copies the customer's name here, where everybody who sees the contact reads it.
		row.link_title = row.link_name
	if not rows or _is_trusted(doc):
		return
	new = {row.link_name for row in rows} - _stored_links(doc)
	hidden = new - customers.visible_names(list(new)) if new else set()
	for row in rows:
		if row.link_name in hidden:
			refuse(row, "link_name", row.link_name)


def check_referrer(doc: Document, method: str | None = None) -> None:
	"""Refuse a hidden customer as the new referrer of a customer; for `validate`."""
	if doc.referrer_doctype != customers.CUSTOMER or not doc.referrer or _is_trusted(doc):
		return
	if doc.has_value_changed("referrer") or doc.has_value_changed("referrer_doctype"):
		if not customers.visible_names([doc.referrer]):
			refuse(doc, "referrer", doc.referrer)


def allowed(doc: Document, fieldname: str, doctype: str, name: str, user: str | None) -> bool:
	"""Return whether `user` sees the customer `name` that `doc` links to.

	For the session's user it refuses a hidden one in the words of a link to nothing.
	"""
	if customers.visible_names([name], user):
		return True
	if (user or frappe.session.user) == frappe.session.user:
		refuse(doc, fieldname, name)
	return False


def refuse(doc: Document, fieldname: str, name: str) -> None:
	"""Raise frappe.LinkValidationError as Frappe does for a link to a document that does not exist."""
	place = f"{_(doc.meta.get_label(fieldname))}: {name}"
	if doc.get("parentfield"):
		place = "{} #{}: {}".format(_("Row"), doc.idx, place)
	frappe.throw(_("Could not find {0}").format(place), frappe.LinkValidationError)


def _is_trusted(doc: Document) -> bool:
	return bool(doc.flags.ignore_permissions) or customers.sees_all()


def _stored_links(doc: Document) -> set[str]:
	if doc.is_new():
		return set()
	filters = {"parenttype": doc.doctype, "parent": doc.name, "link_doctype": customers.CUSTOMER}
	return set(frappe.get_all("Dynamic Link", filters=filters, pluck="link_name", order_by="name"))
