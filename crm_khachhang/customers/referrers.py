"""Who referred a customer: another customer or a partner; never itself, and never in a circle."""

import frappe
from frappe.model.document import Document

from crm_khachhang.access import customers as access
from crm_khachhang.access import links
from crm_khachhang.customers import fields, messages

CUSTOMER = "KH Customer"
PARTNER = "KH Partner"

# More steps than any real chain of recommendations; what is longer is refused instead of walked.
LONGEST_CHAIN = 200


def check(doc: Document) -> None:
	"""Refuse a changed referrer that the user may not see, that is disabled, or that closes a circle."""
	if not doc.referrer or not _changed(doc):
		return
	if doc.referrer_doctype == CUSTOMER:
		_check_customer(doc)
	elif not frappe.db.get_value(PARTNER, doc.referrer, "enabled"):
		fields.refuse(doc, "referrer", messages.REFERRER_DISABLED)


def closes_circle(name: str, referrer: str) -> bool:
	"""Return whether the customer `name` is among those who referred `referrer`, or the chain never ends."""
	for _step in range(LONGEST_CHAIN):
		if referrer == name:
			return True
		referrer = frappe.db.get_value(
			CUSTOMER, {"name": referrer, "referrer_doctype": CUSTOMER}, "referrer", order_by=None
		)
		if not referrer:
			return False
	return True


def _changed(doc: Document) -> bool:
	return doc.is_new() or doc.has_value_changed("referrer") or doc.has_value_changed("referrer_doctype")


def _check_customer(doc: Document) -> None:
	if doc.referrer == doc.name:
		fields.refuse(doc, "referrer", messages.REFERRER_ITSELF)
	if not access.sees_all() and not access.visible_names([doc.referrer]):
		links.refuse(doc, "referrer", doc.referrer)
	if not doc.is_new() and closes_circle(doc.name, doc.referrer):
		fields.refuse(doc, "referrer", messages.REFERRER_CIRCLE)
