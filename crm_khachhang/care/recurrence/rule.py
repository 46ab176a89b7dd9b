"""The days of a recurrence, without time of day. Pure: no framework, no database.

The start is always the first day, whether the rule would choose it or not, as a calendar's DTSTART is (RFC 5545).
A day that a month lacks is kept on the month's last day, for nobody is to be forgotten: the 31st on 30 April, 29 February
on the 28th, the lunar 30th on the 29th; RFC 5545 would leave them out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule, weekday

from crm_khachhang.vietnam import lunar

DAYS_IN_WEEK = 7
MONTHS_IN_YEAR = 12
FEBRUARY = 2

# The shortest month is this long; in a fifth week of a month lies no weekday of every month.
SHORTEST_MONTH = 28
FIFTH, LAST = 5, -1

# A recurrence ends within so many years of its start.
MOST_YEARS = 10
FIRST_START = date(lunar.FIRST_YEAR + 1, 1, 1)
LAST_START = date(lunar.LAST_YEAR - MOST_YEARS - 1, 12, 31)


@dataclass(frozen=True)
class Rule:
	"""How something repeats: `every` so many days, weeks, months or years from `start` on.

	`weekdays`: those of a weekly rule, 0 is Monday; without any it is the start's. It ends with the day `until` or with
	`count` days, whichever comes first; with neither it does not end.
	"""

	repeats: str
	start: date
	every: int = 1
	weekdays: tuple[int, ...] = ()
	until: date | None = None
	count: int | None = None


def occurrences(rule: Rule, after: date | None = None, until: date | None = None) -> Iterator[date]:
	"""Yield the days of the rule in order, those after `after` and not after `until`, without the days before them
	being counted out one by one unless the rule has a `count`."""
	ends = [day for day in (rule.until, until) if day]
	days = _days(rule, None if rule.count else after)
	for day in islice(days, rule.count or None):
		if ends and day > min(ends):
			return
		if after is None or day > after:
			yield day


def last_day(rule: Rule) -> date | None:
	"""Return the last day of the rule; None when it does not end within MOST_YEARS of its start."""
	limit = rule.start + relativedelta(years=MOST_YEARS)
	days = list(occurrences(rule, until=limit))
	ends = (rule.until and rule.until <= limit) or (rule.count and len(days) == rule.count)
	return days[-1] if ends and days else None


def _days(rule: Rule, after: date | None) -> Iterator[date]:
	"""All days of the rule without its end, from about `after` on."""
	since = max(after or rule.start, rule.start)
	if after is None or after < rule.start:
		yield rule.start
	for day in KINDS[rule.repeats](rule, since):
		if day > since:
			yield day


def _daily(rule: Rule, since: date) -> Iterator[date]:
	step = timedelta(days=rule.every)
	day = rule.start + (since - rule.start) // step * step
	while day <= date.max - step:
		yield day
		day += step


def _weekly(rule: Rule, since: date) -> Iterator[date]:
	first = rule.start - timedelta(days=rule.start.weekday())
	step = timedelta(weeks=rule.every)
	begin = first + (since - first) // step * step
	weekdays = rule.weekdays or (rule.start.weekday(),)
	return _dates(rrule(WEEKLY, dtstart=begin, interval=rule.every, byweekday=weekdays))


def _monthly(rule: Rule, since: date) -> Iterator[date]:
	days = _day_or_last(rule.start.day)
	return _dates(rrule(MONTHLY, dtstart=_month(rule, since), interval=rule.every, **days))


def _monthly_by_weekday(rule: Rule, since: date) -> Iterator[date]:
	number = (rule.start.day - 1) // DAYS_IN_WEEK + 1
	which = weekday(rule.start.weekday(), LAST if number == FIFTH else number)
	return _dates(rrule(MONTHLY, dtstart=_month(rule, since), interval=rule.every, byweekday=which))


def _yearly(rule: Rule, since: date) -> Iterator[date]:
	begin = date(rule.start.year + (since.year - rule.start.year) // rule.every * rule.every, 1, 1)
	of_february = rule.start.month == FEBRUARY
	days = _day_or_last(rule.start.day) if of_february else {"bymonthday": rule.start.day}
	return _dates(rrule(YEARLY, dtstart=begin, interval=rule.every, bymonth=rule.start.month, **days))


def _yearly_lunar(rule: Rule, since: date) -> Iterator[date]:
	first = lunar.to_lunar(rule.start)
	# The lunar year begins up to two months after the solar one.
	steps = max(since.year - 1 - first.year, 0) // rule.every
	for year in range(first.year + steps * rule.every, lunar.LAST_YEAR + 1, rule.every):
		yield lunar.in_year(first.day, first.month, year, first.leap)


def _month(rule: Rule, since: date) -> date:
	"""The first day of the month of the rule in which `since` lies, or of the last one before."""
	months = (since.year - rule.start.year) * MONTHS_IN_YEAR + since.month - rule.start.month
	return rule.start.replace(day=1) + relativedelta(months=months // rule.every * rule.every)


def _day_or_last(day: int) -> dict:
	"""The arguments of rrule for a day of the month, and the month's last one where it is shorter."""
	if day <= SHORTEST_MONTH:
		return {"bymonthday": day}
	return {"bymonthday": list(range(SHORTEST_MONTH, day + 1)), "bysetpos": LAST}


def _dates(found: rrule) -> Iterator[date]:
	return (moment.date() for moment in found)


# What people choose -> its days, from the period on in which a day lies.
KINDS = {
	"Daily": _daily,
	"Weekly": _weekly,
	"Monthly": _monthly,
	"Monthly by Weekday": _monthly_by_weekday,
	"Yearly": _yearly,
	"Yearly (Lunar)": _yearly_lunar,
}
