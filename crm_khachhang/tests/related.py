"""Factories of documents that hold a customer, as the tests of several packages make them."""

import frappe
from frappe.utils import now_datetime, today


def make_doctype(name: str, fields: list[dict], **values) -> None:
	"""Make a custom DocType, which commits."""
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": name,
			"module": "Core",
			"custom": 1,
			"fields": fields,
			"permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}],
		}
		| values
	).insert()


def make_contact(first_name: str, *customers: str):
	contact = frappe.get_doc(doctype="Contact", first_name=first_name)
	for customer in customers:
		contact.append("links", {"link_doctype": "KH Customer", "link_name": customer})
	return contact.insert()


def make_address(title: str, *customers: str):
	address = frappe.get_doc(
		doctype="Address", address_title=title, address_line1="1 Láng Hạ", city="Hà Nội", country="Vietnam"
	)
	for customer in customers:
		address.append("links", {"link_doctype": "KH Customer", "link_name": customer})
	return address.insert()


def make_care(customer: str, **values):
	return frappe.get_doc(
		{
			"doctype": "KH Care Schedule",
			"customer": customer,
			"subject": "Gọi lại",
			"starts_on": now_datetime(),
		}
		| values
	).insert()


def make_sale(customer: str):
	return frappe.get_doc(
		doctype="KH Sales Fact", customer=customer, posting_date=today(), amount=1000000, orders=1
	).insert()
