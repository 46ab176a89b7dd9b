"""Finds the customers that may be the same as a record: two queries, every part of them bounded by an index.

What comes back is only proposed; `keys.score` decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import ceil, floor

import frappe
from frappe.utils import cstr

from crm_khachhang.customers.duplicates import keys, statements
from crm_khachhang.customers.duplicates.rules import Rule
from crm_khachhang.customers.duplicates.statements import BACKWARDS, FORWARDS, MOST_OF_A_RULE
from crm_khachhang.customers.text import tidy

SHOWN = ("name", "customer_name", "customer_type", "account_manager", "name_key")
TYPES = ("Individual", "Organization")

Part = tuple[str, list]


@dataclass
class _Proposed:
	"""What the first query proposes for a rule: customers by name, and folded names with their likeness."""

	names: dict[str, None] = field(default_factory=dict)
	likely: dict[str, float] = field(default_factory=dict)

	def best_likely(self) -> list[str]:
		return sorted(self.likely, key=lambda key: (-self.likely[key], key))[:MOST_OF_A_RULE]


def find(
	rules: list[Rule], record: Mapping, besides: str | None, database=None
) -> list[tuple[Rule, dict, float]]:
	"""Return (rule, customer, score) for each match of `record`, in the order of `rules`.

	A customer comes as a dict of SHOWN and the compared columns. `besides` is the customer that `record` itself
	is, `database` another connection than frappe.db.
	"""
	proposed = _propose(rules, record, besides, database)
	customers = _read(rules, proposed, record, besides, database)
	found = []
	for rule, what in zip(rules, proposed, strict=True):
		meant = [c for c in customers if c.name in what.names or c.name_key in what.likely]
		scored = ((keys.score(rule, record, customer), customer) for customer in meant)
		best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].name))
		found += [(rule, customer, score) for score, customer in best[:MOST_OF_A_RULE]]
	return found


def _propose(rules: list[Rule], record: Mapping, besides: str | None, database) -> list[_Proposed]:
	"""What may match, for each rule; names that are not alike are dropped before anything is read of them."""
	parts = [part for number, rule in enumerate(rules) for part in _parts(number, rule, record, besides)]
	proposed = [_Proposed() for _rule in rules]
	for number, name, key in statements.run(parts, database):
		rule, what = rules[number], proposed[number]
		likeness = keys.similarity(record["name_key"], key or "", rule.similarity) if rule.similar else 100
		if likeness and not name:
			what.likely[key] = likeness
		elif likeness and len(what.names) < 2 * MOST_OF_A_RULE:
			what.names[name] = None
	return proposed


def _parts(number: int, rule: Rule, record: Mapping, besides: str | None) -> Iterable[Part]:
	"""The queries of one rule; none when a field is empty or the rule is for the other type."""
	exact = keys.exact_fields(rule)
	if not rule.applies_to(record.get("customer_type")) or (rule.similar and not record.get("name_key")):
		return ()
	return _equal(number, rule, exact, record, besides) if exact else _near(number, rule, record)


def _equal(
	number: int, rule: Rule, exact: tuple[str, ...], record: Mapping, besides: str | None
) -> Iterator[Part]:
	"""A query for each choice of columns (a number stands in one of two), so that each has its index."""
	if not keys.exact_keys(exact, record):
		return
	values = [_values(fieldname, record) for fieldname in exact]
	last = _last_values(rule, record, besides)
	for columns in product(*(keys.columns_of(fieldname) for fieldname in exact)):
		counted = tuple((column, len(some)) for column, some in zip(columns, values, strict=True))
		sql = statements.equal(number, counted, rule.one_type, bool(besides))
		yield sql, [value for some in values for value in some] + last


def _values(fieldname: str, record: Mapping) -> list:
	values = (record.get(column) for column in keys.columns_of(fieldname))
	return [
		tidy(value) if isinstance(value, str) else cstr(value) for value in values if value not in (None, "")
	]


def _last_values(rule: Rule, record: Mapping, besides: str | None) -> list:
	return [record.get("customer_type")] * rule.one_type + [besides] * bool(besides)


def _near(number: int, rule: Rule, record: Mapping) -> Iterator[Part]:
	key, lengths = record["name_key"], _lengths(record["name_key"], rule.similarity)
	for customer_type in [record.get("customer_type")] if rule.one_type else TYPES:
		for column, text in ((FORWARDS, key), (BACKWARDS, key[::-1])):
			for after in (True, False):
				yield statements.near(number, column, after), [customer_type, text, *lengths]


def _lengths(key: str, least: float) -> tuple[int, int]:
	"""How short and how long a text can be that is alike to `least` per cent.

	At best all letters of the shorter one are in the longer one: their likeness is then 2 × shorter / (shorter +
	longer).
	"""
	share = least / (200 - least)
	return floor(len(key) * share), ceil(len(key) / share)


def _read(
	rules: list[Rule], proposed: list[_Proposed], record: Mapping, besides: str | None, database
) -> list[dict]:
	"""The proposed customers; of each name at least as many as a rule needs."""
	columns = tuple(dict.fromkeys((*SHOWN, *keys.columns(rules))))
	names = sorted({name for what in proposed for name in what.names})
	parts: list[Part] = [(statements.named(columns, len(names)), names)] if names else []
	for rule, what in zip(rules, proposed, strict=True):
		sql = statements.called(columns, rule.one_type, bool(besides))
		last = _last_values(rule, record, besides)
		parts += [(sql, [key, *last]) for key in what.best_likely()]
	rows = {row[0]: row for row in statements.run(parts, database)}
	return [frappe._dict(zip(columns, row, strict=True)) for row in rows.values()]
