"""The lunar calendar of Vietnam (âm lịch): days of one calendar in the other.

Source: the tables of Hồ Ngọc Đức, in the package `vnlunar`; they hold for dates of birth before 1968 as well, when the
calendar went by Peking's time.
"""

from datetime import date
from typing import NamedTuple

from vnlunar import core

# Years whose tables are known to be right.
FIRST_YEAR, LAST_YEAR = 1900, 2099
MONTHS, DAYS = 12, 30


class InvalidLunarDate(ValueError):
	"""A day that no lunar year has, such as the 31st or a thirteenth month."""


class Lunar(NamedTuple):
	"""A day of the lunar calendar; `leap` says that its month is the second one of its number (tháng nhuận)."""

	day: int
	month: int
	year: int
	leap: bool = False


def to_lunar(day: date) -> Lunar:
	"""Return the lunar date of a day."""
	found = core.get_lunar_date(day.day, day.month, day.year)
	return Lunar(found["day"], found["month"], found["year"], bool(found["leap"]))


def to_solar(lunar: Lunar) -> date | None:
	"""Return the day of a lunar date; None where its year has no such leap month, or its month no 30th."""
	found = core.convert_lunar_to_solar(lunar.day, lunar.month, lunar.year, int(lunar.leap))
	return date(found[2], found[1], found[0]) if found else None


def in_year(day: int, month: int, year: int, leap: bool = False) -> date:
	"""Return when the `day` of a lunar `month` is kept in the lunar `year`.

	What happened in a leap month is kept in the month of the same number where there is none, and the 30th on the 29th of
	a short month. Raises InvalidLunarDate for a day that no month has.
	"""
	if not (1 <= day <= DAYS and 1 <= month <= MONTHS and FIRST_YEAR <= year <= LAST_YEAR):
		raise InvalidLunarDate(f"{day}/{month}/{year}")
	wanted = [Lunar(day, month, year, is_leap) for is_leap in ((True, False) if leap else (False,))]
	if day == DAYS:
		wanted += [one._replace(day=DAYS - 1) for one in wanted]
	# Leap first, then the 30th: a leap month of 29 days keeps what happened on its 30th on its 29th.
	wanted.sort(key=lambda one: (not one.leap, -one.day))
	return next(day for one in wanted if (day := to_solar(one)))
