"""Filters that a request brings, before they reach `frappe.get_list`.

Frappe's own endpoints check the names of their fields (frappe/desk/reportview.py) before they call it. It
does not check them itself: a name with a quote of MariaDB's in it would end the condition of who sees what.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model import default_fields, optional_fields, table_fields


class InvalidFilter(frappe.ValidationError):
	"""A filter on something that is no field of the list."""


def checked(doctype: str, filters: Any) -> list[list]:
	"""Return the filters of a list of `doctype` as conditions [DocType, field, operator, value].

	`filters`: JSON, {field: value or [operator, value]}, or a list of conditions of three or more parts. Raises
	InvalidFilter for other shapes and for what is no field of the DocType or of its child tables.
	"""
	return [_checked(doctype, condition) for condition in _conditions(doctype, _parsed(filters) or [])]


def _parsed(filters: Any) -> Any:
	try:
		return frappe.parse_json(filters)
	except ValueError:
		_refuse(filters)


def _conditions(doctype: str, filters: Any) -> list:
	if isinstance(filters, dict):
		return [
			[doctype, field, *(value if isinstance(value, list | tuple) else ("=", value))]
			for field, value in filters.items()
		]
	if not isinstance(filters, list | tuple):
		_refuse(filters)
	return list(filters)


def _checked(doctype: str, condition: Any) -> list:
	if not isinstance(condition, list | tuple) or len(condition) < 3:
		_refuse(condition)
	table, field, operator, value = [doctype, *condition] if len(condition) == 3 else condition[:4]
	texts = all(isinstance(part, str) for part in (table, field, operator))
	if not texts or field not in _columns(doctype, table):
		_refuse(field)
	return [table, field, operator, value]


def _columns(doctype: str, table: str) -> set[str]:
	"""The columns of the DocType or one of its child tables; none for any other."""
	meta = frappe.get_meta(doctype)
	if table != doctype and table not in {
		f.options for f in meta.get("fields") if f.fieldtype in table_fields
	}:
		return set()
	return {*default_fields, *optional_fields, *frappe.get_meta(table).get_valid_columns()}


def _refuse(what: Any) -> None:
	shown = frappe.utils.escape_html(frappe.utils.cstr(what)[:140])
	frappe.throw(_("The list cannot be filtered by {0}. Remove this filter.").format(shown), InvalidFilter)
