"""What every page of the desk knows of care from the beginning."""

from datetime import date

from frappe.utils import getdate

from crm_khachhang.access.roles import has_app_permission
from crm_khachhang.care.settings import default_reminder
from crm_khachhang.care.working_time import current
from crm_khachhang.vietnam.working_time import A_DAY

# The moments that the desk proposes lie within so many days.
DAYS = 60


def extend(bootinfo: dict) -> None:
	"""Add when the company works, and the reminder of new appointments; nothing for strangers."""
	if has_app_permission():
		bootinfo.setdefault("crm_khachhang", {})["care"] = facts(getdate())


def facts(today: date) -> dict:
	"""Return hours, as "HH:MM", weekdays (Monday is 0), and as ISO dates the days off to come and those that make up."""
	company = current()
	days = [today + number * A_DAY for number in range(DAYS)]
	return {
		"opening": company.start.strftime("%H:%M"),
		"closing": company.end.strftime("%H:%M"),
		"weekdays": sorted(company.weekdays),
		"days_off": [day.isoformat() for day in days if company.holiday_on(day)],
		"days_made_up": [day.isoformat() for day in days if company.is_made_up(day)],
		"remind_before": default_reminder(),
	}
