"""Endpoints of the contacts of a customer: typed, permission first, thin.

Each returns the customer's people, as `people.of` describes them, so that the form shows what is true now.
"""

import frappe
from frappe.model.document import Document

from crm_khachhang.access.arguments import record
from crm_khachhang.access.customers import check_permission
from crm_khachhang.customers.contacts import people, primary


@frappe.whitelist()
def get_people(customer: str) -> list[dict]:
	"""Return the people of the customer."""
	check_permission(customer)
	return people.of(customer)


@frappe.whitelist(methods=["POST"])
def add(customer: str, person: dict | str) -> list[dict]:
	"""Add a new contact to the customer."""
	check_permission(customer, "write")
	people.add(customer, record(person, "person"))
	return people.of(customer)


@frappe.whitelist(methods=["POST"])
def change(customer: str, contact: str, person: dict | str) -> list[dict]:
	"""Change a contact of the customer."""
	people.change(_contact(contact, customer), customer, record(person, "person"))
	return people.of(customer)


@frappe.whitelist(methods=["POST"])
def link(customer: str, contact: str) -> list[dict]:
	"""Let a contact that exists belong to the customer as well."""
	people.link(_contact(contact, customer), customer)
	return people.of(customer)


@frappe.whitelist(methods=["POST"])
def unlink(customer: str, contact: str) -> list[dict]:
	"""Take the contact away from the customer."""
	people.unlink(_contact(contact, customer), customer)
	return people.of(customer)


@frappe.whitelist(methods=["POST"])
def set_primary(customer: str, contact: str) -> list[dict]:
	"""Make a contact of the customer its primary one."""
	check_permission(customer, "write")
	primary.choose(customer, contact)
	return people.of(customer)


def _contact(name: str, customer: str) -> Document:
	check_permission(customer, "write")
	contact = frappe.get_doc("Contact", name)
	contact.check_permission("write")
	return contact
