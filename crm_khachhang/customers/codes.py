"""Customer codes: drawn from a pattern in KH Settings, or typed by hand.

A code is the name of its document, and MariaDB compares names by utf8mb4_unicode_ci: without letter case and
without accents. So KH-BÁN, kh-bán and KH-BẠN are one code.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import takewhile

import frappe
from frappe import _
from frappe.model.naming import parse_naming_series
from pypika import Parameter

from crm_khachhang.customers import many
from crm_khachhang.customers.counters import (
	LARGEST_NUMBER,
	MAX_PREFIX_LENGTH,
	Drawing,
	Peeking,
	highest_taken,
)
from crm_khachhang.customers.text import tidy

DEFAULT_PATTERN = "KH.#####"
MAX_LENGTH = 140

# Frappe writes names into links and addresses, not everywhere escaped: hence a list of what is allowed.
# Letters and digits of any script; between slashes never "." or "..", which addresses read as folders.
_CODE = re.compile(r"(?!.*/\.{1,2}/)[^\W_](?:[\w\-./]| (?! ))*(?<![ ./])")

# Documents that are not saved yet are called new-…; /view leads to the list.
_RESERVED = re.compile(r"new(-.*)?|view(/.*)?", re.IGNORECASE)

_PATTERN_CHARACTERS = re.compile(r"[\w\-/.# ]+", re.UNICODE)
_NUMBER_RUN = re.compile(r"#+")
_LONGEST_NUMBER = len(str(LARGEST_NUMBER))


class InvalidCode(frappe.ValidationError):
	"""A code that cannot name a customer."""


class DuplicateCode(frappe.DuplicateEntryError):
	"""A code that another customer has, perhaps in other letter case or with other accents."""


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
	"""Raise InvalidCode, naming the allowed characters, unless `code` can be the name of a document."""
	if problem := _problem_of_code(code):
		frappe.throw(
			_("{0} {1} cannot be used. {2}").format(
				_("Customer Code"), frappe.bold(frappe.utils.escape_html(code[:MAX_LENGTH])), problem
			),
			InvalidCode,
			title=_("Invalid Customer Code"),
		)


def _problem_of_code(code: str) -> str:
	"""Return what to do about `code`, in the user's language, or "" when it can be used."""
	if len(code) > MAX_LENGTH or not _CODE.fullmatch(code):
		return _(
			"Use only letters, digits, single spaces and the signs - _ . / (at most {0} characters). "
			"Begin with a letter or a digit, and do not end with a space, a dot or a slash."
		).format(MAX_LENGTH)
	if _RESERVED.fullmatch(code):
		return _("The system uses words such as “new-…” and “view” itself. Choose another code.")
	return ""


def check_free(code: str, besides: str | None = None) -> None:
	"""Raise DuplicateCode when a customer other than `besides` has `code`, in any letter case and accents."""
	taken_by = find(code)
	if taken_by and taken_by != besides:
		frappe.throw(
			_(
				"{0} {1} belongs to another customer; capital letters and accents make no other code. "
				"Type another code or leave it empty to get one."
			).format(_("Customer Code"), frappe.bold(frappe.utils.escape_html(taken_by))),
			DuplicateCode,
			title=_("Duplicate Customer Code"),
		)


def find(code: str) -> str | None:
	"""Return the customer whose code is `code`; the database compares without letter case and accents."""
	found = frappe.db.sql(_finding(), (code,))
	return found[0][0] if found else None


def find_many(wanted: list[str]) -> dict[str, str]:
	"""Return {`same_key` of a code: the customer that has it} of those among `wanted` that are taken."""
	if not wanted:
		return {}
	return {same_key(code): code for (code,) in frappe.db.sql(_finding_many(), (wanted,))}


@cache
def _finding_many() -> str:
	name = frappe.qb.DocType("KH Customer").name
	return frappe.qb.from_("KH Customer").select(name).where(many.is_one_of(name)).get_sql()


def same_key(code: str) -> str:
	"""Return what codes have in common that the database holds for one: letter case and accents do not count."""
	decomposed = unicodedata.normalize("NFD", code.casefold())
	return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def _finding() -> str:
	"""Made once: that takes longer than the database takes to answer, and each insertion asks."""
	name = frappe.qb.DocType("KH Customer").name
	return frappe.qb.from_("KH Customer").select(name).where(name == Parameter("%s")).get_sql()


