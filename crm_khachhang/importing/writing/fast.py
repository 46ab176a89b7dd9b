"""The fast path: many plain customers in a few statements, with everything the document API would have written.

What is plain is said here (`is_plain`); all other rows go through documents, at their place among the others.
"""

from collections.abc import Sequence
from operator import itemgetter

import frappe
from frappe.utils import cint, flt, now

from crm_khachhang.customers import attachments, codes, many
from crm_khachhang.customers.search import index, keys, words
from crm_khachhang.importing.planning.draft import CUSTOMER, Draft
from crm_khachhang.importing.planning.planner import STORED
from crm_khachhang.importing.planning.rows import CREATE, Plan
from crm_khachhang.importing.writing import versions

TABLE = f"tab{CUSTOMER}"

# Their changes have a history of their own.
NOT_PLAIN = ("account_manager", "tier")

# Customers in one statement: while the database writes them the next ones are made ready.
AT_ONCE = 500

WHOLE = ("Check", "Int")
DECIMAL = ("Float", "Currency", "Percent")
DAYS = ("Date", "Datetime", "Time")
AS_STORED = {
	**dict.fromkeys(WHOLE, cint),
	**dict.fromkeys(DECIMAL, flt),
	**dict.fromkeys(DAYS, lambda value: value or None),
}


def is_plain(plan: Plan) -> bool:
	"""Whether the row is nothing but its fields: no contact, no markup to clean, no history besides Frappe's own."""
	if plan.given.person:
		return False
	written = (
		plan.given.values
		if plan.action == CREATE
		else {name: new for name, (_old, new) in plan.changes.items()}
	)
	forbidden = attachments.fields(plan.draft.meta)  # Frappe attaches their files
	if plan.action != CREATE:
		forbidden += NOT_PLAIN
	return is_plain_text(written) and not any(name in written for name in forbidden)


def is_plain_text(values: dict) -> bool:
	"""Whether no value may hold markup, which Frappe cleans."""
	return not any(isinstance(value, str) and ("<" in value or ">" in value) for value in values.values())


def create(plans: list[Plan]) -> None:
	"""Insert the customers of `plans` and give each plan the name of its own."""
	_assign_codes(plans)
	user, moment = frappe.session.user, now()
	stamps = {
		"owner": user,
		"modified_by": user,
		"creation": moment,
		"modified": moment,
		"docstatus": 0,
		"idx": 0,
		"search_text": "",
	}
	customers = [plan.draft for plan in plans]
	for customer in customers:
		vars(customer).update(stamps)
	columns = _filled(customers)
	for some in many.chunks(customers, AT_ONCE):
		for customer in some:
			customer.search_text = keys.text(vars(customer), customer.name_key)
		many.insert(TABLE, tuple(columns), _stored(some, columns))
	_add_words(customers)


def _assign_codes(plans: list[Plan]) -> None:
	drawing = [plan for plan in plans if not plan.draft.customer_code]
	for plan, code in zip(drawing, codes.next_codes(len(drawing)), strict=True):
		plan.draft.customer_code = code
	for plan in plans:
		plan.customer = plan.draft.name = plan.draft.customer_code


def _columns() -> dict[str, str]:
	"""{column: type of its field} of the table of customers."""
	meta = frappe.get_meta(CUSTOMER)
	standard = dict.fromkeys(STORED, "")
	return standard | {
		df.fieldname: df.fieldtype for df in meta.fields if df.fieldname in meta.get_valid_columns()
	}


def _filled(customers: list[Draft]) -> dict[str, str]:
	"""The columns that some customer has a value for; in the others the database puts what Frappe writes for nothing."""
	columns, numbers = _columns(), (*WHOLE, *DECIMAL)
	meta = frappe.get_meta(CUSTOMER)
	filled = {name for customer in customers for name, value in vars(customer).items() if value is not None}
	return {
		name: kind
		for name, kind in columns.items()
		if name in filled or (kind in numbers and meta.get_field(name).default)
	}


def _stored(customers: Sequence[Draft], columns: dict[str, str]) -> list[list]:
	"""The rows as Frappe writes them: numbers never empty, days never an empty text."""
	rows = [list(map(vars(customer).get, columns)) for customer in customers]
	for place, kind in enumerate(columns.values()):
		if as_stored := AS_STORED.get(kind):
			for row in rows:
				row[place] = as_stored(row[place])
	return rows


def _add_words(customers: list[Draft]) -> None:
	"""In the order of the words, in which the database writes them twice as fast."""
	rows = []
	for customer in customers:
		owner = words.owner_key(customer.account_manager)
		rows += [(word, owner, customer.name) for word in keys.words(customer.search_text)]
	rows.sort(key=itemgetter(0))
	words.add(rows)


def update(plans: list[Plan], source: dict | None) -> None:
	"""Write the changes of `plans`, whose customers the transaction has locked, and their history.

	`source`: {"doctype", "docname", "label"} of what the changes came from.
	"""
	moment = now()
	_set_texts(plans)
	for plan in plans:
		plan.draft.modified, plan.draft.modified_by = moment, frappe.session.user
	columns = _changed_columns(plans)
	versions.add(plans, source, moment)
	# An insertion of rows that are all there: the one statement that gives each row values of its own.
	many.insert(TABLE, tuple(columns), _stored([plan.draft for plan in plans], columns), replace=True)
	_replace_words(plans)
	frappe.clear_document_cache(CUSTOMER)


def _set_texts(plans: list[Plan]) -> None:
	"""The text for search of those whose words may have changed; it holds the words of their contacts too."""
	contacts = index.contacts_of([plan.customer for plan in plans])
	for plan in plans:
		plan.draft.search_text = keys.text(vars(plan.draft), plan.draft.name_key, contacts[plan.customer])


def _changed_columns(plans: list[Plan]) -> dict[str, str]:
	kinds = _columns()
	changed = {
		name
		for plan in plans
		for name, value in vars(plan.draft).items()
		if name in kinds and value != plan.draft.get_doc_before_save().get(name)
	}
	return {name: kinds[name] for name in ("name", *sorted(changed - {"name"}))}


def _replace_words(plans: list[Plan]) -> None:
	for plan in plans:
		before, after = plan.draft.get_doc_before_save(), plan.draft
		if before.get("search_text") != after.search_text:
			was = (before.account_manager, before.get("search_text"))
			words.write(after.name, after.account_manager, after.search_text, was)
