"""Endpoints of the lists of customers: typed, permission first, thin."""

import frappe

from crm_khachhang.customers.lists import kanban, operators


@frappe.whitelist()
def no_purchase_field() -> dict:
	"""Return the days to choose from, for the filter "no purchase for"; nothing in it is secret."""
	return operators.no_purchase_field()


@frappe.whitelist()
def update_order(board_name: str, order: str | dict):
	"""Frappe's own method (see `kanban`); who may not read the board is refused."""
	frappe.has_permission("Kanban Board", "read", doc=board_name, throw=True)
	return kanban.update_order(board_name, order)


@frappe.whitelist(methods=["POST"])
def update_order_for_single_card(
	board_name: str,
	docname: str,
	from_colname: str,
	to_colname: str,
	old_index: str | int,
	new_index: str | int,
):
	"""Frappe's own method (see `kanban`); saving the customer asks for the right to write it."""
	frappe.has_permission("Kanban Board", "read", doc=board_name, throw=True)
	return kanban.move_card(board_name, docname, from_colname, to_colname, old_index, new_index)


@frappe.whitelist(methods=["POST"])
def add_card(board_name: str, docname: str, colname: str):
	"""Frappe's own method (see `kanban`)."""
	frappe.has_permission("Kanban Board", "read", doc=board_name, throw=True)
	return kanban.add_card(board_name, docname, colname)
