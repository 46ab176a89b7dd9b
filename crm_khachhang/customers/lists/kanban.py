"""The kanban board of customers by status.

Frappe keeps the order of the cards in the board itself, which everybody reads. Of customers that would tell
codes to people who may not see them, and an order that one user left does not fit what another one sees:
dragging a card would fail or move another card. So a board of customers keeps no order. Its cards stand as
the list sorts them, and dragging does one thing: it changes the field, by the document's own rules.
"""

import frappe
from frappe.desk.doctype.kanban_board import kanban_board
from frappe.model.document import Document

from crm_khachhang.access.customers import CUSTOMER


def _(text: str) -> str:
	"""Marks a name, which the desk translates when it shows it, for the tools that collect translations."""
	return text


BOARD = _("KH Customers by Status")
COLUMNS = (("Prospect", "Blue"), ("Active", "Green"), ("Inactive", "Gray"))
FIELDS = ("customer_code", "phone", "tier", "account_manager", "next_care_on")


def create_board() -> None:
	"""Create the board where it is missing; what a company changed of it stays."""
	if frappe.db.exists("Kanban Board", BOARD):
		return
	board = frappe.new_doc("Kanban Board")
	board.update(
		{
			"kanban_board_name": BOARD,
			"reference_doctype": CUSTOMER,
			"field_name": "status",
			"private": 0,
			"show_labels": 1,
			"fields": frappe.as_json(FIELDS, indent=None),
			"columns": [
				{"column_name": status, "indicator": colour, "status": "Active"} for status, colour in COLUMNS
			],
		}
	)
	board.insert(ignore_permissions=True)


def keep_no_order(board: Document, _event: str | None = None) -> None:
	"""Forget the order of the cards on a board of customers, whoever saves it."""
	if board.reference_doctype == CUSTOMER:
		for column in board.columns:
			column.order = None


def update_order(board_name: str, order: str):
	"""Stand in for Frappe's method: on our boards a list that was only opened changes nothing."""
	board = frappe.get_doc("Kanban Board", board_name)
	if board.reference_doctype != CUSTOMER:
		return kanban_board.update_order(board_name, order)
	return board, []


def move_card(board_name: str, docname: str, from_colname: str, to_colname: str, old_index, new_index):
	"""Stand in for Frappe's method: set the field that the board's columns are about, with the user's rights."""
	board = frappe.get_doc("Kanban Board", board_name)
	if board.reference_doctype != CUSTOMER:
		return kanban_board.update_order_for_single_card(
			board_name, docname, from_colname, to_colname, old_index, new_index
		)
	if from_colname != to_colname:
		customer = frappe.get_doc(CUSTOMER, docname)
		customer.set(board.field_name, to_colname)
		customer.save()
	return board


def add_card(board_name: str, docname: str, colname: str):
	"""Stand in for Frappe's method: the new customer has its column already."""
	board = frappe.get_doc("Kanban Board", board_name)
	if board.reference_doctype != CUSTOMER:
		return kanban_board.add_card(board_name, docname, colname)
	return board
