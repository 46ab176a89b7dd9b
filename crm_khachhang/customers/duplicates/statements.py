"""The statements that `candidates` runs. Each shape is put together once and filled with values afterwards: that
takes longer than the database takes to answer, and every customer that is saved asks.

The values come in the order that each docstring names.
"""

from collections.abc import Sequence
from functools import lru_cache

import frappe
from pypika import CustomFunction, Order, Parameter
from pypika.terms import NullValue, ValueWrapper

from crm_khachhang.customers.duplicates.rules import CUSTOMER

# So many of one rule are enough to say that there are some.
MOST_OF_A_RULE = 20
MOST_READ = 200
# Different names looked at on each side of a name, in the alphabet and in that of the names read backwards.
NEIGHBOURS = 50

FORWARDS, BACKWARDS = "name_key", "name_key_reversed"

_VALUE = Parameter("%s")
_Reverse = CustomFunction("REVERSE", ["text"])
_Length = CustomFunction("CHAR_LENGTH", ["text"])


@lru_cache(maxsize=256)
def equal(number: int, columns: tuple[tuple[str, int], ...], one_type: bool, besides: bool) -> str:
	"""(number, name, folded name) of customers whose `columns` (name, how many values) hold one of the values.

	Values: those of the columns, the type when `one_type`, the name of a customer to leave out when `besides`.
	"""
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(ValueWrapper(number), customer.name, customer.name_key)
	for column, count in columns:
		query = query.where(customer[column].isin([_VALUE] * count))
	return _limited(query, customer, one_type, besides, MOST_READ)


@lru_cache(maxsize=256)
def near(number: int, column: str, after: bool) -> str:
	"""(number, NULL, folded name) of the names next to one in an alphabet: FORWARDS or BACKWARDS.

	A misspelt end is near in the one, a misspelt beginning in the other. Values: type, the name as `column` has
	it, the length that a name alike has at least and at most.
	"""
	customer = frappe.qb.DocType(CUSTOMER)
	place = customer[column] >= _VALUE if after else customer[column] < _VALUE
	names = frappe.qb.from_(customer).select(customer[column].as_("found")).distinct()
	names = names.where((customer.customer_type == _VALUE) & place)
	names = (
		names.orderby(customer[column], order=Order.asc if after else Order.desc)
		.limit(NEIGHBOURS)
		.as_("near")
	)
	shown = names.found if column == FORWARDS else _Reverse(names.found)
	query = frappe.qb.from_(names).select(ValueWrapper(number), NullValue(), shown)
	return query.where(_Length(names.found).between(_VALUE, _VALUE)).get_sql()


@lru_cache(maxsize=256)
def named(columns: tuple[str, ...], count: int) -> str:
	"""`columns` of `count` customers. Values: their names."""
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(*(customer[column] for column in columns))
	return query.where(customer.name.isin([_VALUE] * count)).get_sql()


@lru_cache(maxsize=256)
def called(columns: tuple[str, ...], one_type: bool, besides: bool) -> str:
	"""`columns` of some customers of one name. Values: the folded name, then as for `equal`."""
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(*(customer[column] for column in columns))
	return _limited(query.where(customer.name_key == _VALUE), customer, one_type, besides, MOST_OF_A_RULE)


def _limited(query, customer, one_type: bool, besides: bool, most: int) -> str:
	if one_type:
		query = query.where(customer.customer_type == _VALUE)
	if besides:
		query = query.where(customer.name != _VALUE)
	return query.limit(most).get_sql()


def run(parts: Sequence[tuple[str, Sequence]], database=None) -> Sequence[tuple]:
	"""Return the rows of all `parts` (statement, its values), asked at once; `database`: another connection."""
	if not parts:
		return ()
	sql = " union all ".join(f"({statement})" for statement, _values in parts)
	return (database or frappe.db).sql(sql, [value for _statement, values in parts for value in values])
