"""A touch of a care plan, without database: on which day it falls, and what its appointment is made for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

CREATED = "Customer Created"
FIRST_PURCHASE = "First Purchase"
LAST_PURCHASE = "Last Purchase"
TIER_CHANGE = "Tier Change"
BIRTHDAY = "Birthday"
APPLIED = "Plan Applied"
ANCHORS = (CREATED, FIRST_PURCHASE, LAST_PURCHASE, TIER_CHANGE, BIRTHDAY, APPLIED)

# What the scheduler missed is made later, unless it is older: nobody wants last year's calls.
MOST_DAYS_LATE = 30

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Touch:
	"""What is to be done `days_after` the anchor, at `hour`; below zero: before it, which only birthdays allow."""

	name: str
	plan: str
	anchor: str
	days_after: int = 0
	hour: time = time(9)
	activity_type: str = "Call"
	subject: str = ""
	description: str = ""
	priority: str = "Medium"
	remind_before: int = 0

	def anchors(self, days: "Days") -> "Days":
		"""Return the days on which the anchor must lie for the touch to fall on one of `days`."""
		shift = timedelta(days=self.days_after)
		return Days(days.first - shift, days.last - shift)

	def starts_on(self, anchor: date, today: date) -> datetime:
		"""Return when it is to be done; today where the scheduler missed its day."""
		return datetime.combine(max(anchor + timedelta(days=self.days_after), today), self.hour)

	def made_for(self, customer: str, anchor: date) -> str:
		"""Return what its appointment with the customer is made for: the same is never made twice."""
		return f"plan:{self.plan}:{self.name}:{customer}:{anchor.isoformat()}"


@dataclass(frozen=True)
class Days:
	"""All days from `first` to `last`."""

	first: date
	last: date

	def __contains__(self, day: date) -> bool:
		return self.first <= day <= self.last

	@classmethod
	def around(cls, days: Iterable[date]) -> "Days":
		"""Return the shortest span with all of `days`, of which there is one at least."""
		found = sorted(days)
		return cls(found[0], found[-1])

	@classmethod
	def to_come(cls, today: date, ahead: int, made_on: date | None = None) -> "Days":
		"""Return the days whose appointments are due to be made: `ahead` days from now, and what was missed since
		`made_on`, the day on which they were made last."""
		missed = max(made_on, today - MOST_DAYS_LATE * A_DAY) if made_on else today
		return cls(min(missed, today), today + ahead * A_DAY)


def read_made_for(made_for: str) -> tuple[str, date] | None:
	"""Return the touch's name and the day of the anchor; None for what no plan made."""
	parts = (made_for or "").split(":")
	if len(parts) < 5 or parts[0] != "plan":
		return None
	return parts[2], date.fromisoformat(parts[-1])
