"""Our fields on Frappe's own DocTypes: declared once, read by installation and uninstallation."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields


def _(text: str) -> str:
	"""Marks a label for the tools that collect translations."""
	return text


FIELDS = {
	"Contact": [
		{
			"fieldname": "kh_section",
			"fieldtype": "Section Break",
			"label": _("Customer Care"),
			"insert_after": "unsubscribed",
		},
		{
			"fieldname": "kh_position",
			"fieldtype": "Link",
			"label": _("Position"),
			"options": "KH Contact Position",
			"insert_after": "kh_section",
		},
		{
			"fieldname": "kh_status",
			"fieldtype": "Link",
			"label": _("Contact Status"),
			"options": "KH Contact Status",
			"insert_after": "kh_position",
		},
		{
			"fieldname": "kh_column",
			"fieldtype": "Column Break",
			"insert_after": "kh_status",
		},
		{
			"fieldname": "kh_source",
			"fieldtype": "Link",
			"label": _("Source"),
			"options": "KH Customer Source",
			"insert_after": "kh_column",
		},
		{
			"fieldname": "kh_date_of_birth",
			"fieldtype": "Date",
			"label": _("Date of Birth"),
			"insert_after": "kh_source",
		},
	],
	"List Filter": [
		{
			"fieldname": "kh_sales_team",
			"fieldtype": "Link",
			"label": _("Sales Team"),
			"options": "KH Sales Team",
			"insert_after": "for_user",
		},
	],
}


def create() -> None:
	"""Create the missing fields; what a company changed of the others in the form builder stays."""
	missing = {doctype: fields for doctype, fields in FIELDS.items() if _missing(doctype, fields)}
	if missing:  # Frappe commits here, even where it has nothing to create.
		create_custom_fields(missing, ignore_validate=True, update=False)


def _missing(doctype: str, fields: list[dict]) -> bool:
	names = {field["fieldname"] for field in fields}
	return bool(
		names - set(frappe.get_all("Custom Field", {"dt": doctype}, pluck="fieldname", order_by="idx"))
	)


def delete() -> None:
	"""Delete the fields with their columns' definitions and what customises them."""
	for doctype, fields in FIELDS.items():
		names = [field["fieldname"] for field in fields]
		frappe.db.delete("Custom Field", {"dt": doctype, "fieldname": ("in", names)})
		frappe.db.delete("Property Setter", {"doc_type": doctype, "field_name": ("in", names)})
