"""Which customer a row speaks of: one query for each way of matching and group of rows."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

import frappe
from frappe import _
from frappe.utils import cstr

from crm_khachhang.access import customers as access
from crm_khachhang.customers import codes, many
from crm_khachhang.customers.text import tidy
from crm_khachhang.importing.planning.rows import Given
from crm_khachhang.vietnam import phone, tax_code

CUSTOMER = "KH Customer"

# Way of matching -> fields of the row, columns of the customers: either number of the one may be either of the other,
# as for the duplicate rules.
WAYS = {
	"code": (("customer_code",), ("name",)),
	"tax_code": (("tax_code",), ("tax_code",)),
	"phone": (("phone", "other_phone"), ("phone_e164", "other_phone_e164")),
	"email": (("email",), ("email",)),
}
MOST_NAMED = 5


class Unclear(ValueError):
	"""A row that speaks of several customers; the argument says so in the user's language."""


def keys_of(given: Given, ways: Iterable[str]) -> list[tuple[str, str]]:
	"""Return (way, key) of what the row can be matched by; a value that is none is left to the field's own rule."""
	found = []
	for way in ways:
		for fieldname in WAYS[way][0]:
			value = given.values.get(fieldname)
			if value is not None and (key := _key(way, value)):
				found.append((way, key))
	return found


def _key(way: str, value: object) -> str:
	try:
		if way == "phone":
			return phone.normalize(value)
		if way == "tax_code":
			return tax_code.normalize(value)
	except ValueError:
		return ""
	whole = int(value) if isinstance(value, float) and value.is_integer() else value
	return tidy(cstr(whole))


def find(rows: list[Given], ways: tuple[str, ...]) -> dict[int, str | Unclear]:
	"""Return {number of a row: name of the customer it speaks of, or why that is unclear}.

	Only customers that the session's user sees; the first way that finds any decides, and of two numbers the first.
	"""
	wanted = {given.number: keys_of(given, ways) for given in rows}
	by_key = {
		way: _customers(way, {key for keys in wanted.values() for w, key in keys if w == way}) for way in ways
	}
	found: dict[int, str | Unclear] = {}
	for number, keys in wanted.items():
		for way, key in keys:
			names = by_key[way].get(_same(way, key), ())
			if names:
				found[number] = next(iter(names)) if len(names) == 1 else _several(names)
				break
	return found


def _several(names: Iterable[str]) -> Unclear:
	some = sorted(names)[:MOST_NAMED]
	return Unclear(
		_("Several customers match: {0}. Match by the code, or merge them first.").format(", ".join(some))
	)


def _customers(way: str, keys: set[str]) -> dict[str, set[str]]:
	"""{key: names of visible customers that have it}."""
	found: dict[str, set[str]] = defaultdict(set)
	if not keys:
		return found
	table, condition = frappe.qb.DocType(CUSTOMER), access.visible()
	for column, some in product(WAYS[way][1], many.chunks(sorted(keys))):
		query = frappe.qb.from_(table).select(table[column], table.name).where(table[column].isin(some))
		for value, name in (query.where(condition) if condition is not None else query).run():
			found[_same(way, value)].add(name)
	return found


def _same(way: str, value: str) -> str:
	"""As the database compares: codes and addresses without letter case, codes without accents as well."""
	return codes.same_key(value) if way == "code" else value.casefold()
