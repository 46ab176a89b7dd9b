"""What a column of a file can mean: a field of the customer, of a person of it, or of what it owes already."""

from dataclasses import dataclass

import frappe
from frappe import _

from crm_khachhang.debts import opening

CUSTOMER = "KH Customer"

# Types of fields whose value one cell holds.
TYPES = (
	*("Data", "Small Text", "Text", "Long Text", "Text Editor", "Select", "Link", "Dynamic Link", "Date"),
	*("Datetime", "Time", "Check", "Int", "Float", "Currency", "Percent", "Phone", "Autocomplete", "Rating"),
	*("Attach", "Attach Image", "Color", "Duration", "Barcode"),
)

PERSON = "contact."
OPENING = "opening_debt."
OPENING_AMOUNT = OPENING + "amount"

# What the app computes of these follows from vouchers, one of which an import can make.
DEBTS = ("total_debt", "overdue_debt")


@dataclass(frozen=True)
class Target:
	"""A place for the values of a column.

	`fieldname` of a person begins with PERSON, that of an opening debt with OPENING. `closed` is the reason why nothing can be written there, in the
	user's language, or "".
	"""

	fieldname: str
	label: str
	fieldtype: str = "Data"
	options: str = ""
	required: bool = False
	closed: str = ""

	@property
	def is_of_person(self) -> bool:
		return self.fieldname.startswith(PERSON)

	@property
	def is_of_opening(self) -> bool:
		return self.fieldname.startswith(OPENING)


def all_targets() -> dict[str, Target]:
	"""Return {fieldname: target} of what the session's user may import, in the order of the form.

	Fields that the app computes are among them, closed: a column of that name is known, and told to be left out.
	"""
	meta = frappe.get_meta(CUSTOMER)
	levels = meta.get_permlevel_access("write")
	fields = (field for field in meta.fields if field.fieldtype in TYPES and not field.hidden)
	targets = {field.fieldname: _of_field(field) for field in fields if field.permlevel in levels}
	return targets | {target.fieldname: target for target in (*of_opening(), *of_person())}


def _of_field(field) -> Target:
	closed = _("The app computes this field.") if field.read_only or field.get("is_virtual") else ""
	if field.fieldname in DEBTS:
		closed += " " + _("To record what customers owe already, choose {0}.").format(_("Opening Debt"))
	return Target(
		field.fieldname,
		_(field.label or field.fieldname),
		field.fieldtype,
		field.options or "",
		bool(field.reqd) and not field.default,
		# Who bought something on a day before this site is imported, although people cannot type it.
		"" if field.fieldname == "last_purchase_date" else closed,
	)


def of_person() -> tuple[Target, ...]:
	"""Return what a column can mean of the customer's contact."""
	return (
		Target(PERSON + "full_name", _("Contact: {0}").format(_("Full Name"))),
		Target(PERSON + "position", _("Contact: {0}").format(_("Position")), "Link", "KH Contact Position"),
		Target(PERSON + "phone", _("Contact: {0}").format(_("Phone"))),
		Target(PERSON + "email", _("Contact: {0}").format(_("Email"))),
	)


def of_opening() -> tuple[Target, ...]:
	"""Return what a column can mean of what the customer owes before its debts are kept here."""
	closed = "" if opening.may_record() else _("Your role may not record debts. Ask an accountant.")
	label = _("Opening Debt")
	return (
		Target(OPENING_AMOUNT, label, "Currency", closed=closed),
		Target(OPENING + "due_date", f"{label}: {_('Due Date')}", "Date", closed=closed),
		Target(OPENING + "posting_date", f"{label}: {_('Posting Date')}", "Date", closed=closed),
	)
