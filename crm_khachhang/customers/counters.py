"""Running numbers of customer codes: drawn from Frappe's table of series, or only looked at."""

from functools import cache

import frappe
from pypika import Parameter

from crm_khachhang.customers.text import for_like

# Counters live in Frappe's own table of series, under keys that no other app's pattern can share.
COUNTER_PREFIX = "KH Customer:"

# What the columns of that table hold: `name` is a varchar(100), `current` a signed int.
MAX_PREFIX_LENGTH = 100 - len(COUNTER_PREFIX)
LARGEST_NUMBER = 2**31 - 1


class Drawing:
	"""Takes numbers from the counter, whose row stays locked from then on until the transaction ends."""

	def next(self, prefix: str, digits: int) -> str:
		"""Return the next number of the counter of `prefix`, with at least `digits` digits.

		One statement makes or raises the counter. Frappe's `getseries` first looks for it: two that find none
		lock the same gap, and the database ends one of them as a deadlock, e.g. at the first customers of a year.
		"""
		key = COUNTER_PREFIX + prefix
		raising, reading = _statements()
		frappe.db.sql(raising, (key,))
		return str(frappe.db.sql(reading, (key,))[0][0]).zfill(digits)

	def current(self, prefix: str, digits: int) -> str:
		"""Return the number that `next` gave last."""
		_raising, reading = _statements()
		return str(frappe.db.sql(reading, (COUNTER_PREFIX + prefix,))[0][0]).zfill(digits)

	def move(self, prefix: str, number: int) -> None:
		"""Let the counter of `prefix` go on after `number`; call it after `next`, which has the lock."""
		series = frappe.qb.DocType("Series")
		key = COUNTER_PREFIX + prefix
		frappe.qb.update(series).set(series.current, number).where(series.name == key).run()


@cache
def _statements() -> tuple[str, str]:
	"""Made once: that takes longer than the database takes to obey, and each insertion draws a number."""
	series, key = frappe.qb.DocType("Series"), Parameter("%s")
	raising = frappe.qb.into(series).columns(series.name, series.current).insert(key, 1)
	raising = raising.on_duplicate_key_update(series.current, series.current + 1)
	reading = frappe.qb.from_(series).select(series.current).where(series.name == key)
	return raising.get_sql(), reading.get_sql()


class Peeking:
	"""Gives the numbers that `Drawing` would give for one prefix, and changes nothing."""

	def __init__(self):
		self.current = None

	def next(self, prefix: str, digits: int) -> str:
		"""Return the next number, as `Drawing.next` does."""
		if self.current is None:
			key = COUNTER_PREFIX + prefix
			self.current = frappe.db.get_value("Series", key, "current", order_by="name") or 0
		self.current += 1
		return str(self.current).zfill(digits)

	def move(self, prefix: str, number: int) -> None:
		"""Go on after `number`."""
		self.current = number


def highest_taken(prefix: str, number: str, suffix: str) -> int:
	"""Return the highest number, not below `number`, in a customer's name `prefix` + number + `suffix`.

	Only numbers with as many digits as `number` count: others the counter cannot meet before it has grown
	to their length. So a phone number typed as a code does not carry the counter away.
	"""
	start = len(prefix)
	texts = (name[start : start + len(number)] for name in _names_from(prefix, number, suffix))
	numbers = (int(text) for text in texts if text.isascii() and text.isdigit())
	return max((n for n in numbers if n < LARGEST_NUMBER), default=int(number))


def _names_from(prefix: str, number: str, suffix: str) -> list[str]:
	"""One read of a range of the primary key; the database compares as it does for `codes.find`."""
	name = frappe.qb.DocType("KH Customer").name
	query = frappe.qb.from_("KH Customer").select(name)
	query = query.where(name >= prefix + number + suffix)
	query = query.where(name <= prefix + "9" * len(number) + suffix)
	query = query.where(name.like(for_like(prefix) + "_" * len(number) + for_like(suffix)))
	return query.run(pluck=True)
