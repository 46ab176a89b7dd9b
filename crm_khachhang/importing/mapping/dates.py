"""Dates as people write them into files. Pure. Day and month are never swapped by guess."""

import re
from datetime import date, datetime, time, timedelta

DAY_FIRST, MONTH_FIRST = "Day First", "Month First"

NO_DATE = "no date"
TWO_DIGIT_YEAR = "two-digit year"
IMPOSSIBLE = "impossible"

_SEPARATED = re.compile(r"(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})(?:[T\s]+(.*))?", re.ASCII)
_IN_WORDS = re.compile(
	r"(?:ngày\s*)?(\d{1,2})\s*(?:tháng|thg|th)\s*(\d{1,2})\s*,?\s*(?:năm\s*)?(\d{4})", re.I
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[ap]m|sa|ch)?", re.I)
_AFTERNOON = ("pm", "ch")


class InvalidDate(ValueError):
	"""A text that is no date that can be told for sure. `reason` is a constant of this module."""

	def __init__(self, reason: str):
		super().__init__(reason)
		self.reason = reason


def read_date(cell: object, order: str = DAY_FIRST) -> date | None:
	"""Return the day of a cell: a date, or a text in `order` (ISO, year first, is understood in either).

	None for an empty cell. Raises InvalidDate, also for a year of two digits: 05 may be 1905 and 2005.
	"""
	moment = read_moment(cell, order)
	return moment.date() if moment else None


def read_moment(cell: object, order: str = DAY_FIRST) -> datetime | None:
	"""Return the moment of a cell, midnight when it names only a day. Raises InvalidDate."""
	if isinstance(cell, datetime):
		return cell.replace(tzinfo=None)
	if isinstance(cell, date):
		return datetime.combine(cell, time())
	if not isinstance(cell, str):
		if cell is None:
			return None
		raise InvalidDate(NO_DATE)
	text = " ".join(cell.split())  # else thousands of spaces could stand on either side of a separator
	return _read_text(text, order) if text else None


def read_clock(cell: object) -> timedelta | None:
	"""Return the time of day of a cell ("08:30", "8:30:15 PM") as the database gives it: since midnight.

	None for an empty cell. Raises InvalidDate, also for what is no time of one day.
	"""
	if cell is None or (isinstance(cell, str) and not cell.strip()):
		return None
	if isinstance(cell, datetime) or not isinstance(cell, time | str):
		raise InvalidDate(NO_DATE)
	try:
		clock = cell if isinstance(cell, time) else _read_time(" ".join(cell.split()))
	except ValueError as error:
		raise error if isinstance(error, InvalidDate) else InvalidDate(IMPOSSIBLE) from None
	return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _read_text(text: str, order: str) -> datetime:
	found = _SEPARATED.fullmatch(text)
	if not found:
		words = _IN_WORDS.fullmatch(text)
		if not words:
			raise InvalidDate(NO_DATE)
		return _made(int(words[3]), int(words[2]), int(words[1]), None)
	first, second, third, rest = found.groups()
	if len(first) == 4:
		return _made(int(first), int(second), int(third), rest)
	if len(third) != 4 or len(first) > 2:
		raise InvalidDate(TWO_DIGIT_YEAR if len(third) == 2 and len(first) <= 2 else NO_DATE)
	day, month = (second, first) if order == MONTH_FIRST else (first, second)
	return _made(int(third), int(month), int(day), rest)


def _made(year: int, month: int, day: int, clock: str | None) -> datetime:
	try:
		return datetime.combine(date(year, month, day), _read_time(clock))
	except ValueError as error:
		raise error if isinstance(error, InvalidDate) else InvalidDate(IMPOSSIBLE) from None


def _read_time(text: str | None) -> time:
	if not text:
		return time()
	found = _TIME.fullmatch(text.strip())
	if not found:
		raise InvalidDate(NO_DATE)
	hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
	half = (found[4] or "").lower()
	if half in (*_AFTERNOON, "am", "sa"):
		hour = hour % 12 + (12 if half in _AFTERNOON else 0)
	return time(hour, minute, second)
