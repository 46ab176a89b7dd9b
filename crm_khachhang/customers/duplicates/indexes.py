"""Indexes for the rules: made when KH Settings are saved and after each migration, on the table of customers.

Each covers two columns or more: Frappe's schema sync drops an index of a single column that the DocType does not
ask for, and leaves longer ones alone.
"""

import hashlib

import frappe
from pypika import CustomFunction

from crm_khachhang.customers.duplicates import keys
from crm_khachhang.customers.duplicates.rules import CUSTOMER, Rule, get_rules

PREFIX = "kh_duplicates_"
LONG_TYPES = ("Small Text",)
# Enough of a long text to tell values apart; a column's length otherwise is at most 140 characters.
LONGEST = 140
REVERSE = CustomFunction("REVERSE", ["text"])


def ensure() -> None:
	"""Make what is missing. Changing a table ends the transaction, so nothing may be pending in it."""
	_fill_reversed_keys()
	for columns in (
		["customer_type", "name_key"],
		["customer_type", "name_key_reversed"],
		*needed(get_rules()),
	):
		frappe.db.add_index(CUSTOMER, [_sized(c) for c in columns], index_name=name_of(columns))


def ensure_later() -> None:
	"""Make them in the background after the settings are committed: a million customers take some seconds."""
	missing = [c for c in needed(get_rules()) if not frappe.db.has_index(f"tab{CUSTOMER}", name_of(c))]
	if missing:
		frappe.enqueue(
			ensure,
			queue="long",
			job_id="kh_duplicate_indexes",
			deduplicate=True,
			enqueue_after_commit=True,
		)


def needed(rules: list[Rule]) -> list[list[str]]:
	"""Return the columns of each index that the rules need and the DocType does not have."""
	indexed = {
		field.fieldname for field in frappe.get_meta(CUSTOMER).fields if field.search_index or field.unique
	}
	found = []
	for rule in rules:
		exact = sorted(keys.exact_fields(rule))
		if len(exact) == 1 and set(keys.columns_of(exact[0])) <= indexed:
			continue
		found += [c for c in _choices(exact) if c not in found]
	return found


def _choices(exact: list[str]) -> list[list[str]]:
	"""The columns of a rule, once for each column that may hold its number; text before what many share."""
	if not exact:
		return []
	exact = sorted(exact, key=lambda fieldname: not keys.is_text(fieldname))
	choices = [[]]
	for fieldname in exact:
		choices = [[*choice, column] for choice in choices for column in keys.columns_of(fieldname)]
	return [[*choice, "customer_type"] for choice in choices]


def name_of(columns: list[str]) -> str:
	"""Return the name of the index of `columns`; names of columns may be longer than one may be."""
	return PREFIX + hashlib.sha1(",".join(columns).encode()).hexdigest()[:12]


def _sized(column: str) -> str:
	field = frappe.get_meta(CUSTOMER).get_field(column)
	return f"`{column}`({LONGEST})" if field.fieldtype in LONG_TYPES else f"`{column}`"


def _fill_reversed_keys() -> None:
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.update(customer).set(customer.name_key_reversed, REVERSE(customer.name_key))
	query.where(customer.name_key_reversed.isnull() & customer.name_key.isnotnull()).run()
