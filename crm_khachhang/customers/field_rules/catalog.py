"""The fields that rules may change: what each is by itself, what it is now, and what may be done with it."""

import re
from dataclasses import dataclass, field

import frappe
from frappe.model import display_fieldtypes, numeric_fieldtypes, table_fields

CUSTOMER = "KH Customer"
CONTACT = "Contact"

# What a rule says -> the property of Frappe's field.
PROPERTIES = {"hidden": "hidden", "required": "reqd", "in_popup": "allow_in_quick_entry"}

# Without them the app does not work.
ESSENTIAL = {CUSTOMER: ("customer_type", "customer_name", "customer_code"), CONTACT: ("first_name",)}

# Filled by the app when people leave them empty.
FILLED = {CUSTOMER: ("customer_code",), CONTACT: ()}

# Frappe's own business with contacts.
LEFT_OUT = {
	CUSTOMER: (),
	CONTACT: ("links", "google_contacts", "google_contacts_id", "sync_with_google_contacts"),
}

_TYPE = re.compile(r"""eval:\s*doc\.customer_type\s*={2,3}\s*["'](Individual|Organization)["']""")


@dataclass(frozen=True)
class Field:
	"""A field; `standard` is what it is without any rule or customisation, as the keys of PROPERTIES."""

	fieldname: str
	label: str
	place: str
	customer_type: str | None
	essential: bool
	requirable: bool
	in_popup_possible: bool
	has_default: bool
	standard: dict = field(default_factory=dict)
	now: dict = field(default_factory=dict)


def of(doctype: str) -> dict[str, Field]:
	"""Return the fields of KH Customer or Contact that rules may change, in the order of the form."""
	meta, standard = frappe.get_meta(doctype), _standard(doctype)
	now = _contact_rules() if doctype == CONTACT else {}
	fields, place = {}, ""
	for df in meta.fields:
		if df.fieldtype in ("Tab Break", "Section Break") and df.label:
			place = df.label
		if _may_be_ruled(doctype, df, standard):
			fields[df.fieldname] = _field(doctype, df, place, standard[df.fieldname], now)
	return fields


def customer_type_of(df) -> str | None:
	"""Return the type of customers that alone has the field: what the condition of its display begins with."""
	match = _TYPE.match(df.get("depends_on") or "")
	return match and match[1]


def condition_of(customer_type: str) -> str:
	"""Return the condition, as Frappe's forms read it, under which a field of this type only is required."""
	return f'eval:doc.customer_type=="{customer_type}"'


def is_required(df) -> bool:
	"""Return whether a field is required, of all customers or of those of its type."""
	customer_type = customer_type_of(df)
	return bool(df.reqd) or bool(customer_type and df.mandatory_depends_on == condition_of(customer_type))


def _field(doctype: str, df, place: str, standard: dict, rules: dict) -> Field:
	essential, computed = df.fieldname in ESSENTIAL[doctype], bool(df.read_only or df.get("is_virtual"))
	now = {
		"hidden": int(bool(df.hidden)),
		"required": int(is_required(df)),
		"in_popup": int(bool(df.allow_in_quick_entry)),
	}
	return Field(
		fieldname=df.fieldname,
		label=df.label or df.fieldname,
		place=place,
		customer_type=customer_type_of(df),
		essential=essential,
		requirable=not computed
		and df.fieldtype not in numeric_fieldtypes
		and df.fieldname not in FILLED[doctype],
		in_popup_possible=not computed and df.fieldtype not in table_fields,
		has_default=bool(df.default),
		standard=standard,
		now=rules.get(df.fieldname, now),
	)


def _may_be_ruled(doctype: str, df, standard: dict) -> bool:
	"""Not layout, and not what is hidden by itself: columns for the app's own use."""
	known = standard.get(df.fieldname)
	if df.fieldtype in display_fieldtypes or df.fieldname in LEFT_OUT[doctype] or not known:
		return False
	return not known["hidden"]


def _standard(doctype: str) -> dict[str, dict]:
	"""What the DocType and the custom fields say, without Property Setters."""
	columns = ["fieldname", *PROPERTIES.values()]
	rows = frappe.get_all("DocField", filters={"parent": doctype}, fields=columns, order_by="idx")
	custom = frappe.get_all(
		"Custom Field",
		filters={"dt": doctype},
		fields=[*columns, "mandatory_depends_on", "depends_on"],
		order_by="idx",
	)
	return {
		row.fieldname: {
			"hidden": int(row.hidden or 0),
			"required": int(is_required(row)),
			"in_popup": int(row.allow_in_quick_entry or 0),
		}
		for row in (*rows, *custom)
	}


def _contact_rules() -> dict[str, dict]:
	return {
		row.field_name: {key: int(row.get(key) or 0) for key in PROPERTIES}
		for row in frappe.get_cached_doc("KH Settings").get("field_rules", {"document": CONTACT})
	}
