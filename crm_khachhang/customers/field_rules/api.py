"""Endpoints of the field rules."""

import frappe
from frappe import _

from crm_khachhang.customers.field_rules import catalog


@frappe.whitelist()
def overview() -> list[dict]:
	"""Return the fields of customers and contacts with what they are now; for who may change KH Settings.

	Each: document, title, fields (fieldname, label, place, customer_type, essential, requirable,
	in_popup_possible, standard, now), the labels in the user's language.
	"""
	frappe.has_permission("KH Settings", "write", throw=True)
	return [
		{
			"document": doctype,
			"title": _(doctype),
			"fields": [
				vars(field)
				| {"label": _(field.label, context=doctype), "place": _(field.place, context=doctype)}
				for field in catalog.of(doctype).values()
			],
		}
		for doctype in (catalog.CUSTOMER, catalog.CONTACT)
	]
