"""The history of customers that are changed together: what Frappe would have kept of each."""

from collections.abc import Callable

import frappe
from frappe.model import no_value_fields
from frappe.model.document import Document
from frappe.model.naming import is_autoincremented
from frappe.utils.formatters import format_value
from pypika import CustomFunction, Field

from crm_khachhang.customers import many
from crm_khachhang.importing.planning.draft import CUSTOMER
from crm_khachhang.importing.planning.rows import Plan

VERSION = "Version"
COLUMNS = (
	*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"),
	*("ref_doctype", "docname", "data"),
)
NEXTVAL = CustomFunction("NEXTVAL", ["sequence"])


def add(plans: list[Plan], source: dict | None, moment: str) -> None:
	"""Insert a Version for each of `plans` that changes something people see.

	`source`: {"doctype", "docname", "label"} of what the changes came from; `moment`: when they were made.
	"""
	if not frappe.get_meta(CUSTOMER).track_changes:
		return
	shown = _Shown()
	found = [(plan.customer, data) for plan in plans if (data := _differences(plan, source, shown.of))]
	user = frappe.session.user
	rows = [
		(name, user, moment, moment, user, 0, 0, CUSTOMER, customer, data)
		for name, (customer, data) in zip(_names(len(found)), found, strict=True)
	]
	many.insert(f"tab{VERSION}", COLUMNS, rows)


def add_submitted(debts: list[Document], before: dict, source: dict | None) -> None:
	"""Insert the Version of each of `debts`, which were submitted together; `before`: what a draft has instead."""
	if not debts or not debts[0].meta.track_changes:
		return
	rows, shown = [], _Shown()
	for name, debt in zip(_names(len(debts)), debts, strict=True):
		changed = [
			(df.fieldname, shown.of(df, before[df.fieldname]), shown.of(df, debt.get(df.fieldname)))
			for df in debt.meta.fields
			if df.fieldname in before and before[df.fieldname] != debt.get(df.fieldname)
		]
		data = _as_json([*changed, ("docstatus", 0, 1)], source)
		moment, user = debt.modified, debt.owner
		rows.append((name, user, moment, moment, user, 0, 0, debt.doctype, debt.name, data))
	many.insert(f"tab{VERSION}", COLUMNS, rows)


def _names(count: int) -> list[str | int]:
	"""Names of versions are numbers in some releases of Frappe, hashes in others."""
	if not is_autoincremented(VERSION):
		return [frappe.generate_hash(length=10) for _number in range(count)]
	if frappe.db.db_type != "mariadb" or not count:
		return [frappe.db.get_next_sequence_val(VERSION) for _number in range(count)]
	# MariaDB's own tables of numbers: so many rows, one question.
	numbers = frappe.qb.Table(f"seq_1_to_{count}")
	return frappe.qb.from_(numbers).select(NEXTVAL(Field("version_id_seq"))).run(pluck=True)


def _differences(plan: Plan, source: dict | None, shown: Callable) -> str:
	"""The differences in the words of Frappe's own history; "" for none."""
	before, after = vars(plan.draft.get_doc_before_save()), vars(plan.draft)
	changed = []
	for df in plan.draft.meta.fields:
		old, new = before.get(df.fieldname), after.get(df.fieldname)
		if old == new or df.fieldtype in no_value_fields:
			continue
		old, new = shown(df, old), shown(df, new)
		if old != new:
			changed.append((df.fieldname, old, new))
	if not changed:
		return ""
	return _as_json(changed, source)


def _as_json(changed: list[tuple], source: dict | None) -> str:
	data = {"changed": changed, "added": [], "removed": [], "row_changed": []}
	data |= {"data_import": None, "updater_reference": source}
	return frappe.as_json(data, indent=None, separators=(",", ":"))


class _Shown:
	"""Values as the history shows them, each formatted once: that of an amount takes its time."""

	def __init__(self):
		self.known: dict[tuple, object] = {}

	def of(self, df, value: object) -> object:
		if not value:
			return value
		key = (df.fieldname, value)
		if key not in self.known:
			self.known[key] = format_value(value, df)
		return self.known[key]
