"""What people read of an export: its title, what was selected, why it failed."""

import frappe
from frappe import _
from frappe.utils import cstr, fmt_money, strip_html

from crm_khachhang.customers import link_titles
from crm_khachhang.exporting.columns import CUSTOMER

LONGEST = 1000
MOST_VALUES = 5


def title(kind, count: int) -> str:
	"""Return e.g. "Excel: 520 customers"; without the number while it is not known."""
	if not count:
		return _("{0}: customers").format(kind.label)
	return _("{0}: {1} customers").format(kind.label, number(count))


def number(count: int) -> str:
	"""Return the number as people write it."""
	return fmt_money(count, precision=0)


def selection(names: list[str], filters: list | None) -> str:
	"""Return in words which customers were exported: a line for each filter."""
	if filters is None:
		return _("{0} selected customers").format(number(len(names)))
	return "\n".join(map(_filter, filters))[:LONGEST] or _("All customers")


def _filter(condition: list) -> str:
	doctype, fieldname, operator, value = condition
	field = frappe.get_meta(doctype).get_field(fieldname)
	if fieldname == "name" and operator == "in":
		return _("{0} customers found by searching").format(number(len(value)))
	label = _(field.label, context=doctype) if field and field.label else _(frappe.unscrub(fieldname))
	return f"{label} {_(operator)} {_value(field, value)}"


def _value(field, value) -> str:
	values = list(value) if isinstance(value, list | tuple) else [value]
	shown = [cstr(one) for one in values[:MOST_VALUES]]
	if field and field.fieldtype == "Select":
		shown = [_(one) for one in shown]
	if field and field.fieldtype == "Link":
		titles = link_titles.texts(field.options, shown)
		shown = [titles.get(one, one) for one in shown]
	return ", ".join(shown) + (", …" if len(values) > MOST_VALUES else "")


def reason(error: Exception) -> str:
	"""Return why an export failed, as its user reads it; unexpected errors are logged."""
	if not isinstance(error, frappe.ValidationError | frappe.PermissionError):
		frappe.log_error(title="KH Export", reference_doctype=CUSTOMER)
		return _("An unexpected error; the administrator finds it in the error log.")
	return " ".join(strip_html(cstr(error)).split())[:LONGEST]
