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

	Each that has a draft gets its `to_hold`.
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
		compare(plan, rules)
		yield from plan.to_hold
		yield from plan.to_tell_apart


def compare(plan: Plan, rules: list[Rule]) -> None:
	"""Set what a draft has in common with others by `rules`, unless it has been set."""
	if plan.to_hold is not None:
		return
	touched = check.touched(rules, plan.draft)
	record = check.record_of(plan.draft, touched)
	plan.to_hold = check.values_to_hold([rule for rule in touched if rule.block], record)
	plan.to_tell_apart = check.values_to_hold([rule for rule in touched if not rule.block], record)


def values_to_hold(rows: list[Given], ahead: dict[int, Plan], rules: list[Rule], defaults: dict) -> list[str]:
	"""Return what nobody else may save until the rows are written, see `check.values_to_hold`.

	`ahead`: the plans of rows whose values are known already; of the others they are read from the cells.
	"""
	blocking = [rule for rule in rules if rule.block]
	fields = {name for rule in blocking for name in rule.fields}
	held: list[str] = []
	for given in rows:
		plan = ahead.get(given.number)
		if given.no_data:
			continue
		if plan and plan.draft:
			compare(plan, rules)
			held += plan.to_hold
		else:
			record = keys.normalised({**defaults, **given.values}, fields)
			held += check.values_to_hold(blocking, record)
	return held
