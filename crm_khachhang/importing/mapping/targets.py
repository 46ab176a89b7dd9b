"""What a column of a file can mean: a field of the customer, or of a person of it."""

from dataclasses import dataclass

import frappe
from frappe import _

CUSTOMER = "KH Customer"

# Types of fields whose value one cell holds.
TYPES = (
	*("Data", "Small Text", "Text", "Long Text", "Text Editor", "Select", "Link", "Dynamic Link", "Date"),
	*("Datetime", "Time", "Check", "Int", "Float", "Currency", "Percent", "Phone", "Autocomplete", "Rating"),
	*("Attach", "Attach Image", "Color", "Duration", "Barcode"),
)

PERSON = "contact."


@dataclass(frozen=True)
class Target:
	"""A place for the values of a column.

	`fieldname` of a person begins with PERSON. `closed` is the reason why nothing can be written there, in the
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


def all_targets() -> dict[str, Target]:
	"""Return {fieldname: target} of what the session's user may import, in the order of the form.

	Fields that the app computes are among them, closed: a column of that name is known, and told to be left out.
	"""
	meta = frappe.get_meta(CUSTOMER)
	levels = meta.get_permlevel_access("write")
	fields = (field for field in meta.fields if field.fieldtype in TYPES and not field.hidden)
	targets = {field.fieldname: _of_field(field) for field in fields if field.permlevel in levels}
	return targets | {target.fieldname: target for target in of_person()}


def _of_field(field) -> Target:
	closed = _("The app computes this field.") if field.read_only or field.get("is_virtual") else ""
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
