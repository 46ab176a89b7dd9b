"""From a stored value to what a cell holds: a text, a number, a date, a time, nothing.

Codes, phones and tax codes stay texts, links become titles, choices are in the user's language.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from frappe import _
from frappe.utils import cint, cstr, flt, get_datetime, getdate

Cell = str | int | float | date | datetime | time | None

# More characters than this no cell of Excel holds.
LONGEST = 32_767

# Translated once for each value.
OF_FEW_VALUES = ("Select", "Check")

NUMBERS = ("Currency", "Float", "Percent", "Rating")

# What XML and Excel forbid: control characters, halves of characters, and two code points that are none.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def of_field(fieldtype: str, values: list) -> list[Cell]:
	"""Return the cells of the stored values of a field of this type, which is no link."""
	convert = CONVERTERS.get(fieldtype, text)
	if fieldtype in OF_FEW_VALUES:
		known = {value: convert(value) for value in set(values)}
		return [known[value] for value in values]
	return [convert(value) for value in values]


def text(value: object) -> str | None:
	"""Return the value as text that every program reads; None for nothing."""
	if value is None or value == "":
		return None
	found = value if isinstance(value, str) else cstr(value)
	return _FORBIDDEN.sub("", found) if _FORBIDDEN.search(found) else found


def cut(found: str) -> str:
	"""Return a text that fits into a cell of Excel; one that is too long ends with a remark that it was cut."""
	if len(found) <= LONGEST:
		return found
	remark = cut_remark()
	return found[: LONGEST - len(remark)] + remark


def cut_remark() -> str:
	"""Return how a text ends that was too long for a cell."""
	return " … [{0}]".format(_("cut off here: the whole text is in the customer's record"))


def _choice(value: object) -> str | None:
	return _(value) if value else None


def _number(value: object) -> float | int | None:
	"""Whole numbers as such: nobody wants to read 5.0."""
	if value is None:
		return None
	number = value if isinstance(value, float) else flt(value)
	return int(number) if number.is_integer() else number


def _day(value: object) -> date | None:
	return value if type(value) is date else getdate(value) if value else None


def _moment(value: object) -> datetime | None:
	if not value:
		return None
	return (value if isinstance(value, datetime) else get_datetime(value)).replace(microsecond=0)


def _time(value: object) -> time | str | None:
	"""The database gives times of the day as spans from midnight."""
	if value is None or value == "":
		return None
	if isinstance(value, timedelta) and timedelta(0) <= value < timedelta(days=1):
		return (datetime.min + value).time().replace(microsecond=0)
	return text(value)


CONVERTERS: dict[str, Callable[[object], Cell]] = {
	"Select": _choice,
	"Check": lambda value: _("Yes") if cint(value) else _("No"),
	"Int": lambda value: None if value is None else cint(value),
	"Date": _day,
	"Datetime": _moment,
	"Time": _time,
	"Duration": lambda value: None if value is None else cint(value),  # in seconds, as an import reads it
	**dict.fromkeys(NUMBERS, _number),
}
