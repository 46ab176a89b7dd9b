"""Filters that a request brings, before they reach `frappe.get_list`.

Frappe's own endpoints check the names of their fields (frappe/desk/reportview.py) before they call it. It
does not check them itself: a name with a quote of MariaDB's in it would end the condition of who sees what.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model import default_fields, optional_fields, table_fields
from frappe.utils import get_timespan_date_range, getdate

from crm_khachhang.access.arguments import read_json

# Operators that look up and down a tree.
IN_TREES = (
	"ancestors of",
	"descendants of",
	"descendants of (inclusive)",
	"not ancestors of",
	"not descendants of",
)


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
		return read_json(filters)
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
	if not _fits(frappe.get_meta(table), field, operator.lower(), value):
		_refuse(condition)
	return [table, field, operator, value]


def _fits(meta: Any, field: str, operator: str, value: Any) -> bool:
	"""Whether Frappe can compare the field so: it writes other values into its query as they are, or breaks."""
	check = CHECKS.get(operator)
	return check(meta, field, value) if check else _is_single(value)


def _is_single(value: Any) -> bool:
	return not isinstance(value, list | tuple | dict | set)


def _is_one_of(_meta: Any, _field: str, value: Any) -> bool:
	return isinstance(value, str) or (isinstance(value, list | tuple) and all(map(_is_single, value)))


def _is_set_or_not(_meta: Any, _field: str, value: Any) -> bool:
	return value in ("set", "not set")


def _is_period(meta: Any, field: str, value: Any) -> bool:
	return _is_of_time(meta, field) and isinstance(value, list | tuple) and all(map(_is_day, value))


def _is_timespan(meta: Any, field: str, value: Any) -> bool:
	return (
		_is_of_time(meta, field) and isinstance(value, str) and bool(get_timespan_date_range(value.lower()))
	)


def _is_in_tree(meta: Any, field: str, value: Any) -> bool:
	link = meta.get_field(field)
	doctype = meta.name if field == "name" else link and link.fieldtype == "Link" and link.options
	is_tree = bool(doctype) and frappe.get_meta(doctype).is_nested_set()
	return is_tree and isinstance(value, str) and bool(frappe.db.exists(doctype, value))


def _is_of_time(meta: Any, field: str) -> bool:
	known = meta.get_field(field)
	return field in ("creation", "modified") or bool(known and known.fieldtype in ("Date", "Datetime"))


def _is_day(value: Any) -> bool:
	try:
		return bool(getdate(value)) if value else False
	except frappe.ValidationError:
		frappe.clear_last_message()
	except (ValueError, TypeError, OverflowError):
		pass
	return False


# Operator -> whether (meta, field, value) fits it; the others compare with a single value.
CHECKS = {
	"in": _is_one_of,
	"not in": _is_one_of,
	"between": _is_period,
	"timespan": _is_timespan,
	"is": _is_set_or_not,
	**dict.fromkeys(IN_TREES, _is_in_tree),
}


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
