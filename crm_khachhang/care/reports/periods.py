"""Spans of days, and the weeks and months that they are shown by; without database."""

from dataclasses import dataclass
from datetime import date, timedelta

WHOLE, DAY, WEEK, MONTH = "Whole Period", "Day", "Week", "Month"
STEPS = (WHOLE, DAY, WEEK, MONTH)


@dataclass(frozen=True)
class Span:
	"""All days from `first` to `last`."""

	first: date
	last: date

	@property
	def days(self) -> int:
		return (self.last - self.first).days + 1


def part_of(day: date, step: str) -> date:
	"""Return the first day of the part that the day lies in; weeks begin on Monday. `step` is not WHOLE."""
	if step == MONTH:
		return day.replace(day=1)
	return day - timedelta(days=day.weekday()) if step == WEEK else day


def label(first: date, step: str, span: Span) -> str:
	"""Return what people call the part of `span` that begins on the day: 05/11, 02/11–08/11, 11/2026."""
	if step == MONTH:
		return f"{first:%m/%Y}"
	if step == WEEK:
		last = min(first + timedelta(days=6), span.last)
		return f"{max(first, span.first):%d/%m}–{last:%d/%m}"
	return f"{first:%d/%m}"
