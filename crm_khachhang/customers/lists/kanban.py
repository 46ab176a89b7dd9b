"""The kanban boards of customers and of appointments by status.

Frappe keeps the order of the cards in the board itself, which everybody reads. Of customers that would tell
codes to people who may not see them, and an order that one user left does not fit what another one sees:
dragging a card would fail or move another card. So these boards keep no order. Their cards stand as
the list sorts them, and dragging does one thing: it changes the field, by the document's own rules.
"""

from dataclasses import dataclass

import frappe
from frappe.desk.doctype.kanban_board import kanban_board
from frappe.model.document import Document

from crm_khachhang.access.customers import CUSTOMER


def _(text: str) -> str:
	"""Marks a name, which the desk translates when it shows it, for the tools that collect translations."""
	return text


@dataclass(frozen=True)
class Board:
	"""A board that the app brings: `columns` are (status, colour), `fields` what a card shows."""

	name: str
	doctype: str
	columns: tuple[tuple[str, str], ...]
	fields: tuple[str, ...]


BOARDS = (
	Board(
		_("KH Customers by Status"),
		CUSTOMER,
		(("Prospect", "Blue"), ("Active", "Green"), ("Inactive", "Gray")),
		("customer_code", "phone", "tier", "account_manager", "next_care_on"),
	),
	Board(
		_("KH Care by Status"),
		"KH Care Schedule",
		(
			*(("Planned", "Blue"), ("In Progress", "Orange"), ("Done", "Green")),
			*(("Missed", "Red"), ("Cancelled", "Gray")),
		),
		("starts_on", "activity_type", "customer", "assigned_to"),
	),
)
OURS = frozenset(board.doctype for board in BOARDS)


def create_boards() -> None:
	"""Create the boards that are missing; what a company changed of one stays."""
	for board in BOARDS:
		if not frappe.db.exists("Kanban Board", board.name):
			_create(board)


def _create(board: Board) -> None:
	doc = frappe.new_doc("Kanban Board")
	doc.update(
		{
			"kanban_board_name": board.name,
			"reference_doctype": board.doctype,
			"field_name": "status",
			"private": 0,
			"show_labels": 1,
			"fields": frappe.as_json(board.fields, indent=None),
			"columns": [
				{"column_name": status, "indicator": colour, "status": "Active"}
				for status, colour in board.columns
			],
		}
	)
	doc.insert(ignore_permissions=True)


def keep_no_order(board: Document, _event: str | None = None) -> None:
	"""Forget the order of the cards on a board of ours, whoever saves it."""
	if board.reference_doctype in OURS:
		for column in board.columns:
			column.order = None


def update_order(board_name: str, order: str):
	"""Stand in for Frappe's method: on our boards a list that was only opened changes nothing."""
	board = frappe.get_doc("Kanban Board", board_name)
	if board.reference_doctype not in OURS:
		return kanban_board.update_order(board_name, order)
	return board, []


def move_card(board_name: str, docname: str, from_colname: str, to_colname: str, old_index, new_index):
	"""Stand in for Frappe's method: set the field that the board's columns are about, with the user's rights."""
	board = frappe.get_doc("Kanban Board", board_name)
	if board.reference_doctype not in OURS:
		return kanban_board.update_order_for_single_card(
			board_name, docname, from_colname, to_colname, old_index, new_index
		)
	if from_colname != to_colname:
		doc = frappe.get_doc(board.reference_doctype, docname)
		doc.set(board.field_name, to_colname)
		doc.save()
	return board


def add_card(board_name: str, docname: str, colname: str):
	"""Stand in for Frappe's method: what is new has its column already."""
	board = frappe.get_doc("Kanban Board", board_name)
	if board.reference_doctype not in OURS:
		return kanban_board.add_card(board_name, docname, colname)
	return board
