"""Endpoints of the customers package: typed, permission first, thin."""

import frappe

from crm_khachhang.customers import codes, trees

GROUP = "KH Customer Group"


@frappe.whitelist()
def preview_code(pattern: str) -> str:
	"""Return the code that the next customer would get from `pattern`; for those who may change KH Settings."""
	frappe.has_permission("KH Settings", "write", throw=True)
	return codes.preview(pattern)


@frappe.whitelist()
def get_groups(doctype: str = GROUP, parent: str = "", **_tree_arguments) -> list[dict]:
	"""Return the groups right below `parent`, or the topmost one, as nodes of Frappe's tree view."""
	return trees.nodes(GROUP, parent)
