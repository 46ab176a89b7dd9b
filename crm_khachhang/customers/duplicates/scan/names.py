"""Groups of customers whose names are alike: reads names, lets `similar` compare them, finds their customers."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

import frappe
from pypika.functions import Count

from crm_khachhang.customers.duplicates import keys
from crm_khachhang.customers.duplicates.rules import CUSTOMER, NAME, Rule
from crm_khachhang.customers.duplicates.scan import exact, similar
from crm_khachhang.customers.duplicates.scan.groups import LARGEST_CHAIN, Chains

# More pairs than people can look at; the rest is counted.
MOST_PAIRS = 200_000
TYPES = ("Individual", "Organization")
_AT_ONCE = 1000

Progress = Callable[[float], None]
Groups = list[tuple[frozenset[str], float]]


def groups(rule: Rule, progress: Progress) -> tuple[Groups, int]:
	"""Return (customers, score of the least alike pair joined) and how many pairs were left out."""
	if keys.exact_fields(rule):
		found, left_out = _within_equal(rule, progress)
	else:
		found, left_out = _among_all(rule, progress)
	if rule.fields != (NAME,):
		found = [group for names, _score in found for group in _confirmed(rule, names)]
	return found, left_out


def _among_all(rule: Rule, progress: Progress) -> tuple[Groups, int]:
	found, left_out = [], 0
	scopes = [rule.customer_type] if rule.customer_type else list(TYPES) if rule.same_type else [None]
	for number, customer_type in enumerate(scopes):
		counts = dict(_names(customer_type))
		names = list(counts)
		pairs = similar.find_pairs(
			names, rule.similarity, MOST_PAIRS, lambda part, n=number: progress((n + part) / len(scopes))
		)
		chains, scores = _chains(pairs, names)
		for name, count in counts.items():
			if count > 1:
				chains.group_of.setdefault(name, {name})
		del counts, names
		left_out += pairs.left_out + chains.left_out
		found += _of_customers(chains, scores, customer_type)
	return found, left_out


def _names(customer_type: str | None):
	"""(folded name, how many have it), from the index alone."""
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(customer.name_key, Count("*")).where(customer.name_key > "")
	if customer_type:
		query = query.where(customer.customer_type == customer_type)
	return query.groupby(customer.name_key).run()


def _chains(pairs: similar.Pairs, names: list[str]) -> tuple[Chains, dict[str, float]]:
	"""The groups of names, and for each name the score of the worst pair that it came in by."""
	chains, scores = Chains(), {}
	for one, other, score in pairs:
		for name in (names[one], names[other]):
			scores[name] = min(score, scores.get(name, 100))
		chains.join(names[one], names[other])
	return chains, scores


def _of_customers(chains: Chains, scores: dict[str, float], customer_type: str | None) -> Groups:
	groups_of_names = {id(group): group for group in chains.group_of.values()}.values()
	by_name = _customers_of([name for group in groups_of_names for name in group], customer_type)
	found = []
	for group in groups_of_names:
		customers = frozenset(customer for name in group for customer in by_name.get(name, ()))
		if len(customers) > 1:
			found.append((customers, min(scores.get(name, 100) for name in group) if len(group) > 1 else 100))
	return found


def _customers_of(names: list[str], customer_type: str | None) -> dict[str, list[str]]:
	customer = frappe.qb.DocType(CUSTOMER)
	found = defaultdict(list)
	for start in range(0, len(names), _AT_ONCE):
		query = frappe.qb.from_(customer).select(customer.name, customer.name_key)
		query = query.where(customer.name_key.isin(names[start : start + _AT_ONCE]))
		if customer_type:
			query = query.where(customer.customer_type == customer_type)
		for name, key in query.run():
			found[key].append(name)
	return found


def _within_equal(rule: Rule, progress: Progress) -> tuple[Groups, int]:
	"""Customers that are equal in the other fields of the rule, compared by name among themselves."""
	found, left_out = [], 0
	equal = exact.groups(rule)
	names_of = _keys_of({name for group in equal for name in group})
	for number, group in enumerate(equal):
		by_key = defaultdict(list)
		for name in group:
			by_key[names_of.get(name) or ""].append(name)
		by_key.pop("", None)
		names = list(by_key)
		pairs = similar.find_pairs(names, rule.similarity, MOST_PAIRS, _unheard)
		chains, scores = _chains(pairs, names)
		for key in names:
			chains.group_of.setdefault(key, {key})
		left_out += pairs.left_out + chains.left_out
		found += _of_keys(chains, scores, by_key)
		progress(number / len(equal))
	return found, left_out


def _of_keys(chains: Chains, scores: dict[str, float], by_key: dict[str, list[str]]) -> Iterator:
	for group in {id(group): group for group in chains.group_of.values()}.values():
		customers = frozenset(customer for key in group for customer in by_key[key])
		if len(customers) > 1:
			yield customers, min(scores.get(key, 100) for key in group) if len(group) > 1 else 100


def _unheard(_part: float) -> None:
	"""Groups of equal values are small: their own progress tells nobody anything."""


def _keys_of(names: set[str]) -> dict[str, str]:
	return {name: record["name_key"] for name, record in _records(["name_key"], names).items()}


def _records(columns: list[str], names: set[str]) -> dict[str, dict]:
	customer = frappe.qb.DocType(CUSTOMER)
	wanted = ["name", "customer_type", *columns]
	ordered, found = sorted(names), {}
	for start in range(0, len(ordered), _AT_ONCE):
		query = frappe.qb.from_(customer).select(*(customer[column] for column in wanted))
		for row in query.where(customer.name.isin(ordered[start : start + _AT_ONCE])).run():
			found[row[0]] = dict(zip(wanted, row, strict=True))
	return found


def _confirmed(rule: Rule, names: frozenset[str]) -> Iterator[tuple[frozenset[str], float]]:
	"""The groups of those among `names` that match in every field of the rule."""
	records = _records([c for c in keys.columns([rule]) if c != "customer_type"], names)
	chains, worst = Chains(), 100.0
	for one, other in combinations(sorted(records)[: 10 * LARGEST_CHAIN], 2):
		score = keys.score(rule, records[one], records[other])
		if score:
			chains.join(one, other)
			worst = min(worst, score)
	for group in chains.groups():
		yield frozenset(group), worst
