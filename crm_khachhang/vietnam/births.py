"""Whose birthday it is on a day, the other way round: the days on which they were born.

A database finds a few days among a million births by comparing, where "the same day and month", and the lunar calendar all
the more, would have to be computed for each.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from crm_khachhang.vietnam.anniversaries import in_year as in_year_by_sun
from crm_khachhang.vietnam.lunar import DAYS, FIRST_YEAR, Lunar, in_year, to_lunar, to_solar

A_LEAP_YEAR = 2000

# The app knows no births before.
OLDEST = 1900


def kept_on(day: date, by_moon: bool = False) -> list[date]:
	"""Return the days before the year of `day` whose anniversary is kept on it, by the solar or the lunar calendar.

	What the year of `day` lacks is kept when `anniversaries.in_year` and `lunar.in_year` say.
	"""
	return list(_by_moon(day) if by_moon else _by_sun(day))


def _by_sun(day: date) -> Iterator[date]:
	"""Born on the day itself or on the one after, which this year may not have."""
	after = date(A_LEAP_YEAR, day.month, day.day) + timedelta(days=1)
	for year, (month, number) in product(
		range(OLDEST, day.year), ((day.month, day.day), (after.month, after.day))
	):
		born = _date(year, month, number)
		if born and in_year_by_sun(born, day.year) == day:
			yield born


def _by_moon(day: date) -> Iterator[date]:
	kept = to_lunar(day)
	numbers = {kept.day, DAYS} if kept.day == DAYS - 1 else {kept.day}
	for number, leap in product(sorted(numbers), (False, True)):
		if in_year(number, kept.month, kept.year, leap) == day:
			births = (
				to_solar(Lunar(number, kept.month, year, leap)) for year in range(FIRST_YEAR, kept.year)
			)
			yield from filter(None, births)


def _date(year: int, month: int, day: int) -> date | None:
	try:
		return date(year, month, day)
	except ValueError:
		return None
