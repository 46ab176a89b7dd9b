"""When people work: hours, days of the week, and holidays by either calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from crm_khachhang.vietnam import lunar

A_DAY = timedelta(days=1)
EVERY_YEAR = 0
# A holiday that begins in one year may end in the next, and lasts no longer than this.
MOST_DAYS = 31
# Who finds no working day within so many days has none at all.
FARTHEST = 366


class Holiday(NamedTuple):
	"""Days off that begin on a day of a month: each year, or in `year` alone; by the lunar calendar if `is_lunar`.

	`is_worked`: the other way round, days on which people work to make up for others. The 30th of a lunar month is its last day: in a month of 29 days the 29th.
	"""

	title: str
	day: int
	month: int
	days: int = 1
	is_lunar: bool = False
	year: int = EVERY_YEAR
	is_worked: bool = False


class WorkingTime(NamedTuple):
	"""Hours of work on `weekdays` (Monday is 0) that are no holidays, and on days that make up for others; `start`
	before `end`, of the same day."""

	start: time = time(8)
	end: time = time(17, 30)
	weekdays: frozenset[int] = frozenset(range(6))
	holidays: tuple[Holiday, ...] = ()

	def holiday_on(self, day: date) -> str | None:
		"""Return the title of the holiday on a day; None where there is none."""
		return days_off(self.holidays, day.year).get(day)

	def is_working_day(self, day: date) -> bool:
		"""Return whether people work on a day."""
		if self.is_made_up(day):
			return True
		return day.weekday() in self.weekdays and day not in days_off(self.holidays, day.year)

	def is_made_up(self, day: date) -> bool:
		"""Return whether people work on a day to make up for another one."""
		return day in days_made_up(self.holidays, day.year)

	def is_working_time(self, moment: datetime) -> bool:
		"""Return whether people work at a moment; at the end of the working hours they have left."""
		return self.is_working_day(moment.date()) and self.start <= moment.time() < self.end

	def next_working_day(self, day: date) -> date:
		"""Return the day itself or the next one on which people work; the day itself where they never do."""
		days = (day + number * A_DAY for number in range(FARTHEST))
		return next((one for one in days if self.is_working_day(one)), day)

	def next_working_time(self, moment: datetime) -> datetime:
		"""Return the moment itself or the next one at which people work.

		What falls on a day off keeps its hour on the next working day; what comes before or after the hours is
		moved to the next opening.
		"""
		if self.is_working_time(moment):
			return moment
		day = moment.date() + A_DAY if moment.time() >= self.end else moment.date()
		hour = moment.time() if self.start <= moment.time() < self.end else self.start
		return datetime.combine(self.next_working_day(day), hour)


def begins_on(holiday: Holiday, year: int) -> date | None:
	"""Return the first day of a holiday in a year of its calendar; None where that year does not have it."""
	if holiday.year not in (EVERY_YEAR, year):
		return None
	try:
		if holiday.is_lunar:
			return lunar.in_year(holiday.day, holiday.month, year)
		return date(year, holiday.month, holiday.day)
	except ValueError:  # no such day in this year, or a year beyond the tables
		return None


@lru_cache(maxsize=128)
def days_off(holidays: tuple[Holiday, ...], year: int) -> dict[date, str]:
	"""Return {day: title} of all days of a solar year on which there is a holiday, and nobody makes up for another day."""
	worked = days_made_up(holidays, year)
	off = [(day, one.title) for one in holidays if not one.is_worked for day in _days(one, year)]
	return {day: title for day, title in off if day.year == year and day not in worked}


@lru_cache(maxsize=128)
def days_made_up(holidays: tuple[Holiday, ...], year: int) -> frozenset[date]:
	"""Return all days of a solar year on which people work to make up for others."""
	days = (day for one in holidays if one.is_worked for day in _days(one, year))
	return frozenset(day for day in days if day.year == year)


def _days(holiday: Holiday, year: int) -> Iterator[date]:
	"""The days of a holiday that may lie in a solar year: it may have begun in the one before."""
	for one in (year - 1, year):
		if first := begins_on(holiday, one):
			yield from (first + number * A_DAY for number in range(min(holiday.days, MOST_DAYS)))
