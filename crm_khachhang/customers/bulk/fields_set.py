"""The bulk action "set": one value into one field of each customer."""

import frappe
from frappe import _
from frappe.utils import cint, cstr

from crm_khachhang.access import protected
from crm_khachhang.access.arguments import MOST_CHARACTERS, single, text
from crm_khachhang.customers import messages
from crm_khachhang.customers.bulk.results import Row, Skipped
from crm_khachhang.customers.fields import TEXT_BYTES, TOO_LARGE, is_date, is_too_long

CUSTOMER = "KH Customer"

# Their values are a customer's own, or they have an action or a rule of their own.
NOT_TOGETHER = ("account_manager", "customer_code", "customer_name", "referrer", "referrer_doctype")

# Types of numbers, and what their columns have no room for.
NUMBERS = ("Check", "Int", "Float", "Currency", "Percent")
LARGEST_WHOLE = 2**31

# Types whose value is one word, number or day.
TYPES = ("Link", "Select", "Data", "Small Text", "Check", "Int", "Float", "Currency", "Date", "Percent")


def check(parameters: dict) -> dict:
	"""Return {fieldname, value, tier_locked}; throw unless the user may give the field one value everywhere."""
	fieldname = text(parameters.get("fieldname"), "fieldname")
	if fieldname not in settable():
		frappe.throw(_("This field cannot be changed for many customers at once. Choose another field."))
	field, value = frappe.get_meta(CUSTOMER).get_field(fieldname), single(parameters.get("value"), "value")
	_check_value(field, value)
	checked = {"fieldname": fieldname, "value": value}
	if fieldname == "tier":
		checked["tier_locked"] = cint(parameters.get("tier_locked"))
	return checked


def _check_value(field, value) -> None:
	"""Refuse at once what would be refused for each customer."""
	if field.reqd and value in (None, ""):
		frappe.throw(_("{0} cannot be empty. Choose a value.").format(frappe.bold(_(field.label))))
	if field.fieldtype == "Link" and value and not _may_choose(field.options, value):
		frappe.throw(_("{0} no longer exists. Choose another value.").format(frappe.bold(_(field.label))))
	if field.fieldtype == "Select" and value and value not in (field.options or "").split("\n"):
		frappe.throw(_("Choose a value from the list of {0}.").format(frappe.bold(_(field.label))))
	if value not in (None, ""):
		_check_kind(field, value)


def _check_kind(field, value) -> None:
	"""Refuse what the field's column cannot hold."""
	if field.fieldtype in NUMBERS and not _is_number(value, field.fieldtype):
		frappe.throw(_("{0} must be a number. Write digits only.").format(frappe.bold(_(field.label))))
	if field.fieldtype == "Date" and not is_date(value):
		frappe.throw(f"{frappe.bold(_(field.label))}: {_(messages.NOT_A_DATE)}")
	if field.fieldtype in ("Data", "Small Text"):
		most = TEXT_BYTES if field.fieldtype == "Small Text" else cint(field.length) or MOST_CHARACTERS
		if is_too_long(text(value, _(field.label), most=most)):
			frappe.throw(f"{frappe.bold(_(field.label))}: {_(messages.TEXT_TOO_LONG)}")


def _is_number(value, fieldtype: str) -> bool:
	"""Whether the value is a number that its column has room for, and a whole one where it must be."""
	try:
		number = float(value)
	except ValueError:
		return False
	whole = fieldtype not in ("Int", "Check") or number.is_integer()
	return whole and abs(number) < (LARGEST_WHOLE if fieldtype in ("Int", "Check") else TOO_LARGE)


def _may_choose(doctype: str, name: str) -> bool:
	"""Whether the document exists and is not hidden from the user, who would learn its title."""
	return bool(frappe.db.exists(doctype, name)) and protected.sees(doctype, cstr(name))


def settable() -> list[str]:
	"""Return the fields, custom ones included, that the user may give one value for many customers."""
	meta = frappe.get_meta(CUSTOMER)
	levels = meta.get_permlevel_access("write")
	return [
		field.fieldname
		for field in meta.fields
		if field.fieldtype in TYPES
		and field.permlevel in levels
		and not (field.hidden or field.read_only or field.unique or field.get("is_virtual") or field.no_copy)
		and field.fieldname not in NOT_TOGETHER
	]


def title(parameters: dict) -> str:
	"""Return e.g. "Group: KH VIP"."""
	field = frappe.get_meta(CUSTOMER).get_field(parameters["fieldname"])
	return f"{_(field.label)}: {_shown(field, parameters['value']) or _('(empty)')}"


def _shown(field, value) -> str:
	if field.fieldtype == "Select":
		return _(cstr(value))
	if field.fieldtype == "Check":
		return _("Yes") if cint(value) else _("No")
	if field.fieldtype == "Link" and value:
		title_field = frappe.get_meta(field.options).get_title_field()
		return cstr(frappe.db.get_value(field.options, value, title_field))
	return cstr(value)


def apply(row: Row, parameters: dict) -> None:
	"""Save the customer with the value."""
	customer = frappe.get_doc(CUSTOMER, row.customer)
	customer.check_permission("write")
	values = {parameters["fieldname"]: parameters["value"]}
	if "tier_locked" in parameters:
		values["tier_locked"] = parameters["tier_locked"]
	if all(cstr(customer.get(field)) == cstr(value) for field, value in values.items()):
		raise Skipped(_("It has this value already."))
	customer.update(values)
	customer.save()
