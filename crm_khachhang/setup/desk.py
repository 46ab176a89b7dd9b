"""Settings of the desk's lists."""

import json

import frappe

# In this order; the title and the status come first by themselves.
CUSTOMER_COLUMNS = (
	"customer_name",
	"status_field",
	"customer_code",
	"phone",
	"tier",
	"account_manager",
	"customer_group",
	"last_purchase_date",
	"next_care_on",
)


def create_list_settings() -> None:
	"""Show as many columns of customers as fit; Frappe shows four on a small screen."""
	if frappe.db.exists("List View Settings", "KH Customer"):
		return
	meta = frappe.get_meta("KH Customer")
	fields = [
		{
			"fieldname": fieldname,
			"label": meta.get_label(fieldname) if meta.has_field(fieldname) else "Status",
		}
		for fieldname in CUSTOMER_COLUMNS
	]
	frappe.get_doc(
		doctype="List View Settings", name="KH Customer", total_fields="10", fields=json.dumps(fields)
	).insert(ignore_permissions=True)
