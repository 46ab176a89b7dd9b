"""What there can be only one of: rows and columns that Frappe keeps beside a customer, before they move."""

import frappe
from frappe.model import table_fields
from frappe.utils import cint, cstr

from crm_khachhang.customers.holders import CUSTOMER

# Rows that say the same twice once they name the master: what else must be equal.
SAME = (
	("Tag Link", "document_type", "document_name", ("tag",)),
	("Document Follow", "ref_doctype", "ref_docname", ("user",)),
	("DocShare", "share_doctype", "share_name", ("user", "everyone")),
	("Communication Link", "link_doctype", "link_name", ("parent",)),
	("Dynamic Link", "link_doctype", "link_name", ("parenttype", "parent", "parentfield")),
	("Event Participants", "reference_doctype", "reference_docname", ("parenttype", "parent")),
)
SHARED_RIGHTS = ("read", "write", "share", "submit")

OPEN = "Open"
PAIR = "KH Distinct Pair"


def tidy(losers: list[str], master: str) -> None:
	"""Remove what the master has already, and take over what stands in columns of the losers."""
	for table, kind_field, name_field, keys in SAME:
		if frappe.db.exists("DocType", table):
			_remove_repeated(table, kind_field, name_field, keys, [master, *losers])
	_join_open_tasks([master, *losers])
	_take_over_columns(losers, master)
	_take_over_rows(losers, master)


def assignees(master: str) -> str:
	"""Return the column `_assign` of the master, from its open tasks; call it when they have moved."""
	tasks = {"reference_type": CUSTOMER, "reference_name": master, "status": OPEN}
	users = frappe.get_all("ToDo", filters=tasks, pluck="allocated_to", order_by="creation")
	return frappe.as_json(list(dict.fromkeys(filter(None, users))), indent=None)


def judge_pairs_again(losers: list[str], master: str) -> None:
	"""Pairs judged to be different: none of a customer with itself, and each only once."""
	merged, seen = {master, *losers}, set()
	either = [["customer", "in", list(merged)], ["other_customer", "in", list(merged)]]
	rows = frappe.get_all(
		PAIR, or_filters=either, fields=["name", "customer", "other_customer"], order_by="name"
	)
	for row in rows:
		pair = frozenset(master if name in merged else name for name in (row.customer, row.other_customer))
		if len(pair) == 1 or pair in seen:
			frappe.db.delete(PAIR, {"name": row.name})
		seen.add(pair)


def forget_found_duplicates(losers: list[str], master: str) -> None:
	"""What a scan found of the losers is settled."""
	frappe.db.delete("KH Duplicate Member", {"customer": ("in", losers)})


def _remove_repeated(table: str, kind_field: str, name_field: str, keys: tuple, names: list[str]) -> None:
	"""Keep the first row of each key, the master's before others."""
	rights = SHARED_RIGHTS if table == "DocShare" else ()
	rows = frappe.get_all(
		table,
		filters={kind_field: CUSTOMER, name_field: ("in", names)},
		fields=["name", name_field, *keys, *rights],
		order_by="creation",
		limit_page_length=0,
	)
	kept, repeated = {}, []
	for row in sorted(rows, key=lambda row: names.index(row[name_field]) if row[name_field] in names else 0):
		key = tuple(cstr(row[field]) for field in keys)
		if key in kept:
			repeated.append(row.name)
			_join_rights(kept[key], row, rights)
		else:
			kept[key] = row
	if repeated:
		frappe.db.delete(table, {"name": ("in", repeated)})


def _join_rights(kept, row, rights: tuple) -> None:
	more = {right: 1 for right in rights if cint(row[right]) and not cint(kept[right])}
	if more:
		kept.update(more)
		frappe.db.set_value("DocShare", kept.name, more, update_modified=False)


def _join_open_tasks(names: list[str]) -> None:
	"""Frappe lets each person have one open task of a document: the first stays, with the words of the others."""
	tasks = frappe.get_all(
		"ToDo",
		filters={"reference_type": CUSTOMER, "reference_name": ("in", names), "status": OPEN},
		fields=["name", "allocated_to", "description", "date"],
		order_by="creation",
		limit_page_length=0,
	)
	by_person = {}
	for task in tasks:
		if task.allocated_to:
			by_person.setdefault(task.allocated_to, []).append(task)
	for first, *others in by_person.values():
		if others:
			_join_tasks(first, others)


def _join_tasks(first, others: list) -> None:
	texts = dict.fromkeys(cstr(task.description) for task in (first, *others))
	dates = [task.date for task in (first, *others) if task.date]
	values = {"description": "<br>".join(filter(None, texts)), "date": min(dates, default=None)}
	frappe.db.set_value("ToDo", first.name, values, update_modified=False)
	frappe.db.delete("ToDo", {"name": ("in", [task.name for task in others])})


def _take_over_columns(losers: list[str], master: str) -> None:
	columns = ["name", "_user_tags", "_liked_by", "_comments"]
	columns = [column for column in columns if frappe.db.has_column(CUSTOMER, column)]
	filters = {"name": ("in", [master, *losers])}
	found = {row.name: row for row in frappe.get_all(CUSTOMER, filters=filters, fields=columns)}
	rows = [found[name] for name in (master, *losers)]
	values = {}
	if "_user_tags" in columns:
		tags = [tag for row in rows for tag in cstr(row._user_tags).split(",") if tag]
		values["_user_tags"] = "".join(f",{tag}" for tag in dict.fromkeys(tags))
	for column in {"_liked_by", "_comments"} & set(columns):
		lists = [frappe.parse_json(row[column] or "[]") for row in rows]
		values[column] = frappe.as_json(_union(lists), indent=None)
	if values:
		frappe.db.set_value(CUSTOMER, master, values, update_modified=False)


def _union(lists: list[list]) -> list:
	union = []
	for value in (value for values in lists for value in values or []):
		if value not in union:
			union.append(value)
	return union


def _take_over_rows(losers: list[str], master: str) -> None:
	"""Rows of custom child tables are added to the master's; of a multiple choice each only once."""
	for field in frappe.get_meta(CUSTOMER).get("fields", {"fieldtype": ("in", table_fields)}):
		choice = _chosen_in(field)
		own = {"parenttype": CUSTOMER, "parentfield": field.fieldname}
		rows = frappe.get_all(
			field.options,
			filters=own | {"parent": ("in", [master, *losers])},
			fields=["name", "parent", *([choice] if choice else [])],
			order_by="parent, idx",
			limit_page_length=0,
		)
		rows.sort(key=lambda row: [master, *losers].index(row.parent))
		chosen, idx = set(), 0
		for row in rows:
			if choice and row[choice] in chosen:
				frappe.db.delete(field.options, {"name": row.name})
				continue
			chosen.add(row[choice] if choice else None)
			idx += 1
			frappe.db.set_value(
				field.options, row.name, {"parent": master, "idx": idx}, update_modified=False
			)


def _chosen_in(field) -> str | None:
	"""The field that a Table MultiSelect shows: two rows with the same say the same."""
	if field.fieldtype != "Table MultiSelect":
		return None
	return next((f.fieldname for f in frappe.get_meta(field.options).fields if f.fieldtype == "Link"), None)
