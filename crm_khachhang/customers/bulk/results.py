"""The rows of a bulk action: which customers, and what became of each."""

from dataclasses import dataclass
from io import BytesIO

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import now
from openpyxl import Workbook

from crm_khachhang.customers.text_cells import text_cell

ROW = "KH Bulk Action Row"
CUSTOMER = "KH Customer"

PENDING, SUCCEEDED, SKIPPED, FAILED, NOT_DONE = "Pending", "Succeeded", "Skipped", "Failed", "Not Done"

# Names per statement and rows per page of the workbook: bounds of memory, nothing else.
CHUNK = 5000

COLUMNS = ("name", "bulk_action", "position", "customer", "customer_name", "outcome")
STAMPS = ("owner", "modified_by", "creation", "modified")


@dataclass(frozen=True)
class Row:
	"""One customer of a bulk action; `position` counts from 0 in the order of the selection."""

	name: str
	position: int
	customer: str
	customer_name: str = ""


@dataclass(frozen=True)
class Outcome:
	"""What became of a row, with the reason in the user's language where it did not succeed."""

	outcome: str
	reason: str = ""


class Skipped(Exception):
	"""Raised by an action that has nothing to do with a customer; the argument says why."""


def add(bulk_action: str, names: list[str]) -> None:
	"""Write a pending row for each of `names`. Only customers that the user sees get their names shown."""
	user, stamp = frappe.session.user, now()
	for start in range(0, len(names), CHUNK):
		chunk = names[start : start + CHUNK]
		shown = _names_of(chunk)
		values = [
			(_hash(), bulk_action, start + i, name, shown.get(name, ""), PENDING, user, user, stamp, stamp)
			for i, name in enumerate(chunk)
		]
		frappe.db.bulk_insert(ROW, [*COLUMNS, *STAMPS], values)


def _hash() -> str:
	return frappe.generate_hash(length=12)


def _names_of(names: list[str]) -> dict[str, str]:
	found = frappe.get_list(
		CUSTOMER,
		filters={"name": ("in", names)},
		fields=["name", "customer_name"],
		limit_page_length=0,
		order_by="name",
	)
	return {customer.name: customer.customer_name for customer in found}


def of(bulk_action: str, outcomes: tuple[str, ...], start: int = 0, limit: int = 0) -> list[dict]:
	"""Return the rows with one of `outcomes` in the order of the selection (limit 0: all)."""
	return frappe.get_all(
		ROW,
		filters={"bulk_action": bulk_action, "outcome": ("in", outcomes)},
		fields=["name", "position", "customer", "customer_name", "outcome", "reason"],
		order_by="position asc",
		limit_start=start,
		limit_page_length=limit,
	)


def pending(bulk_action: str, limit: int) -> list[Row]:
	"""Return the next rows that nothing has been done with yet."""
	rows = of(bulk_action, (PENDING,), limit=limit)
	return [Row(row.name, row.position, row.customer, row.customer_name or "") for row in rows]


def record(row: Row, outcome: Outcome) -> None:
	"""Write what became of `row`, in the transaction that did it."""
	table = frappe.qb.DocType(ROW)
	query = frappe.qb.update(table).set(table.outcome, outcome.outcome).set(table.reason, outcome.reason)
	query.where(table.name == row.name).run()


def give_up(bulk_action: str) -> None:
	"""Say of all pending rows that nothing was done with them."""
	table = frappe.qb.DocType(ROW)
	query = frappe.qb.update(table).set(table.outcome, NOT_DONE)
	query.where((table.bulk_action == bulk_action) & (table.outcome == PENDING)).run()


def counts(bulk_action: str) -> dict[str, int]:
	"""Return the number of rows of each outcome."""
	table = frappe.qb.DocType(ROW)
	query = frappe.qb.from_(table).select(table.outcome, Count("*"))
	return dict(query.where(table.bulk_action == bulk_action).groupby(table.outcome).run())


def delete(bulk_action: str) -> None:
	"""Delete all rows."""
	frappe.db.delete(ROW, {"bulk_action": bulk_action})


def workbook(bulk_action: str) -> bytes:
	"""Return an Excel workbook of every row: code, name, outcome, reason. All cells are text."""
	book = Workbook(write_only=True)
	sheet = book.create_sheet(_("Summary"))
	for column, width in zip("ABCD", (18, 40, 16, 80), strict=True):
		sheet.column_dimensions[column].width = width
	header = (_("Customer Code"), _("Customer Name"), _("Row Outcome"), _("Reason"))
	sheet.append([text_cell(sheet, word) for word in header])
	everything, start = (SUCCEEDED, SKIPPED, FAILED, NOT_DONE, PENDING), 0
	while page := of(bulk_action, everything, start, CHUNK):
		for row in page:
			words = (row.customer, row.customer_name, _(row.outcome), row.reason)
			sheet.append([text_cell(sheet, word) for word in words])
		start += CHUNK
	output = BytesIO()
	book.save(output)
	return output.getvalue()
