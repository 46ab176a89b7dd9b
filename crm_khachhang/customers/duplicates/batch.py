"""The check of many customers at once, as an import needs it: the same matches as `check.find`, with few queries.

An exact rule asks once for the values of all records. A rule by similarity, one whose values are shared by very many
customers, and what is left over go the way of a single save.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import frappe

from crm_khachhang.customers import many
from crm_khachhang.customers.duplicates import check, keys
from crm_khachhang.customers.duplicates.candidates import SHOWN
from crm_khachhang.customers.duplicates.check import Match
from crm_khachhang.customers.duplicates.rules import CUSTOMER, Rule
from crm_khachhang.customers.duplicates.statements import MOST_OF_A_RULE
from crm_khachhang.customers.text import tidy

# Customers read for one rule; if there are more, some value is shared by too many of them.
MOST_READ = 20_000

# Records whose values stand in the lists of one query; a record may have two phone numbers.
MOST_RECORDS = many.MOST_IN_LIST // 2


def find(
	rules: Sequence[Rule], records: Sequence[Mapping], besides: Sequence[str | None]
) -> list[list[Match]]:
	"""Return for each of `records` its matches, as `check.find` does; `besides`: the customers they are themselves."""
	batched = {rule: _customers_by_key(rule, records) for rule in rules if not rule.similar}
	return [_matches(rules, batched, record, own) for record, own in zip(records, besides, strict=True)]


def _matches(rules: Sequence[Rule], batched: Mapping, record: Mapping, own: str | None) -> list[Match]:
	matches: dict[str, Match] = {}
	alone = [rule for rule in rules if batched.get(rule) is None]
	for rule in rules:
		for customer in _of_rule(rule, batched.get(rule) or {}, record, own):
			match = matches.setdefault(customer.name, Match(customer))
			match.rules.append(rule)
			match.score = 100
	for match in check.find(alone, record, own) if alone else ():
		known = matches.setdefault(match.customer.name, match)
		if known is not match:
			known.rules += match.rules
			known.score = max(known.score, match.score)
	return sorted(matches.values(), key=lambda match: (not match.block, -match.score, match.customer.name))


def _of_rule(rule: Rule, customers: Mapping, record: Mapping, own: str | None) -> Iterable[dict]:
	if not rule.applies_to(record.get("customer_type")):
		return ()
	found = {
		customer.name: customer
		for key in keys.exact_keys(rule.fields, record)
		for customer in customers.get(key, ())
		if customer.name != own and keys.score(rule, record, customer)
	}
	return [found[name] for name in sorted(found)[:MOST_OF_A_RULE]]


def _customers_by_key(rule: Rule, records: Sequence[Mapping]) -> dict[tuple, list[dict]] | None:
	"""{key: customers that have it}; None when they are too many to be read."""
	meant = [record for record in records if rule.applies_to(record.get("customer_type"))]
	meant = [record for record in meant if keys.exact_keys(rule.fields, record)]
	found: dict[tuple, list[dict]] = defaultdict(list)
	for columns in product(*(keys.columns_of(fieldname) for fieldname in rule.fields)) if meant else ():
		for some in many.chunks(meant, MOST_RECORDS):
			rows = _rows(rule, columns, some)
			if len(rows) > MOST_READ:
				return None
			_add(found, rule, rows)
	return found


def _add(found: dict[tuple, list[dict]], rule: Rule, rows: list[dict]) -> None:
	for row in rows:
		for key in keys.exact_keys(rule.fields, row):
			if row not in found[key]:
				found[key].append(row)


def _rows(rule: Rule, columns: Sequence[str], records: Sequence[Mapping]) -> list[dict]:
	"""Customers that have in each of `columns` a value of some record: more than match, never fewer."""
	table = frappe.qb.DocType(CUSTOMER)
	read = tuple(dict.fromkeys((*SHOWN, *keys.columns([rule]))))
	query = frappe.qb.from_(table).select(*(table[column] for column in read)).limit(MOST_READ + 1)
	for column, fieldname in zip(columns, rule.fields, strict=True):
		query = query.where(table[column].isin(_values(fieldname, records)))
	return query.run(as_dict=True)


def _values(fieldname: str, records: Sequence[Mapping]) -> list:
	values = (record.get(column) for record in records for column in keys.columns_of(fieldname))
	return list(
		dict.fromkeys(tidy(v) if isinstance(v, str) else v for v in values if v not in (None, ""))
	) or [""]
