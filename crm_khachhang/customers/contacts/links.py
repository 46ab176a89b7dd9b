"""Which contacts belong to which customers: Frappe keeps that in rows of Dynamic Link below the contact."""

import frappe
from frappe.model.document import Document

CUSTOMER = "KH Customer"


def customers_of(contact: Document | None) -> set[str]:
	"""Return the customers that the document at hand is linked to."""
	rows = contact.get("links", {"link_doctype": CUSTOMER}) if contact else []
	return {row.link_name for row in rows if row.link_name}


def is_linked(contact: str, customer: str) -> bool:
	"""Return whether the contact belongs to the customer."""
	return bool(
		frappe.db.exists(
			"Dynamic Link",
			{"parenttype": "Contact", "parent": contact, "link_doctype": CUSTOMER, "link_name": customer},
		)
	)


def contacts_of(customer: str, limit: int | None = None) -> list[str]:
	"""Return the contacts of the customer, those that have belonged to it longest first."""
	link = frappe.qb.DocType("Dynamic Link")
	query = frappe.qb.from_(link).select(link.parent).where(link.parenttype == "Contact")
	query = query.where((link.link_doctype == CUSTOMER) & (link.link_name == customer))
	return query.orderby(link.creation, link.name).limit(limit).run(pluck=True)


def oldest_contact_of(customer: str, besides: str) -> str | None:
	"""Return the contact that has belonged to the customer longest, `besides` one.

	The rows are read with a lock, so that what others have committed meanwhile counts.
	"""
	link = frappe.qb.DocType("Dynamic Link")
	query = frappe.qb.from_(link).select(link.parent).where(link.parenttype == "Contact")
	query = query.where((link.link_doctype == CUSTOMER) & (link.link_name == customer))
	rows = query.where(link.parent != besides).orderby(link.creation, link.name).limit(1).for_update().run()
	return rows[0][0] if rows else None
