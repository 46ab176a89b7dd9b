"""Customer codes: drawn from a pattern in KH Settings, or typed by hand; unique in any letter case."""

import re

import frappe
from frappe import _
from frappe.model.naming import getseries, parse_naming_series

from crm_khachhang.customers.text import tidy

DEFAULT_PATTERN = "KH.#####"
MAX_LENGTH = 140

# Counters live in Frappe's own table of series, under keys that no other app's pattern can share.
COUNTER_PREFIX = "KH Customer:"

_PATTERN_CHARACTERS = re.compile(r"[\w\-/.# ]+", re.UNICODE)
_NUMBER_RUN = re.compile(r"#+")


class InvalidCode(frappe.ValidationError):
	"""A code that cannot name a customer."""


class DuplicateCode(frappe.DuplicateEntryError):
	"""A code that another customer has, perhaps in other letter case."""


class InvalidCodePattern(frappe.ValidationError):
	"""A pattern that cannot produce unique codes."""


def assign(typed: str | None) -> str:
	"""Return the code of a new customer: the typed one when there is one, else the next of the pattern.

	Raises InvalidCode or DuplicateCode for a typed code that cannot be used.
	"""
	code = tidy(typed)
	if not code:
		return next_code()
	check_characters(code)
	check_free(code)
	return code


def check_characters(code: str) -> None:
	"""Raise InvalidCode unless `code` can be the name of a document."""
	if len(code) > MAX_LENGTH or set("<>") & set(code):
		frappe.throw(
			_("{0} {1} cannot be used: write at most {2} characters, without < and >.").format(
				_("Customer Code"), frappe.bold(frappe.utils.escape_html(code[:MAX_LENGTH])), MAX_LENGTH
			),
			InvalidCode,
			title=_("Invalid Customer Code"),
		)


def check_free(code: str, besides: str | None = None) -> None:
	"""Raise DuplicateCode when a customer other than `besides` has `code` in any letter case."""
	taken_by = find(code)
	if taken_by and taken_by != besides:
		frappe.throw(
			_("{0} {1} belongs to another customer. Type another code or leave it empty to get one.").format(
				_("Customer Code"), frappe.bold(taken_by)
			),
			DuplicateCode,
			title=_("Duplicate Customer Code"),
		)


def find(code: str) -> str | None:
	"""Return the customer whose code is `code`; the database compares without letter case."""
	return frappe.db.get_value("KH Customer", {"name": code}, "name")


def next_code() -> str:
	"""Draw the next free code. The counter stays locked until the transaction ends."""
	return _first_free(get_pattern(), lambda prefix, digits: getseries(COUNTER_PREFIX + prefix, digits))


def preview(pattern: str) -> str:
	"""Return the code that the next customer would get from `pattern`, without drawing it."""
	validate_pattern(pattern)
	drawn = 0

	def peek(prefix: str, digits: int) -> str:
		nonlocal drawn
		drawn += 1
		current = frappe.db.get_value("Series", COUNTER_PREFIX + prefix, "current", order_by="name")
		return str((current or 0) + drawn).zfill(digits)

	return _first_free(pattern, peek)


def get_pattern() -> str:
	"""Return the pattern in force."""
	return frappe.db.get_single_value("KH Settings", "code_pattern") or DEFAULT_PATTERN


def validate_pattern(pattern: str) -> None:
	"""Raise InvalidCodePattern, naming the remedy, unless `pattern` produces unique codes.

	`pattern` is a naming series as Frappe reads it: parts between dots, one of them the run of # that
	becomes the running number, others such as YYYY, MM and DD the date.
	"""
	if not _PATTERN_CHARACTERS.fullmatch(pattern):
		_refuse_pattern(_("Use only letters, digits, spaces and the signs - / . #."))
	runs = _NUMBER_RUN.findall(pattern)
	if len(runs) != 1:
		_refuse_pattern(_("Write exactly one run of #, which becomes the running number."))
	if runs[0] not in pattern.split("."):
		_refuse_pattern(_("Put a dot before the run of #, and one after it if text follows."))


def _refuse_pattern(remedy: str) -> None:
	frappe.throw(
		_("{0} cannot produce unique codes. {1} Example: {2}").format(
			_("Code Pattern"), remedy, frappe.bold(DEFAULT_PATTERN)
		),
		InvalidCodePattern,
		title=_("Invalid Code Pattern"),
	)


def _first_free(pattern: str, number) -> str:
	"""Return the first code that nobody has; `number(prefix, digits)` gives one number per call."""
	while True:
		code = parse_naming_series(pattern, number_generator=number)
		if not find(code):
			return code
