"""Finds the customers that may be the same as a record: one query, every part of it bounded by an index.

What comes back is only proposed; `keys.score` decides.
"""

from collections.abc import Mapping
from itertools import product

import frappe
from frappe.utils import cstr
from pypika import CustomFunction, Order
from pypika.terms import ValueWrapper

from crm_khachhang.customers.duplicates import keys
from crm_khachhang.customers.duplicates.rules import CUSTOMER, Rule
from crm_khachhang.customers.text import tidy

# So many of one rule are enough to say that there are some.
MOST_OF_A_RULE = 20
MOST_READ = 200
# Names looked at on each side of a name, in the order of the alphabet and in that of the words' ends.
NEIGHBOURS = 100

SHOWN = ("name", "customer_name", "customer_type", "account_manager", "name_key")
TYPES = ("Individual", "Organization")

REVERSE = CustomFunction("REVERSE", ["text"])


def find(
	rules: list[Rule], record: Mapping, besides: str | None, database=None
) -> list[tuple[Rule, dict, float]]:
	"""Return (rule, customer, score) for each match of `record`, in the order of `rules`.

	A customer comes as a dict of SHOWN and the compared columns. `besides` is the customer that `record` itself
	is, `database` another connection than frappe.db.
	"""
	parts = [part for index, rule in enumerate(rules) for part in _parts(index, rule, record, besides)]
	proposed = _worth_reading(rules, record, _run(_union(parts), database)) if parts else {}
	customers = _read(rules, {name for names in proposed.values() for name in names}, database)
	found = []
	for index, rule in enumerate(rules):
		scored = [
			(keys.score(rule, record, customers[n]), n) for n in proposed.get(index, ()) if n in customers
		]
		best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1]))
		found += [(rule, customers[name], score) for score, name in best[:MOST_OF_A_RULE]]
	return found


def _worth_reading(rules: list[Rule], record: Mapping, rows) -> dict[int, dict[str, None]]:
	"""Names by number of their rule; neighbours that are not alike are dropped before anything is read of them."""
	proposed: dict[int, dict[str, None]] = {}
	for index, name, key in rows:
		rule = rules[index]
		if not rule.similar or keys.similarity(record["name_key"], key or "", rule.similarity):
			names = proposed.setdefault(index, {})
			if len(names) < 2 * MOST_OF_A_RULE:
				names[name] = None
	return proposed


def _parts(index: int, rule: Rule, record: Mapping, besides: str | None) -> list:
	"""The queries of one rule; none when a field is empty or the rule is for the other type."""
	if not rule.applies_to(record.get("customer_type")):
		return []
	exact = keys.exact_fields(rule)
	if rule.similar and not record.get("name_key"):
		return []
	if exact:
		conditions = _equal(rule, exact, record)
		return [_names(index, rule, record, besides).where(c).limit(MOST_READ) for c in conditions]
	return _neighbours(index, rule, record, besides)


def _names(index: int, rule: Rule, record: Mapping, besides: str | None):
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(
		ValueWrapper(index).as_("rule"), customer.name, customer.name_key
	)
	if besides:
		query = query.where(customer.name != besides)
	if rule.one_type:
		query = query.where(customer.customer_type == record.get("customer_type"))
	return query


def _equal(rule: Rule, exact: tuple[str, ...], record: Mapping) -> list:
	"""The conditions, one for each choice of columns (a number stands in one of two), so that each has its index."""
	customer = frappe.qb.DocType(CUSTOMER)
	if not keys.exact_keys(exact, record):
		return []
	found = []
	for chosen in product(*(keys.columns_of(fieldname) for fieldname in exact)):
		condition = None
		for fieldname, column in zip(exact, chosen, strict=True):
			values = [record.get(c) for c in keys.columns_of(fieldname)]
			part = customer[column].isin([_literal(value) for value in values if value not in (None, "")])
			condition = part if condition is None else condition & part
		found.append(condition)
	return found


def _literal(value: object) -> object:
	return tidy(value) if isinstance(value, str) else cstr(value)


def _neighbours(index: int, rule: Rule, record: Mapping, besides: str | None) -> list:
	"""The names next to the record's: a misspelt end is near in the alphabet, a misspelt beginning near in the
	alphabet of the words read backwards."""
	customer = frappe.qb.DocType(CUSTOMER)
	key = record["name_key"]
	parts = []
	for customer_type in [record.get("customer_type")] if rule.one_type else TYPES:
		for column, shown, value in _alphabets(key):
			for condition, order in ((column >= value, Order.asc), (column < value, Order.desc)):
				query = frappe.qb.from_(customer)
				query = query.select(ValueWrapper(index).as_("rule"), customer.name, shown.as_("name_key"))
				query = query.where(customer.customer_type == customer_type).where(condition)
				if besides:
					query = query.where(customer.name != besides)
				parts.append(query.orderby(column, order=order).limit(NEIGHBOURS))
	return parts


def _alphabets(key: str) -> tuple:
	"""(indexed column, the name's key made of it, where to look) forwards and backwards."""
	customer = frappe.qb.DocType(CUSTOMER)
	backwards = customer.name_key_reversed
	return (customer.name_key, customer.name_key, key), (backwards, REVERSE(backwards), key[::-1])


def _union(parts: list):
	"""Each part is a subquery, because a union takes no part with a limit of its own."""
	whole = None
	for number, part in enumerate(parts):
		alias = part.as_(f"part_{number}")
		query = frappe.qb.from_(alias).select(alias.rule, alias.name, alias.name_key)
		whole = query if whole is None else whole.union_all(query)
	return frappe.qb.from_(whole.as_("proposed")).select("rule", "name", "name_key")


def _read(rules: list[Rule], names: set[str], database) -> dict[str, dict]:
	if not names:
		return {}
	customer = frappe.qb.DocType(CUSTOMER)
	wanted = dict.fromkeys((*SHOWN, *keys.columns(rules)))
	query = frappe.qb.from_(customer).select(*(customer[column] for column in wanted))
	rows = _run(query.where(customer.name.isin(sorted(names))), database)
	return {row[0]: frappe._dict(zip(wanted, row, strict=True)) for row in rows}


def _run(query, database):
	if database is None:
		return query.run()
	sql, values = query.walk()
	return database.sql(sql, values)
