"""The columns and the kanban board that came with this release; columns that a company chose stay."""

import json

import frappe

from crm_khachhang.customers.lists import kanban
from crm_khachhang.setup import desk

# What an installation made before.
FORMER_COLUMNS = (
	"customer_name",
	"status_field",
	"customer_code",
	"phone",
	"customer_group",
	"account_manager",
	"customer_type",
)


def execute():
	kanban.create_boards()
	if not frappe.db.exists("List View Settings", "KH Customer"):
		return
	settings = frappe.get_doc("List View Settings", "KH Customer")
	columns = tuple(field["fieldname"] for field in json.loads(settings.fields or "[]"))
	if columns == FORMER_COLUMNS:
		settings.update(desk.list_settings("KH Customer"))
		settings.save(ignore_permissions=True)
