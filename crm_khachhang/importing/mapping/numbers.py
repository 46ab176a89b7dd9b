"""Numbers and amounts as people write them into files. Pure."""

import re

_UNITS = re.compile(r"(?:vnđ|vnd|đồng|dong|đ|₫|%)\s*$", re.I)
_PLAIN = re.compile(r"[-+]?\d+")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"([-+]?\d+)[.,](\d+)")
_BOTH = re.compile(r"([-+]?\d{1,3}(?:([.,\s])\d{3})+)([.,])(\d+)")

LARGEST = 10**15


class InvalidNumber(ValueError):
	"""A cell that is no number."""


def read_number(cell: object, decimal_comma: bool = True) -> float | int | None:
	"""Return the number of a cell; None for an empty one. Raises InvalidNumber.

	"1.234.567", "1,234,567.50", "1 234 567 đ" and "12,5" are understood. One sign with three digits behind it
	("1.500") parts thousands, unless it is the sign of decimals in a file without the other (`decimal_comma`:
	a comma is that sign; so "1.500" is 1500 and "1,500" is 1.5): amounts in đồng have no decimals, and callers
	that read amounts say so by `read_amount`.
	"""
	return _read(cell, "," if decimal_comma else ".")


def read_amount(cell: object) -> float | int | None:
	"""Return an amount of money; "1.500" and "1,500" are both fifteen hundred. Raises InvalidNumber."""
	return _read(cell, "")


def _read(cell: object, sign_of_decimals: str) -> float | int | None:
	if cell is None or (isinstance(cell, str) and not cell.strip()):
		return None
	if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < LARGEST:
		return cell
	if not isinstance(cell, str) or len(cell) > 40:
		raise InvalidNumber(cell)
	return _of_text(_UNITS.sub("", cell.strip()).strip(), sign_of_decimals)


def _of_text(text: str, sign_of_decimals: str) -> float | int:
	if _PLAIN.fullmatch(text):
		return _bounded(int(text))
	grouped = _GROUPED.fullmatch(text)
	if grouped and not (text.count(grouped[1]) == 1 and grouped[1] == sign_of_decimals):
		return _bounded(int(re.sub(r"[.,\s]", "", text)))
	both = _BOTH.fullmatch(text)
	if both and both[2] != both[3]:
		return _bounded(float(re.sub(r"[.,\s]", "", both[1]) + "." + both[4]))
	decimal = _DECIMAL.fullmatch(text)
	if decimal:
		return _bounded(float(f"{decimal[1]}.{decimal[2]}"))
	raise InvalidNumber(text)


def _bounded(number: float | int) -> float | int:
	if abs(number) >= LARGEST:
		raise InvalidNumber(number)
	return number
