"""How old debts are, in parts: what is not due yet, and so many days after; without database."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MOST_BUCKETS, MOST_DAYS = 8, 3650
_LIST = re.compile(r"\s*\d{1,4}(\s*[,;\s]\s*\d{1,4})*\s*", re.ASCII)


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


def parse(text: str) -> tuple[int, ...] | None:
	"""Return the days of a list such as "30, 60, 90, 120"; None unless they rise, above zero, and are not too many."""
	if not _LIST.fullmatch(text):
		return None
	days = tuple(int(part) for part in re.findall(r"\d+", text))
	rises = all(before < after for before, after in zip((0, *days), days, strict=False))
	return days if rises and len(days) <= MOST_BUCKETS and days[-1] <= MOST_DAYS else None


def of_days(days: tuple[int, ...]) -> list[Bucket]:
	"""Return the buckets that these days end: the first for what is not due, the last without an end."""
	firsts = (1, *(day + 1 for day in days))
	return [
		Bucket(None, 0),
		*(Bucket(first, last) for first, last in zip(firsts, (*days, None), strict=True)),
	]
