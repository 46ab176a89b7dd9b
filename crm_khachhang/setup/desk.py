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


TODAY_BLOCK = "KH Today"

# A block has a document of its own within the page, where styles of the desk do not reach: so the list stands beside it.
TODAY_SCRIPT = """
const host = root_element.host;
const $list = $("<div></div>").insertAfter(host);
$(host).hide();
window.crm_khachhang?.care?.today?.($list);
"""


def create_today_block() -> None:
	"""Create the block of a workspace that shows what is to do, unless it is there."""
	if frappe.db.exists("DocType", "Custom HTML Block") and not frappe.db.exists(
		"Custom HTML Block", TODAY_BLOCK
	):
		block = frappe.new_doc("Custom HTML Block")
		block.update({"name": TODAY_BLOCK, "html": "<div></div>", "script": TODAY_SCRIPT, "private": 0})
		block.insert(ignore_permissions=True, set_name=TODAY_BLOCK)


def delete_today_block() -> None:
	"""Delete the block, for the uninstallation."""
	if frappe.db.exists("DocType", "Custom HTML Block"):
		frappe.db.delete("Custom HTML Block", {"name": TODAY_BLOCK})
