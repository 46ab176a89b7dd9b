"""What KH Settings says of care: its standards, and what it may say."""

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_time

from crm_khachhang.care.working_time import LUNAR, SETTINGS, WEEKDAYS
from crm_khachhang.customers import fields, messages
from crm_khachhang.customers.text import tidy
from crm_khachhang.vietnam import lunar
from crm_khachhang.vietnam.working_time import MOST_DAYS

# Days off by article 112 of the Labour Code of 2019, and the day before the lunar new year.
HOLIDAYS = (
	{"title": "Tết Dương lịch", "day": 1, "month": 1},
	{"title": "Tết Nguyên đán", "calendar": LUNAR, "day": 30, "month": 12, "days": 6},
	{"title": "Giỗ Tổ Hùng Vương", "calendar": LUNAR, "day": 10, "month": 3},
	{"title": "Ngày Giải phóng miền Nam", "day": 30, "month": 4},
	{"title": "Ngày Quốc tế Lao động", "day": 1, "month": 5},
	{"title": "Quốc khánh", "day": 2, "month": 9, "days": 2},
)

# Field -> the least and the most that it may be.
BOUNDS = {
	"care_days_ahead": (1, 730),
	"birthday_days_ahead": (0, 60),
	"default_remind_before": (0, 30 * 24 * 60),
	"care_digest_hour": (0, 23),
}
FIELDS = (
	*("work_from", "work_to", "move_to_working_time", "remind_by_email", "care_digest", "birthdays_lunar"),
	*(f"works_{day}" for day in WEEKDAYS),
	*BOUNDS,
)
LEAP_YEAR, LONGEST_MONTH = 2028, 31


def give_standards(settings: Document) -> None:
	"""Fill what has no value yet: the fields of care and, where there are none, the holidays of Vietnam."""
	stored = frappe.db.get_singles_dict(SETTINGS)  # the document says 0 where nothing is stored
	for fieldname in FIELDS:
		if fieldname not in stored or _is_of_the_clock(stored[fieldname]):
			settings.set(fieldname, settings.meta.get_field(fieldname).default)
	if not settings.get("holidays"):
		settings.extend("holidays", [{"calendar": "Solar", "days": 1} | row for row in HOLIDAYS])


def _is_of_the_clock(value) -> bool:
	"""Whether Frappe has put the moment of a save into a time that was new; nobody chooses microseconds."""
	return "." in str(value)


def default_reminder() -> int:
	"""Return how many minutes before a new appointment its reminder is due; 0 for none."""
	return cint(frappe.get_cached_doc(SETTINGS).default_remind_before)


def validate(settings: Document) -> None:
	"""Refuse working hours, holidays and numbers of days that cannot be."""
	_check_hours(settings)
	if not any(cint(settings.get(f"works_{day}")) for day in WEEKDAYS):
		fields.refuse(settings, "works_monday", messages.NO_WORKING_DAY)
	for fieldname, (least, most) in BOUNDS.items():
		if settings.get(fieldname) is not None and not least <= cint(settings.get(fieldname)) <= most:
			fields.refuse(settings, fieldname, messages.OUT_OF_BOUNDS[fieldname])
	for row in settings.get("holidays"):
		_check_holiday(row)


def _check_hours(settings: Document) -> None:
	for fieldname in ("work_from", "work_to"):
		if not settings.get(fieldname):
			settings.set(fieldname, settings.meta.get_field(fieldname).default)
		if not _is_time(settings.get(fieldname)):
			fields.refuse(settings, fieldname, messages.NOT_AN_HOUR)
	if get_time(settings.work_from) >= get_time(settings.work_to):
		fields.refuse(settings, "work_to", messages.CLOSES_BEFORE_OPENING)


def _is_time(value) -> bool:
	try:
		return get_time(value) is not None
	except Exception:  # the parser of dateutil raises what it likes
		return False


def _check_holiday(row: Document) -> None:
	fields.set_name(row, "title")
	row.year = tidy(row.year)
	if row.year and not (row.year.isascii() and row.year.isdigit() and _is_known(int(row.year))):
		fields.refuse(row, "year", messages.YEAR_OF_HOLIDAY)
	if cint(row.is_worked) and not row.year:
		fields.refuse(row, "year", messages.YEAR_OF_MADE_UP_DAY)
	if not 1 <= cint(row.month) <= lunar.MONTHS:
		fields.refuse(row, "month", messages.NO_SUCH_MONTH)
	if not _has_day(row):
		fields.refuse(row, "day", messages.NO_SUCH_DAY)
	if not 1 <= cint(row.days) <= MOST_DAYS:
		fields.refuse(row, "days", messages.DAYS_OF_HOLIDAY)


def _is_known(year: int) -> bool:
	return lunar.FIRST_YEAR <= year <= lunar.LAST_YEAR


def _has_day(row: Document) -> bool:
	"""Whether the month has the day, in some year for what comes every year."""
	if row.calendar == LUNAR:
		return 1 <= cint(row.day) <= lunar.DAYS
	if not 1 <= cint(row.day) <= LONGEST_MONTH:
		return False
	first = date(cint(row.year) or LEAP_YEAR, cint(row.month), 1)
	return (first + timedelta(days=cint(row.day) - 1)).month == cint(row.month)
