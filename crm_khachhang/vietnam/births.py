"""Whose birthday it is on a day, the other way round: the days on which they were born.

A database finds a few days among a million births by comparing, where "the same day and month", and the lunar calendar all
the more, would have to be computed for each.
"""

from collections.abc import Iterator
from datetime import date
from itertools import product

from crm_khachhang.vietnam.lunar import DAYS, FIRST_YEAR, Lunar, in_year, to_lunar, to_solar

FEBRUARY = 2
LAST_OF_SHORT_FEBRUARY = 28
LAST_OF_LONG_FEBRUARY = 29

# The app knows no births before.
OLDEST = 1900


def kept_on(day: date, by_moon: bool = False) -> list[date]:
	"""Return the days before the year of `day` whose anniversary is kept on it, by the solar or the lunar calendar.

	By the sun a 29th of February is kept on the 28th where the year has none; by the moon `lunar.in_year` says it.
	"""
	return list(_by_moon(day) if by_moon else _by_sun(day))


def _by_sun(day: date) -> Iterator[date]:
	days = [(day.month, day.day)]
	if (day.month, day.day) == (FEBRUARY, LAST_OF_SHORT_FEBRUARY) and not _has(day.year, FEBRUARY, 29):
		days.append((FEBRUARY, LAST_OF_LONG_FEBRUARY))
	for year in range(OLDEST, day.year):
		yield from (date(year, *one) for one in days if _has(year, *one))


def _by_moon(day: date) -> Iterator[date]:
	kept = to_lunar(day)
	numbers = {kept.day, DAYS} if kept.day == DAYS - 1 else {kept.day}
	for number, leap in product(sorted(numbers), (False, True)):
		if in_year(number, kept.month, kept.year, leap) == day:
			births = (
				to_solar(Lunar(number, kept.month, year, leap)) for year in range(FIRST_YEAR, kept.year)
			)
			yield from filter(None, births)


def _has(year: int, month: int, day: int) -> bool:
	try:
		return bool(date(year, month, day))
	except ValueError:
		return False
