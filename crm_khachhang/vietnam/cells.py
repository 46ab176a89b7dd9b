"""Cells of a spreadsheet as text: what every normaliser of this package does first.

People type numbers into cells that are formatted as numbers, paste from web pages and phones, and put a label
in front. This module removes what the program around the value added, and nothing that a person wrote.
"""

import re
import unicodedata

from crm_khachhang.vietnam.folding import fold

_FIRST_INEXACT = 10**15
_LABEL = re.compile(r"[^\W\d_][^\d+(]*")


class UnreadableCell(ValueError):
	"""The cell holds neither text nor a whole number below 10^15 (a date, a fraction, …). Carries `value`."""

	def __init__(self, value: object):
		super().__init__(value)
		self.value = value

	def __str__(self) -> str:
		return "The cell holds neither text nor a whole number of up to 15 digits."


def is_number(value: object) -> bool:
	"""True for int and float. A bool is not a number here, although Python says so."""
	return isinstance(value, int | float) and not isinstance(value, bool)


def as_text(value: object) -> str:
	"""Give the text of a cell.

	None and NaN (how pandas writes an empty cell) give "". A whole number gives its digits: `906483615.0`
	gives "906483615"; a leading zero that the spreadsheet dropped is not put back here. Text is brought to
	Unicode NFKC (full-width digits, no-break spaces), loses invisible format characters and gets ASCII
	digits.

	Raises UnreadableCell for everything else, and for a number that is negative, fractional or longer than
	the 15 digits that a spreadsheet keeps: further digits are not those that were typed.
	"""
	if value is None or value != value:
		return ""
	if is_number(value):
		return _whole_number(value)
	if not isinstance(value, str):
		raise UnreadableCell(value)
	return "".join(map(_plain_character, unicodedata.normalize("NFKC", value))).strip()


def without_label(text: str, labels: frozenset[str]) -> str:
	"""Cut a label such as "MST:" or "ĐT." from the start of `text`; `labels` are folded. Other words stay."""
	found = _LABEL.match(text)
	if found and fold(found.group()) in labels:
		return text[found.end() :]
	return text


def _whole_number(value: int | float) -> str:
	if not 0 <= value < _FIRST_INEXACT or value != int(value):
		raise UnreadableCell(value)
	return f"{int(value):d}"


def _plain_character(character: str) -> str:
	if character.isdecimal():
		return str(unicodedata.decimal(character))
	return "" if unicodedata.category(character) == "Cf" else character
