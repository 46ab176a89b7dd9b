"""Endpoints of the lists of customers: typed, permission first, thin."""

import frappe

from crm_khachhang.access.customers import CUSTOMER
from crm_khachhang.customers.lists import kanban, operators, saved_filters


@frappe.whitelist()
def no_purchase_field() -> dict:
	"""Return the days to choose from, for the filter "no purchase for"; nothing in it is secret."""
	return operators.no_purchase_field()


@frappe.whitelist()
def my_teams() -> list[dict]:
	"""Return the teams with which the session's user may share a filter: name and team_name."""
	frappe.has_permission(CUSTOMER, "read", throw=True)
	return [{"name": team.name, "team_name": team.team_name} for team in saved_filters.my_teams()]


@frappe.whitelist()
def update_order(board_name: str, order: str | dict):
	"""Frappe's own method (see `kanban`); who may not read the board is refused."""
	_check(board_name)
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
	_check(board_name)
	return kanban.move_card(board_name, docname, from_colname, to_colname, old_index, new_index)


@frappe.whitelist(methods=["POST"])
def add_card(board_name: str, docname: str, colname: str):
	"""Frappe's own method (see `kanban`)."""
	_check(board_name)
	return kanban.add_card(board_name, docname, colname)


def _check(board_name: str) -> None:
	"""Refuse who may not read the board, which the framework shows to everybody, or not its documents."""
	board = frappe.get_doc("Kanban Board", board_name)
	frappe.has_permission("Kanban Board", "read", doc=board, throw=True)
	frappe.has_permission(board.reference_doctype, "read", throw=True)
