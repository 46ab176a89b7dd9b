"""The buckets of `debts/buckets.py` as spans of days, for queries on any day; without database."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Bucket:
	"""Debts that have been due for `first` to `last` days; None: without that bound."""

	first: int | None
	last: int | None

	def holds(self, days: int) -> bool:
		return (self.first is None or self.first <= days) and (self.last is None or days <= self.last)

	def due_between(self, as_of: date) -> tuple[date | None, date | None]:
		"""Return the earliest and the latest day from which a debt counts into the bucket on the day `as_of`."""
		earliest = None if self.last is None else as_of - timedelta(days=self.last)
		latest = None if self.first is None else as_of - timedelta(days=self.first)
		return earliest, latest


def of_days(days: tuple[int, ...]) -> list[Bucket]:
	"""Return the buckets that these days end: the first for what is not due, the last without an end."""
	firsts = (1, *(day + 1 for day in days))
	return [
		Bucket(None, 0),
		*(Bucket(first, last) for first, last in zip(firsts, (*days, None), strict=True)),
	]
