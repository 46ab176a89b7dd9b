"""Ages of debts: how many days after the due date, in buckets whose ends the settings say."""

from itertools import pairwise

import frappe
from frappe import _

from crm_khachhang.debts.balances import SETTINGS

USUAL = "30, 60, 90, 120"
MOST = 8


def ends(text: str | None = None) -> tuple[int, ...]:
	"""Return the last day of each bucket, rising; those of KH Settings unless `text` ("30, 60") says others.

	Raises ValueError for what is no rising list of days.
	"""
	text = text or frappe.get_cached_doc(SETTINGS).aging_days or USUAL
	days = tuple(int(part) for part in text.replace(";", ",").split(","))
	if not 0 < len(days) <= MOST or days[0] < 1 or any(a >= b for a, b in pairwise(days)):
		raise ValueError(text)
	return days


def labels(days: tuple[int, ...]) -> list[str]:
	"""Return what people call the buckets: not due, 1–30 days …, over 120 days."""
	starts = (1, *(day + 1 for day in days[:-1]))
	between = [_("{0}–{1} days").format(first, last) for first, last in zip(starts, days, strict=True)]
	return [_("Not due yet"), *between, _("Over {0} days").format(days[-1])]


def index(days_overdue: int, days: tuple[int, ...]) -> int:
	"""Return which bucket a debt is in: 0 for one that is not overdue."""
	if days_overdue < 1:
		return 0
	return next((at for at, last in enumerate(days, 1) if days_overdue <= last), len(days) + 1)
