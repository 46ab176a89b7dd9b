"""Settings of the desk's lists."""

import json

import frappe

# DocType -> how many columns fit, and which: in this order. The title and the status come first by themselves.
LISTS = {
	"KH Customer": (
		10,
		(
			*("customer_name", "status_field", "customer_code", "phone", "tier", "account_manager"),
			*("customer_group", "last_purchase_date", "next_care_on"),
		),
	),
	"KH Debt": (
		7,
		("name", "status_field", "customer", "outstanding_amount", "due_date", "amount"),
	),
	"KH Debt Payment": (
		7,
		("name", "status_field", "customer", "amount", "payment_type", "posting_date"),
	),
}


def create_list_settings() -> None:
	"""Show as many columns as fit; Frappe shows four on a small screen. What a company chose stays."""
	for doctype in LISTS:
		if not frappe.db.exists("List View Settings", doctype):
			settings = frappe.new_doc("List View Settings")
			settings.update({"name": doctype, **list_settings(doctype)})
			settings.insert(ignore_permissions=True)


def list_settings(doctype: str) -> dict[str, str]:
	"""Return the columns of a list as Frappe's List View Settings keep them."""
	meta = frappe.get_meta(doctype)
	most, columns = LISTS[doctype]
	labels = {"name": "ID", "status_field": "Status"}
	fields = [{"fieldname": name, "label": labels.get(name) or meta.get_label(name)} for name in columns]
	# Frappe stores the number as text.
	return {"total_fields": str(most), "fields": json.dumps(fields)}


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
