"""Exactly one primary contact for each customer that has contacts.

Whoever links or unlinks contacts locks the customer's row first, and reads its primary contact under
that lock. So two people who add the first contact at once do not both make theirs the primary one.
"""

import frappe

from crm_khachhang.customers.contacts.links import CUSTOMER, is_linked, oldest_contact_of


def lock(customers: set[str]) -> None:
	"""Lock the customers' rows until the transaction ends, in one order for everybody."""
	if customers:
		table = frappe.qb.DocType(CUSTOMER)
		query = frappe.qb.from_(table).select(table.name).where(table.name.isin(sorted(customers)))
		query.orderby(table.name).for_update().run()


def joined(contact: str, customers: set[str]) -> None:
	"""Make `contact`, just linked to the customers, the primary one of those that had none."""
	for customer in sorted(customers):
		if not _current(customer):
			_set(customer, contact)


def left(contact: str, customers: set[str]) -> None:
	"""Let the next contact take over where `contact`, no longer linked, was the primary one."""
	for customer in sorted(customers):
		if _current(customer) == contact:
			_set(customer, oldest_contact_of(customer, besides=contact))


def choose(customer: str, contact: str) -> None:
	"""Make `contact` the primary one of the customer; it must be linked to it."""
	lock({customer})
	if is_linked(contact, customer):
		_set(customer, contact)


def repair(customer: str) -> None:
	"""Name a linked contact the primary one where links were moved without Frappe's documents, as a merge does."""
	lock({customer})
	known = _current(customer)
	if not known or not is_linked(known, customer):
		_set(customer, oldest_contact_of(customer, besides=known or ""))


def _current(customer: str) -> str | None:
	return frappe.db.get_value(CUSTOMER, customer, "primary_contact", for_update=True)


def _set(customer: str, contact: str | None) -> None:
	frappe.db.set_value(CUSTOMER, customer, "primary_contact", contact, update_modified=False)
