"""The columns of an export: the fields of the form that the user may read, and who wrote the customer and when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import frappe
from frappe import _
from frappe.model import display_fieldtypes, table_fields
from frappe.utils import cint

from crm_khachhang.access.arguments import text

CUSTOMER = "KH Customer"

# Types without a value that a cell can hold. Rows of child tables have no place in one row for each customer.
LEFT_OUT = (*display_fieldtypes, *table_fields, "Password", "Signature", "Geolocation")


@dataclass(frozen=True)
class Column:
	"""One column: `group` is the part of the form that has the field; `label` is unmistakable among all columns."""

	fieldname: str
	label: str
	fieldtype: str
	options: str
	group: str


class NoSuchColumn(frappe.ValidationError):
	"""A column that is no field of the form, or not one that the user may read."""


def available() -> list[Column]:
	"""Return the columns that the session's user may export, in the order of the form."""
	columns = [*_of_form(), *_of_record()]
	same = Counter(column.label for column in columns)
	return [_unmistakable(column, same) for column in columns]


def chosen(fieldnames: Iterable[str]) -> list[Column]:
	"""Return these columns in this order, or all of them for none. Raises NoSuchColumn."""
	columns = {column.fieldname: column for column in available()}
	wanted = list(dict.fromkeys(fieldnames)) or list(columns)
	for fieldname in wanted:
		if fieldname not in columns:
			shown = frappe.utils.escape_html(text(fieldname, "columns"))
			frappe.throw(_("{0} is not a column that you can export.").format(shown), NoSuchColumn)
	return [columns[fieldname] for fieldname in wanted]


def readable_fields() -> set[str]:
	"""Return the names of the fields of the form that the session's user may read, hidden ones included."""
	meta = frappe.get_meta(CUSTOMER)
	levels = readable_levels(meta)
	return {field.fieldname for field in meta.fields if cint(field.permlevel) in levels}


def readable_levels(meta) -> set[int]:
	"""Return the permission levels that the session's user reads."""
	if frappe.session.user == "Administrator":
		return {cint(field.permlevel) for field in meta.fields}
	return {0, *meta.get_permlevel_access("read", user=frappe.session.user)}


def _of_form() -> Iterable[Column]:
	meta = frappe.get_meta(CUSTOMER)
	levels, tab, group = readable_levels(meta), "", ""
	for field in meta.fields:
		if field.fieldtype == "Tab Break":
			tab = group = _label(field)
		elif field.fieldtype == "Section Break":
			group = _label(field) if field.label else tab
		elif _is_a_column(field, levels):
			yield _column(field, group)


def _is_a_column(field, levels: set[int]) -> bool:
	if field.fieldtype in LEFT_OUT or field.hidden or field.report_hide or field.get("is_virtual"):
		return False
	return cint(field.permlevel) in levels


def _column(field, group: str) -> Column:
	return Column(field.fieldname, _label(field), field.fieldtype, field.options or "", group)


def _of_record() -> list[Column]:
	group = _("Record")
	return [
		Column("creation", _("Created On"), "Datetime", "", group),
		Column("owner", _("Created By"), "Link", "User", group),
		Column("modified", _("Last Modified On"), "Datetime", "", group),
		Column("modified_by", _("Last Modified By"), "Link", "User", group),
	]


def _label(field) -> str:
	return _(field.label, context=CUSTOMER) if field.label else field.fieldname


def _unmistakable(column: Column, same: Counter) -> Column:
	if same[column.label] == 1:
		return column
	return replace(column, label=f"{column.label} ({column.fieldname})")
