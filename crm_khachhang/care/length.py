"""How long an appointment takes."""

from datetime import datetime, timedelta

from frappe.utils import cint

# Of one without an end.
USUAL = timedelta(minutes=30)
A_DAY = timedelta(days=1)


def end_of(starts_on: datetime, ends_on: datetime | None) -> datetime:
	"""Return when an appointment of some hours ends."""
	return ends_on if ends_on and ends_on > starts_on else starts_on + USUAL


def lasts_all_day(appointment: dict) -> bool:
	"""Return whether the appointment is of a day rather than of an hour: then it keeps nobody busy."""
	return bool(cint(appointment.get("all_day")))
