"""Checks the rows of field rules in KH Settings and makes them hold."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.customers.field_rules import catalog
from crm_khachhang.customers.field_rules.catalog import CONTACT, CUSTOMER, PROPERTIES, Field
from crm_khachhang.customers.text import tidy

# Deletes our Property Setters with the module, and tells them from those of Customize Form.
MODULE = "CRM Khachhang"


class InvalidFieldRule(frappe.ValidationError):
	"""A rule that cannot hold."""


def save(settings: Document) -> None:
	"""Check all rules, apply those that are new or changed, undo those that went; keep what differs.

	A row that says no more than the field's own standard is applied and then dropped.
	Raises InvalidFieldRule, naming the field and the reason.
	"""
	before = settings.get_doc_before_save()
	old = _by_field(before.field_rules if before else [])
	if not (settings.field_rules or old):
		return
	fields = {doctype: catalog.of(doctype) for doctype in (CUSTOMER, CONTACT)}
	_check(settings.field_rules, fields)
	rules = _by_field(settings.field_rules)
	for (doctype, fieldname), row in rules.items():
		if doctype == CUSTOMER and not _is_unchanged(row, old.get((doctype, fieldname))):
			_apply(fields[CUSTOMER][fieldname], _wanted(row))
	for (doctype, fieldname), row in old.items():
		field = fields[doctype].get(fieldname)
		if doctype == CUSTOMER and field and (doctype, fieldname) not in rules and field.now == _wanted(row):
			_apply(field, field.standard)
	_drop_standard_rows(settings, fields)


def drop_overruled(settings: Document) -> None:
	"""Leave out of a loaded KH Settings what no longer holds: somebody used Customize Form meanwhile."""
	fields = catalog.of(CUSTOMER)
	settings.field_rules = [
		row
		for row in settings.field_rules
		if row.document == CONTACT
		or (row.field_name in fields and fields[row.field_name].now == _wanted(row))
	]


def _check(rows: list[Document], fields: dict[str, dict[str, Field]]) -> None:
	seen = set()
	for row in rows:
		row.field_name = tidy(row.field_name)
		field = fields.get(row.document, {}).get(row.field_name)
		problem = _problem(row, field, (row.document, row.field_name) in seen)
		seen.add((row.document, row.field_name))
		if problem:
			_refuse(row, field, problem)
		if row.required and field.in_popup_possible:
			row.in_popup = 1  # Frappe's popup has every required field.


def _problem(row: Document, field: Field | None, repeated: bool) -> str:
	"""Return what to do about the rule, in the user's language, or "" when it can hold."""
	if not field:
		return _("There is no such field. Choose a field of the list.")
	if repeated:
		return _("The field has two rules. Remove one of them.")
	if field.essential and (row.hidden or (field.standard["required"] and not row.required)):
		return _("The app needs this field. Leave it as it is.")
	if row.required and not field.standard["required"] and not field.requirable:
		return _("The app fills this field, or zero counts as a value: it cannot be required.")
	return _problem_together(row, field)


def _problem_together(row: Document, field: Field) -> str:
	if row.hidden and row.required and not field.has_default:
		return _("Nobody could fill a field that is hidden and required. Choose one of the two.")
	if row.hidden and row.in_popup:
		return _("A hidden field cannot be in the popup. Choose one of the two.")
	if row.in_popup and not field.in_popup_possible:
		return _("The popup cannot show this field. Leave it out.")
	return ""


def _refuse(row: Document, field: Field | None, problem: str) -> None:
	label = _(field.label) if field else row.field_name or ""
	frappe.throw(
		_("Field rule for {0} ({1}): {2}").format(
			frappe.bold(frappe.utils.escape_html(label)), _(row.document), problem
		),
		InvalidFieldRule,
		title=_("Please Check {0}").format(_("Field Rules")),
	)


def _apply(field: Field, wanted: dict) -> None:
	"""Write the Property Setters that make the customer's field as `wanted`; delete those it does not need."""
	for prop, value in _properties(field, wanted).items():
		standard = "" if prop == "mandatory_depends_on" else field.standard[_RULE_OF[prop]]
		_set_property(field.fieldname, prop, value, is_standard=value == standard)
	frappe.clear_cache(doctype=CUSTOMER)
	# Another process may have read the old ones between this and the commit.
	frappe.db.after_commit.add(lambda: frappe.clear_cache(doctype=CUSTOMER))


_RULE_OF = {prop: rule for rule, prop in PROPERTIES.items()}


def _properties(field: Field, wanted: dict) -> dict:
	"""A field of one type of customers is required of these only, which Frappe's `reqd` cannot say."""
	properties = {prop: wanted[rule] for rule, prop in PROPERTIES.items()}
	if field.customer_type and not field.standard["required"]:
		condition = catalog.condition_of(field.customer_type)
		properties["mandatory_depends_on"] = condition if wanted["required"] else ""
		properties["reqd"] = 0
		properties["allow_in_quick_entry"] = int(wanted["in_popup"] or wanted["required"])
	return properties


def _set_property(fieldname: str, prop: str, value: int | str, is_standard: bool) -> None:
	if is_standard:
		frappe.db.delete("Property Setter", {"doc_type": CUSTOMER, "field_name": fieldname, "property": prop})
		return
	setter = frappe.new_doc("Property Setter")
	setter.update(
		{
			"doctype_or_field": "DocField",
			"doc_type": CUSTOMER,
			"field_name": fieldname,
			"property": prop,
			"property_type": "Check" if isinstance(value, int) else "Code",
			"value": str(value),
			"module": MODULE,
			# "Reset to Defaults" in Customize Form leaves it to the rules.
			"is_system_generated": 1,
		}
	)
	setter.insert(ignore_permissions=True)


def _drop_standard_rows(settings: Document, fields: dict[str, dict[str, Field]]) -> None:
	rows = [
		row for row in settings.field_rules if _wanted(row) != fields[row.document][row.field_name].standard
	]
	settings.set("field_rules", rows)
	for idx, row in enumerate(rows, start=1):
		row.idx = idx


def _wanted(row: Document) -> dict:
	return {rule: int(row.get(rule) or 0) for rule in PROPERTIES}


def _is_unchanged(row: Document, old: Document | None) -> bool:
	return bool(old) and old.name == row.name and _wanted(old) == _wanted(row)


def _by_field(rows: list[Document]) -> dict[tuple[str, str], Document]:
	return {(row.document, row.field_name): row for row in rows}
