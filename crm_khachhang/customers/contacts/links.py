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


def names_of_people(customers: list[str]) -> dict[str, set[str]]:
	"""Return {customer: the names of its contacts, case folded}, with one query."""
	found: dict[str, set[str]] = {}
	if not customers:
		return found
	link, contact = frappe.qb.DocType("Dynamic Link"), frappe.qb.DocType("Contact")
	query = frappe.qb.from_(link).join(contact).on(contact.name == link.parent)
	query = query.where((link.parenttype == "Contact") & (link.link_doctype == CUSTOMER))
	query = query.where(link.link_name.isin(customers))
	for customer, full_name, first_name in query.select(
		link.link_name, contact.full_name, contact.first_name
	).run():
		found.setdefault(customer, set()).add((full_name or first_name or "").strip().casefold())
	return found


def oldest_contact_of(customer: str, besides: str) -> str | None:
	"""Return the contact that has belonged to the customer longest, `besides` one.

	The rows are read with a lock, so that what others have committed meanwhile counts.
	"""
	link = frappe.qb.DocType("Dynamic Link")
	query = frappe.qb.from_(link).select(link.parent).where(link.parenttype == "Contact")
	query = query.where((link.link_doctype == CUSTOMER) & (link.link_name == customer))
	rows = query.where(link.parent != besides).orderby(link.creation, link.name).limit(1).for_update().run()
	return rows[0][0] if rows else None