def next_code() -> str:
	"""Draw the next free code. The counter stays locked until the transaction ends.

	Raises InvalidCodePattern when the stored pattern is not valid (any more).
	"""
	return _first_free(get_pattern(), Drawing())


def next_codes(count: int) -> list[str]:
	"""Draw the next `count` free codes: the same that `next_code` would give one after the other."""
	pattern, counter = get_pattern(), Drawing()
	drawn: list[str] = []
	while len(drawn) < count:
		drawn.append(_first_free(pattern, counter))
		drawn += _free_run(pattern, counter, count - len(drawn))
	return drawn


def _free_run(pattern: str, counter: Drawing, most: int) -> list[str]:
	"""Draw the codes right behind the last one, up to the first that somebody has; at most `most`."""
	prefix, number, suffix = _parts(pattern, counter.current)
	digits = len(_NUMBER_RUN.search(pattern)[0])
	numbers = range(int(number) + 1, int(number) + 1 + most)
	codes = [f"{prefix}{str(n).zfill(digits)}{suffix}" for n in numbers]
	taken = find_many(codes)
	free = list(takewhile(lambda code: same_key(code) not in taken, codes))
	if free:
		counter.move(prefix, int(number) + len(free))
	return free


def preview(pattern: str) -> str:
	"""Return the code that the next customer would get from `pattern`, without drawing it.

	Raises InvalidCodePattern.
	"""
	return _first_free(tidy(pattern), Peeking())


def get_pattern() -> str:
	"""Return the pattern in force."""
	return frappe.db.get_single_value("KH Settings", "code_pattern") or DEFAULT_PATTERN


def with_number(number: str) -> str:
	"""Return the code that the pattern in force makes of `number`, a text of digits, today."""
	return "".join(_parts(get_pattern(), lambda _prefix, digits: number.zfill(digits)))


def validate_pattern(pattern: str) -> None:
	"""Raise InvalidCodePattern, naming the remedy, unless `pattern` produces unique codes."""
	if problem := problem_of_pattern(pattern):
		frappe.throw(
			_("{0} cannot produce unique codes. {1} Example: {2}").format(
				_("Code Pattern"), problem, frappe.bold(DEFAULT_PATTERN)
			),
			InvalidCodePattern,
			title=_("Invalid Code Pattern"),
		)


def problem_of_pattern(pattern: str) -> str:
	"""Return what to do about `pattern`, in the user's language, or "" when it produces unique codes.

	`pattern` is a naming series as Frappe reads it: parts between dots, one of them the run of # that
	becomes the running number, others such as YYYY, MM and DD the date.
	"""
	if not _PATTERN_CHARACTERS.fullmatch(pattern):
		return _("Use only letters, digits, spaces and the signs - _ / . #.")
	runs = _NUMBER_RUN.findall(pattern)
	if len(runs) != 1:
		return _("Write exactly one run of #, which becomes the running number.")
	if runs[0] not in pattern.split("."):
		return _("Put a dot before the run of #, and one after it if text follows.")
	return _problem_of_sample(pattern)


def _problem_of_sample(pattern: str) -> str:
	"""The codes obey the rules of a typed one, also with the longest number that a counter reaches."""
	prefix, number, suffix = _parts(pattern, lambda _prefix, digits: "9" * max(digits, _LONGEST_NUMBER))
	if len(prefix) > MAX_PREFIX_LENGTH:
		return _("Write at most {0} characters before the running number.").format(MAX_PREFIX_LENGTH)
	return _problem_of_code(prefix + number + suffix)


def _parts(pattern: str, number: Callable[[str, int], str]) -> tuple[str, str, str]:
	"""Return a code as the text before its number, the number that `number(prefix, digits)` gave, the rest."""
	drawn = []

	def draw(prefix: str, digits: int) -> str:
		drawn.extend((prefix, number(prefix, digits)))
		return drawn[1]

	code = parse_naming_series(pattern, number_generator=draw)
	prefix, digits = drawn
	return prefix, digits, code[len(prefix) + len(digits) :]


def _first_free(pattern: str, counter: Drawing | Peeking) -> str:
	"""Return the first code that nobody has after the last number of `counter`.

	Codes that were typed or imported are passed in one step, beyond the highest of them.
	"""
	validate_pattern(pattern)
	while True:
		prefix, number, suffix = _parts(pattern, counter.next)
		code = prefix + number + suffix
		if not find(code):
			return code
		counter.move(prefix, highest_taken(prefix, number, suffix))
