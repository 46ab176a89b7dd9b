"""The check of many customers at once, as an import needs it: the same matches as `check.find`, with few queries.

An exact rule asks once for the values of all records, names are compared with `Neighbours` in memory. One whose values
are shared by very many customers goes the way of a single save.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

import frappe
from frappe.query_builder.functions import Max, Min
from pypika import Parameter

from crm_khachhang.customers import many
from crm_khachhang.customers.duplicates import check, keys
from crm_khachhang.customers.duplicates.candidates import SHOWN
from crm_khachhang.customers.duplicates.check import Match
from crm_khachhang.customers.duplicates.neighbours import TYPES, Neighbours
from crm_khachhang.customers.duplicates.rules import CUSTOMER, Rule
from crm_khachhang.customers.duplicates.statements import MOST_OF_A_RULE
from crm_khachhang.customers.text import tidy

# Customers read for one rule; if there are more, some value is shared by too many of them.
MOST_READ = 20_000

# Records whose values stand in the lists of one query; a record may have two phone numbers.
MOST_RECORDS = many.MOST_IN_LIST // 2


def find(
	rules: Sequence[Rule],
	records: Sequence[Mapping],
	besides: Sequence[str | None],
	neighbours: Neighbours | None = None,
) -> list[list[Match]]:
	"""Return for each of `records` its matches, as `check.find` does; `besides`: the customers they are themselves.

	With `neighbours` names are compared in memory.
	"""
	batched = {rule: _customers_of(rule, records, neighbours) for rule in rules}
	return [_matches(rules, batched, record, own) for record, own in zip(records, besides, strict=True)]


def _matches(rules: Sequence[Rule], batched: Mapping, record: Mapping, own: str | None) -> list[Match]:
	matches: dict[str, Match] = {}
	for rule in rules:
		for customer, score in _of_rule(rule, batched[rule], record, own):
			match = matches.setdefault(customer.name, Match(customer))
			match.rules.append(rule)
			match.score = max(match.score, score)
	return sorted(matches.values(), key=lambda match: (not match.block, -match.score, match.customer.name))


def _of_rule(
	rule: Rule, customers: "Customers | None", record: Mapping, own: str | None
) -> list[tuple[dict, float]]:
	if not rule.applies_to(record.get("customer_type")):
		return []
	if customers is None:
		return [(match.customer, match.score) for match in check.find([rule], record, own)]
	if not customers.by_key:
		return []
	found = {customer.name: customer for customer in customers.of(record) if customer.name != own}
	scored = ((customer, keys.score(rule, record, customer)) for customer in found.values())
	best = sorted((pair for pair in scored if pair[1]), key=lambda pair: (-pair[1], pair[0].name))
	return best[:MOST_OF_A_RULE]


class Customers:
	"""The customers that may match by one rule, under what they have in common with records."""

	def __init__(self, key_of: Callable[[Mapping], Iterable]):
		self.key_of = key_of
		self.by_key: dict[object, list[dict]] = defaultdict(list)

	def of(self, record: Mapping) -> Iterator[dict]:
		return (customer for key in self.key_of(record) for customer in self.by_key.get(key, ()))

	def add(self, rows: list[dict], key_of: Callable[[Mapping], Iterable]) -> None:
		for row in rows:
			for key in key_of(row):
				if row not in self.by_key[key]:
					self.by_key[key].append(row)


def _customers_of(rule: Rule, records: Sequence[Mapping], neighbours: Neighbours | None) -> Customers | None:
	"""The customers that may match; None when each record must ask by itself."""
	meant = [record for record in records if rule.applies_to(record.get("customer_type"))]
	fields = keys.exact_fields(rule)
	if fields:
		return _by_values(rule, fields, meant)
	return _by_names(rule, meant, neighbours) if neighbours else None


def _by_values(rule: Rule, fields: tuple[str, ...], records: Sequence[Mapping]) -> Customers | None:
	customers = Customers(lambda record: keys.exact_keys(fields, record))
	meant = [record for record in records if keys.exact_keys(fields, record)]
	for columns in product(*(keys.columns_of(fieldname) for fieldname in fields)) if meant else ():
		for some in many.chunks(meant, MOST_RECORDS):
			wanted = {column: _values(name, some) for column, name in zip(columns, fields, strict=True)}
			rows = _rows(rule, wanted)
			if len(rows) > MOST_READ:
				return None
			customers.add(rows, customers.key_of)
	return customers


def _by_names(rule: Rule, records: Sequence[Mapping], neighbours: Neighbours) -> Customers | None:
	alike = {
		(record.get("customer_type"), record["name_key"]): neighbours.alike(
			rule, record.get("customer_type"), record["name_key"]
		)
		for record in records
		if record.get("name_key")
	}
	customers = Customers(lambda record: alike.get((record.get("customer_type"), record.get("name_key")), ()))
	names = sorted({name for found in alike.values() for name in found})
	for some in many.chunks(_some_called(names)):
		customers.add(_rows(rule, {"name": some}), lambda row: (row.name_key,))
	return customers


def _some_called(names: list[str]) -> list[str]:
	"""Of each folded name the first and the last customer: enough to say that there is another one."""
	found, sql = set(), _first_and_last()
	for customer_type, some in product(TYPES, many.chunks(names)):
		found.update(name for row in frappe.db.sql(sql, (customer_type, some)) for name in row)
	return sorted(found)


@lru_cache(maxsize=1)
def _first_and_last() -> str:
	table = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(table).select(Min(table.name), Max(table.name)).groupby(table.name_key)
	query = query.where((table.customer_type == Parameter("%s")) & many.is_one_of(table.name_key))
	return query.get_sql()


def _rows(rule: Rule, wanted: Mapping[str, list]) -> list[dict]:
	"""Customers that have in each column one of its values: more than match, never fewer."""
	read = tuple(dict.fromkeys((*SHOWN, *keys.columns([rule]))))
	return frappe.db.sql(_statement(read, tuple(wanted)), tuple(wanted.values()), as_dict=True)


@lru_cache(maxsize=256)
def _statement(read: tuple[str, ...], columns: tuple[str, ...]) -> str:
	"""`read` of the customers that have in each of `columns` one of a list of values."""
	table = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(table).select(*(table[column] for column in read)).limit(MOST_READ + 1)
	for column in columns:
		query = query.where(many.is_one_of(table[column]))
	return query.get_sql()


def _values(fieldname: str, records: Sequence[Mapping]) -> list:
	values = (record.get(column) for record in records for column in keys.columns_of(fieldname))
	return list(
		dict.fromkeys(tidy(v) if isinstance(v, str) else v for v in values if v not in (None, ""))
	) or [""]
