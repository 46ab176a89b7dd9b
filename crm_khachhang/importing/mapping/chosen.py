"""Values that people choose instead of the cells: for a word of the file, and as default where a cell is empty.

They are judged when somebody chooses them, when a layout brings them back, and when the work begins: by then what they
name may be gone, or its field closed to the user.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from frappe import _
from frappe.utils import cstr

from crm_khachhang.importing.mapping import links, reasons
from crm_khachhang.importing.mapping.cells import Converters, Refused
from crm_khachhang.importing.mapping.targets import OPENING_AMOUNT, Target, all_targets
from crm_khachhang.importing.options import Mapping, Options

# The same for all rows they make no sense, or only together with another field.
NO_DEFAULT = ("customer_code", OPENING_AMOUNT)
NO_DEFAULT_TYPES = ("Attach", "Attach Image", "Dynamic Link")


def may_be_default(target: Target) -> bool:
	"""Return whether people may choose one value of the field for all rows that say nothing."""
	is_open = not (target.is_of_person or target.closed)
	return is_open and target.fieldname not in NO_DEFAULT and target.fieldtype not in NO_DEFAULT_TYPES


def judged(mapping: Mapping, date_order: str) -> Mapping:
	"""Return the mapping with each chosen value as its field takes it (JSON), or `Refused`, which says why not.

	Left out is what is empty, and what is for fields that the session's user may not import.
	"""
	targets = all_targets()
	converters = Converters(Options(date_order=date_order), links.Finders(), dry=True)
	open_targets = {name: target for name, target in targets.items() if not target.closed}
	values = {
		name: _verdicts(open_targets[name], words, converters)
		for name, words in mapping.values.items()
		if name in open_targets
	}
	defaults = {
		name: verdict
		for name, value in mapping.defaults.items()
		if name in targets and may_be_default(targets[name])
		for verdict in _verdicts(targets[name], {"": value}, converters).values()
	}
	columns = {number: name for number, name in mapping.columns.items() if name in targets}
	return Mapping(columns, values, defaults)


def refusals(found: Mapping) -> Iterator[tuple[str, str]]:
	"""Yield (fieldname, why) of what was refused in a mapping that is `judged`."""
	for name, verdicts in found.values.items():
		yield from ((name, reason) for reason in _refused(verdicts).values())
	yield from _refused(found.defaults).items()


def allowed(mapping: Mapping) -> Mapping:
	"""Return what is left of a mapping of earlier without the values that are refused today."""
	found = judged(mapping, Options.date_order)
	values = {name: _accepted(words) for name, words in found.values.items()}
	return Mapping(found.columns, values, _accepted(found.defaults))


def in_force(options: Options) -> Options:
	"""Return the options as they can be followed today; `lost` are the defaults that cannot."""
	found = judged(options.mapping, options.date_order)
	mapping = Mapping(found.columns, found.values, _accepted(found.defaults))
	return replace(options, mapping=mapping, lost=_refused(found.defaults))


def _accepted(verdicts: dict[str, object]) -> dict[str, object]:
	return {key: verdict for key, verdict in verdicts.items() if not isinstance(verdict, Refused)}


def _refused(verdicts: dict[str, object]) -> dict[str, str]:
	return {key: verdict.reason for key, verdict in verdicts.items() if isinstance(verdict, Refused)}


def _verdicts(target: Target, words: dict[str, object], converters: Converters) -> dict[str, object]:
	given = {word: value for word, value in words.items() if value is not None and cstr(value).strip()}
	convert = _named(target, given) if target.fieldtype == "Link" else converters.of(target)
	return {word: _verdict(convert, value) for word, value in given.items()}


def _verdict(convert: Callable, value: object) -> object:
	try:
		found = convert(value)
	except Refused as refused:
		return refused
	# A moment is a date as well.
	return cstr(found) if isinstance(found, date | timedelta) else found


def _named(target: Target, given: dict[str, object]) -> Callable:
	"""What a list offered is the name of a document, not what people call it."""
	known = links.known(target.options, {cstr(value) for value in given.values()})

	def name(value: object) -> str:
		if cstr(value) not in known:
			raise Refused(_(reasons.GONE))
		return known[cstr(value)]

	return name
