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


# Frappe stores it as text.
MOST_COLUMNS = "10"


def create_list_settings() -> None:
	"""Show as many columns of customers as fit; Frappe shows four on a small screen."""
	if frappe.db.exists("List View Settings", "KH Customer"):
		return
	settings = frappe.new_doc("List View Settings")
	settings.update({"name": "KH Customer", **list_settings()})
	settings.insert(ignore_permissions=True)


def list_settings() -> dict[str, str]:
	"""Return the columns of the list of customers as Frappe's List View Settings keep them."""
	meta = frappe.get_meta("KH Customer")
	fields = [
		{
			"fieldname": fieldname,
			"label": meta.get_label(fieldname) if meta.has_field(fieldname) else "Status",
		}
		for fieldname in CUSTOMER_COLUMNS
	]
	return {"total_fields": MOST_COLUMNS, "fields": json.dumps(fields)}
