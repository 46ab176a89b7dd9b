"""Every night: the appointments of all series, up to the horizon."""

from crm_khachhang.background import step
from crm_khachhang.care.recurrence.making import make_next
from crm_khachhang.care.recurrence.series import horizon


def nightly() -> None:
	"""Make what series have up to the horizon, some series after the other.

	What the last nights missed is made as well. A run that was killed loses the series that it was at, and the next one
	goes on with them; of two runs at once each does some.
	"""
	until = horizon()
	while step(lambda: make_next(until)):
		pass
