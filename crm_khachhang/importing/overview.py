"""What the form shows before an import runs: the columns of the file, what they mean, and words that nobody knows."""

from collections import Counter
from itertools import islice

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cstr

from crm_khachhang.importing import results, run, source
from crm_khachhang.importing.mapping import chosen
from crm_khachhang.importing.mapping.links import CREATABLE
from crm_khachhang.importing.mapping.targets import CUSTOMER, PERSON, Target, all_targets
from crm_khachhang.importing.options import Mapping
from crm_khachhang.importing.results import ROW
from crm_khachhang.importing.writing import custom_logic

SAMPLES = 3
LONGEST_SAMPLE = 60
MOST_WORDS = 200


def of(doc) -> dict:
	"""Return {sheets, sheet, header_row, columns, targets, slow_because, values, defaults}.

	columns: [{number, label, fieldname, samples}]; targets: [{value, label, group, required, closed, fieldtype,
	options, may_be_default}]; slow_because: why the document path is taken, none for the fast one.
	"""
	mapping = Mapping.from_json(doc.mapping)
	described = {"targets": _targets(), "slow_because": custom_logic.reasons(), "columns": [], "sheets": []}
	described |= {"values": mapping.values, "defaults": mapping.defaults}
	if not doc.import_file:
		return described
	opened, _hash = source.open_file(doc.import_file, doc.sheet_name)
	samples = [row.cells for row in islice(opened.rows(), SAMPLES)]
	described["columns"] = [
		{
			"number": number,
			"label": cstr(label),
			"fieldname": mapping.columns.get(number, ""),
			"samples": [_sample(cells, number) for cells in samples],
		}
		for number, label in enumerate(opened.header.labels)
		if label or any(_sample(cells, number) for cells in samples)
	]
	return described | {"sheets": opened.book.sheets, "sheet": opened.sheet, "header_row": opened.header.row}


def _sample(cells: tuple, number: int) -> str:
	cell = cells[number] if number < len(cells) else None
	if hasattr(cell, "strftime"):
		return frappe.format(cell, "Datetime" if getattr(cell, "hour", 0) else "Date")
	return cstr(cell)[:LONGEST_SAMPLE]


def _targets() -> list[dict]:
	return [
		{
			"value": target.fieldname,
			"label": target.label,
			"group": _group(target),
			"required": target.required,
			"closed": target.closed,
			"fieldtype": target.fieldtype,
			"options": target.options,
			"may_be_default": chosen.may_be_default(target),
		}
		for target in all_targets().values()
	]


def _group(target: Target) -> str:
	if target.is_of_person:
		return _("Contact")
	return _("Opening Debt") if target.is_of_opening else _(CUSTOMER)


def set_mapping(doc, columns: dict[str, str], values: dict[str, dict[str, str]], defaults: dict) -> None:
	"""Keep the mapping; what was found under another one is found anew. Raises frappe.ValidationError."""
	run.require_changeable(run.hold(doc.name).status)
	targets = all_targets()
	meant = {int(number): name for number, name in columns.items() if number.isdecimal() and name}
	for name in (*meant.values(), *values, *defaults):
		if name not in targets:
			frappe.throw(_("There is no such field. Choose a field of the list."))
	_check_columns(targets, meant)
	for target in (targets[name] for name in defaults):
		if not chosen.may_be_default(target):
			reason = target.closed or _("It cannot have a default value. Choose another field.")
			frappe.throw(f"{frappe.bold(target.label)}: {reason}")
	mapping = chosen.judged(Mapping(meant, values, defaults), doc.date_order)
	for name, reason in chosen.refusals(mapping):
		frappe.throw(f"{frappe.bold(targets[name].label)}: {reason}")
	doc.db_set({"mapping": mapping.as_json(), "status": "Draft"})


def _check_columns(targets: dict, meant: dict[int, str]) -> None:
	"""Refuse two columns for one field."""
	twice = sorted(name for name, count in Counter(meant.values()).items() if count > 1)
	if twice:
		labels = ", ".join(targets[name].label for name in twice)
		frappe.throw(_("Two columns mean the same field: {0}. Leave one of them out.").format(labels))


def unknown_values(kh_import: str) -> list[dict]:
	"""Return the words of refused rows in columns of links and lists, the most frequent first.

	[{fieldname, label, fieldtype, doctype, value, rows, creatable}]
	"""
	targets = all_targets()
	mappable = [name for name, t in targets.items() if t.fieldtype in ("Link", "Select")]
	row, rows = frappe.qb.DocType(ROW), Count("*")
	query = frappe.qb.from_(row).select(row.field_name, row.value, rows).groupby(row.field_name, row.value)
	query = query.where((row.kh_import == kh_import) & (row.row_no <= results.last_done(kh_import)))
	query = query.where((row.outcome == "Failed") & row.field_name.isin(mappable))
	found = query.orderby(rows, order=frappe.qb.desc).limit(MOST_WORDS).run()
	return [
		{
			"fieldname": name,
			"label": targets[name].label,
			"fieldtype": targets[name].fieldtype,
			"doctype": targets[name].options,
			"value": value,
			"rows": count,
			"creatable": targets[name].options in CREATABLE,
		}
		for name, value, count in found
		if value and not name.startswith(PERSON)
	]
