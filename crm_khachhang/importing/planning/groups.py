"""Rows of a file that speak of the same customer: the later one is planned when the earlier one is written.

What rows are compared with is the database; so a group of rows that is planned together has nothing in common.
"""

from collections.abc import Iterator

from crm_khachhang.customers import codes
from crm_khachhang.customers.duplicates import check, keys
from crm_khachhang.customers.duplicates.rules import Rule
from crm_khachhang.customers.text import tidy
from crm_khachhang.importing.planning import matching
from crm_khachhang.importing.planning.rows import Given, Plan


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
	fields = {name for rule in blocking for name in rule.fields}
	records = (keys.normalised({**defaults, **given.values}, fields) for given in rows)
	return [value for record in records for value in check.values_to_hold(blocking, record)]
