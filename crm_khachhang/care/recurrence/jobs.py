"""Every night: the appointments of all series, up to the horizon."""

import frappe

from crm_khachhang.background import checkpoint
from crm_khachhang.care.recurrence.making import make_next
from crm_khachhang.care.recurrence.series import horizon

ATTEMPTS = 3


def nightly() -> None:
	"""Make what series have up to the horizon, some series after the other.

	What the last nights missed is made as well. A run that was killed loses the series that it was at, and the next one
	goes on with them; of two runs at once each does some.
	"""
	until = horizon()
	while _make_and_commit(until):
		pass


def _make_and_commit(until) -> int:
	"""People save appointments meanwhile: the database may end a step in favour of one of them."""
	for attempt in range(1, ATTEMPTS + 1):
		try:
			made = make_next(until)
			checkpoint()
			return made
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			frappe.db.rollback()
			if attempt == ATTEMPTS:
				raise
	return 0
