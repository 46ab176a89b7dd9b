"""When two customers are the same to a rule. Everything else in this package only finds candidates for it.

A record is a mapping of a customer's columns: what `columns` names, and customer_type.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import product

import frappe
from frappe.utils import cstr
from rapidfuzz import fuzz

from crm_khachhang.customers.duplicates.rules import CUSTOMER, NAME, PHONES, TEXT_TYPES, Rule
from crm_khachhang.customers.text import tidy
from crm_khachhang.vietnam import folding, phone, tax_code

PHONE_COLUMNS = ("phone_e164", "other_phone_e164")

# Exactly as written, but for letter case: an accent or a sign makes another address or code.
LITERAL = ("email", "tax_code", "id_number")

# Fields of rules whose values are brought into one form.
NORMALISED = (NAME, PHONES[0], "tax_code", "email")

_NUMBERS = re.compile(r"\d+")


def columns_of(fieldname: str) -> tuple[str, ...]:
	"""Return the columns that hold the normalised values of a field of a rule."""
	if fieldname in PHONES:
		return PHONE_COLUMNS
	return ("name_key",) if fieldname == NAME else (fieldname,)


def columns(rules: Iterable[Rule]) -> tuple[str, ...]:
	"""Return all columns that `rules` compare, each once."""
	return _columns(tuple(rule.fields for rule in rules))


@lru_cache(maxsize=256)
def _columns(fields: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
	return tuple(dict.fromkeys(c for some in fields for field in some for c in columns_of(field)))


def normalised(values: Mapping, fields: Collection[str] = NORMALISED) -> dict:
	"""Return the record of values as people type them; what cannot be read (yet) is left out.

	`fields` limits what is normalised to those that somebody compares.
	"""
	record = dict(values)
	if PHONES[0] in fields:
		for typed, column in zip(PHONES, PHONE_COLUMNS, strict=True):
			record[column] = _or_empty(phone.normalize, values.get(typed))
	if "tax_code" in fields:
		record["tax_code"] = _or_empty(tax_code.normalize, values.get("tax_code"))
	if "email" in fields:
		record["email"] = tidy(cstr(values.get("email")))
	if NAME in fields:
		record["name_key"] = name_key(values)
	return record


def _or_empty(normalize, value: object) -> str:
	try:
		return normalize(value)
	except ValueError:
		return ""


def name_key(values: Mapping) -> str:
	"""Return the folded name of a customer."""
	name = cstr(values.get(NAME))
	return folding.fold_name(name, values.get("customer_type") == "Organization")


def exact_keys(fields: tuple[str, ...], record: Mapping) -> set[tuple[str, ...]]:
	"""Return the keys of a record: two records are the same in all `fields` when they share one.

	There are several where a customer has two numbers, and none when a field is empty.
	"""
	return set(product(*(_field_keys(fieldname, record) for fieldname in fields)))


def _field_keys(fieldname: str, record: Mapping) -> list[str]:
	values = (record.get(column) for column in columns_of(fieldname))
	keys = (key_of(fieldname, value) for value in values if value not in (None, ""))
	return sorted({key for key in keys if key})


def key_of(fieldname: str, value: object) -> str:
	"""Return what two values of a field have in common when they are the same; "" for nothing to compare."""
	if fieldname in LITERAL or fieldname in PHONES:
		return tidy(cstr(value)).casefold()
	if fieldname == NAME or not is_text(fieldname):
		return cstr(value)
	return folding.fold(value)


def is_text(fieldname: str) -> bool:
	"""Whether people type the field's value, so that its spelling varies."""
	field = frappe.get_meta(CUSTOMER).get_field(fieldname)
	return bool(field) and field.fieldtype in TEXT_TYPES


def is_fuzzy(fieldname: str) -> bool:
	"""Whether a rule by similarity compares this field so; numbers, addresses of e-mail and links stay exact."""
	return fieldname == NAME or (is_text(fieldname) and fieldname not in LITERAL and fieldname not in PHONES)


def score(rule: Rule, one: Mapping, other: Mapping) -> float:
	"""Return how much two records match by `rule`: 0 not at all, 100 exactly."""
	types = one.get("customer_type"), other.get("customer_type")
	if not rule.applies_to(types[0]) or not rule.applies_to(types[1]):
		return 0
	if rule.same_type and types[0] != types[1]:
		return 0
	if not rule.similar:
		return 100 if exact_keys(rule.fields, one) & exact_keys(rule.fields, other) else 0
	return _similar_score(rule, one, other)


def _similar_score(rule: Rule, one: Mapping, other: Mapping) -> float:
	exact = exact_fields(rule)
	if exact and not exact_keys(exact, one) & exact_keys(exact, other):
		return 0
	fuzzy = [fieldname for fieldname in rule.fields if is_fuzzy(fieldname)]
	scores = [similarity(_text(field, one), _text(field, other), rule.similarity) for field in fuzzy]
	return min(scores)


def exact_fields(rule: Rule) -> tuple[str, ...]:
	"""Return the fields that even a rule by similarity compares exactly."""
	return tuple(field for field in rule.fields if not (rule.similar and is_fuzzy(field)))


def _text(fieldname: str, record: Mapping) -> str:
	return record.get("name_key") or "" if fieldname == NAME else folding.fold(record.get(fieldname))


def similarity(one: str, other: str, least: float = 0) -> float:
	"""Return the likeness of two folded texts in per cent, 0 below `least`; the order of words does not matter.

	Texts with other numbers in them are not alike: "Cửa hàng 1" and "Cửa hàng 2" are two shops.
	"""
	if not one or not other:
		return 0
	found = fuzz.ratio(one, other, score_cutoff=least)
	if found < 100:
		found = max(found, fuzz.token_sort_ratio(one, other, score_cutoff=max(least, found)))
	return found if found and numbers(one) == numbers(other) else 0


def numbers(key: str) -> list[str]:
	"""Return the numbers in a folded text, in ascending order of their text."""
	return sorted(_NUMBERS.findall(key))


def is_text_column(column: str) -> bool:
	"""Whether the database keeps the column as text, empty as "" or NULL."""
	field = frappe.get_meta(CUSTOMER).get_field(column)
	return not field or field.fieldtype not in ("Date", "Datetime", "Int")
