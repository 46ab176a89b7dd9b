"""People are shown by their names: links to Frappe's User show the title, as links to our own DocTypes do."""

import frappe

# With our module it goes when the app is uninstalled.
MODULE = "CRM Khachhang"
SHOWN = {"doc_type": "User", "doctype_or_field": "DocType", "property": "show_title_field_in_link"}


def show_names_of_users() -> None:
	"""Let links to users show full names; what a company chose in Customize Form stays."""
	if frappe.db.exists("Property Setter", SHOWN):
		return
	setter = frappe.new_doc("Property Setter")
	setter.update(
		SHOWN | {"property_type": "Check", "value": "1", "module": MODULE, "is_system_generated": 1}
	)
	setter.insert(ignore_permissions=True)
