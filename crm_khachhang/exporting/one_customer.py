"""A single customer as a workbook: its profile, its people, and the sheets of packages and apps.

They join with the hook `kh_customer_sheets`: dotted paths to functions of the customer's document that return
sheets as dicts: `title`, `heads` (texts), `rows` (lists of texts, numbers, dates, times or None). What they show is
theirs to check against the rights of the session's user.
"""

from collections.abc import Callable
from io import BytesIO

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.customers.contacts import people
from crm_khachhang.exporting import cards, cells, columns, reading, workbook

HOOK = "kh_customer_sheets"


def writer(file_type: str) -> Callable[[Document], bytes]:
	"""Return what makes a file of this type of a customer; throw for one that there is not."""
	if found := FILES.get(file_type):
		return found
	frappe.throw(_("A single customer is exported as xlsx or vcf."))


def as_workbook(customer: Document) -> bytes:
	"""Return the workbook; the session's user may export the customer."""
	sheets = [_profile(customer)]
	for path in frappe.get_hooks(HOOK):
		sheets += [_sheet(sheet) for sheet in frappe.get_attr(path)(customer)]
	output = BytesIO()
	workbook.write(output, sheets)
	return output.getvalue()


def as_cards(customer: Document) -> bytes:
	"""Return the vCards of the customer and its people."""
	output = BytesIO()
	cards.write(output, [customer.name])
	return output.getvalue()


def contacts(customer: Document) -> list[dict]:
	"""Return the sheet of the customer's people; for `kh_customer_sheets`."""
	heads = [
		_("First and Last Name"),
		_("Position"),
		_("Status"),
		_("Phone"),
		_("Email"),
		_("Primary Contact"),
	]
	fields = ("full_name", "position_name", "status_name", "phone", "email")
	rows = [
		[*(person.get(field) for field in fields), _("Yes") if person["is_primary"] else _("No")]
		for person in people.of(customer.name, most=None)
	]
	return [{"title": _("Contacts"), "heads": heads, "rows": rows}]


def _profile(customer: Document) -> workbook.Sheet:
	"""A row for each field that has a value: its part of the form, its label, what it holds."""
	available = columns.available()
	fields = [column.fieldname for column in available] + ["referrer_doctype"]
	[[document]] = reading.documents_of([customer.name], fields)
	[values] = reading.cells_of([document], available, reading.Titles())
	rows = [
		(column.group, column.label, value)
		for column, value in zip(available, values, strict=True)
		if value is not None and value != ""
	]
	heads = [_("Part"), _("Field"), _("Value")]
	return workbook.Sheet(
		_("Profile"), heads, [rows], len(rows), {2: {int: "#,##0"}}, wrapped=True, has_filter=False
	)


def _sheet(sheet: dict) -> workbook.Sheet:
	rows = [tuple(map(_cell, row)) for row in sheet["rows"]]
	return workbook.Sheet(sheet["title"], sheet["heads"], [rows], len(rows), wrapped=True)


def _cell(value: object) -> cells.Cell:
	"""Texts in the shape that a cell takes; the others as they are."""
	return cells.text(value) if value is None or isinstance(value, str) else value


FILES = {"xlsx": as_workbook, "vcf": as_cards}
