"""Groups of customers with equal values, found by the database in sets."""

from collections import defaultdict
from itertools import product

import frappe
from pypika.functions import Count

from crm_khachhang.customers.duplicates import keys
from crm_khachhang.customers.duplicates.rules import CUSTOMER, Rule


def groups(rule: Rule) -> list[frozenset[str]]:
	"""Return the sets of customers that are equal in the fields that `rule` compares exactly."""
	fields = keys.exact_fields(rule)
	members: dict[tuple, set[str]] = defaultdict(set)
	choices = list(product(*(keys.columns_of(fieldname) for fieldname in fields)))
	for one in choices:
		for other in choices[choices.index(one) :]:
			for name, customer_type, *values in _shared(rule, one, other):
				key = tuple(keys.key_of(f, value) for f, value in zip(fields, values, strict=True))
				if all(key):
					members[(customer_type if rule.one_type else "", *key)].add(name)
	return [frozenset(names) for names in members.values() if len(names) > 1]


def _shared(rule: Rule, one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple]:
	"""Rows (name, type, values) of customers whose columns `one` hold what the columns `other` of another hold.

	A number stands in one of two columns. Each pair of columns is a query of its own, so that an index finds
	the rows; both sides of a pair come back.
	"""
	if one == other:
		return _repeated(rule, one).run()
	return [*_crosswise(rule, one, other).run(), *_crosswise(rule, other, one).run()]


def _repeated(rule: Rule, columns: tuple[str, ...]):
	customer, counted = frappe.qb.DocType(CUSTOMER), frappe.qb.DocType(CUSTOMER).as_("counted")
	grouped = _grouping(rule, columns)
	repeated = _filled(frappe.qb.from_(counted), rule, counted, columns).select(
		*(counted[c] for c in grouped)
	)
	repeated = repeated.groupby(*(counted[c] for c in grouped)).having(Count("*") > 1).as_("repeated")
	query = frappe.qb.from_(repeated).join(customer).on(_equal(customer, repeated, grouped, grouped))
	return query.select(customer.name, customer.customer_type, *(customer[c] for c in columns))


def _crosswise(rule: Rule, one: tuple[str, ...], other: tuple[str, ...]):
	"""Customers whose `one` is the `other` of somebody; the rarer columns may be on either side."""
	customer, somebody = frappe.qb.DocType(CUSTOMER), frappe.qb.DocType(CUSTOMER).as_("somebody")
	query = frappe.qb.from_(customer).join(somebody)
	query = query.on(_equal(customer, somebody, _grouping(rule, one), _grouping(rule, other)))
	query = _filled(_filled(query, rule, customer, one), rule, somebody, other)
	return query.select(customer.name, customer.customer_type, *(customer[c] for c in one)).distinct()


def _grouping(rule: Rule, columns: tuple[str, ...]) -> tuple[str, ...]:
	return (*columns, "customer_type") if rule.one_type else columns


def _filled(query, rule: Rule, table, columns: tuple[str, ...]):
	for column in columns:
		query = (
			query.where(table[column] > "")
			if keys.is_text_column(column)
			else query.where(table[column].isnotnull())
		)
	if rule.customer_type:
		query = query.where(table.customer_type == rule.customer_type)
	return query


def _equal(one_table, other_table, columns: tuple[str, ...], others: tuple[str, ...]):
	condition = None
	for column, other in zip(columns, others, strict=True):
		part = one_table[column] == other_table[other]
		condition = part if condition is None else condition & part
	return condition
