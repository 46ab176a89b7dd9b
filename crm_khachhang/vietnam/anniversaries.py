"""When a day is kept again in later years, by the solar calendar or by the lunar one."""

from datetime import date

from crm_khachhang.vietnam import lunar


def anniversaries(born: date, first: date, last: date, by_moon: bool = False) -> list[date]:
	"""Return the days from `first` to `last` on which `born` is kept, without that day itself.

	What a year lacks is said in `in_year` and, of the lunar calendar, in `lunar.in_year`. Years without lunar tables have no anniversary by the moon.
	"""
	# A lunar year reaches into the next one.
	years = range(first.year - 1 if by_moon else first.year, last.year + 1)
	found = _by_moon(born, years) if by_moon else [in_year(born, year) for year in years]
	return [day for day in found if first <= day <= last and day > born]


def _by_moon(born: date, years: range) -> list[date]:
	if not (_is_known(born.year) and born.year > lunar.FIRST_YEAR):
		return []
	day, month, _year, leap = lunar.to_lunar(born)
	return [lunar.in_year(day, month, year, leap) for year in years if _is_known(year)]


def in_year(born: date, year: int) -> date:
	"""Return when a day is kept in a year by the sun: the 29th of February on the 28th where the year has none."""
	try:
		return born.replace(year=year)
	except ValueError:
		return date(year, 2, 28)


def _is_known(year: int) -> bool:
	return lunar.FIRST_YEAR <= year <= lunar.LAST_YEAR
