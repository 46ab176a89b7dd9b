"""Rows of a file that speak of the same customer: the later one is planned when the earlier one is written.

What rows are compared with is the database; so a group of rows that is planned together has nothing in common.
"""

from collections.abc import Iterator

from crm_khachhang.customers import codes
from crm_khachhang.customers.duplicates import check, keys
from crm_khachhang.customers.duplicates.rules import NAME, PHONES, Rule
from crm_khachhang.customers.text import tidy
from crm_khachhang.importing.planning import matching
from crm_khachhang.importing.planning.rows import Given, Plan
from crm_khachhang.vietnam import phone, tax_code


def independent(plans: list[Plan], ways: tuple[str, ...], rules: list[Rule]) -> list[Plan]:
	"""Return the first of `plans`, as many as have nothing in common by `ways` of matching and `rules`; at least one.

	Each of them gets its `to_hold`.
	"""
	taken: set = set()
	for number, plan in enumerate(plans):
		own = set(_keys_of(plan, ways, rules))
		if not own.isdisjoint(taken):
			return plans[:number]
		taken |= own
	return plans


def _keys_of(plan: Plan, ways: tuple[str, ...], rules: list[Rule]) -> Iterator:
	code = plan.customer or tidy(str(plan.given.values.get("customer_code") or ""))
	if code:
		yield "code", codes.same_key(code)
	for way, key in matching.keys_of(plan.given, ways) if ways else ():
		if way != "code":
			yield way, key.casefold()
	if plan.draft:
		touched = check.touched(rules, plan.draft)
		record = check.record_of(plan.draft, touched)
		plan.to_hold = check.values_to_hold([rule for rule in touched if rule.block], record)
		yield from plan.to_hold
		yield from check.values_to_hold([rule for rule in touched if not rule.block], record)


def values_to_hold(rows: list[Given], blocking: list[Rule], defaults: dict) -> list[str]:
	"""Return what nobody else may save until the rows are written, see `check.values_to_hold`."""
	records = (_record_of(given, blocking, defaults) for given in rows)
	return [value for record in records for value in check.values_to_hold(blocking, record)]


def _record_of(given: Given, rules: list[Rule], defaults: dict) -> dict:
	"""What `rules` compare of the row, normalised; values that are none are left out."""
	values, fields = {**defaults, **given.values}, {name for rule in rules for name in rule.fields}
	record = {name: values.get(name) for name in fields | {"customer_type"}}
	if fields & set(PHONES):
		for typed, column in zip(PHONES, keys.PHONE_COLUMNS, strict=True):
			record[column] = _or_empty(phone.normalize, values.get(typed))
	if "tax_code" in fields:
		record["tax_code"] = _or_empty(tax_code.normalize, values.get("tax_code"))
	if NAME in fields:
		record["name_key"] = keys.name_key(values)
	return record


def _or_empty(normalize, value: object) -> str:
	try:
		return normalize(value)
	except ValueError:
		return ""
