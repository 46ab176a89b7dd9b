"""From the fields of an appointment or a series to the rule of its days, and what is refused on the way."""

from datetime import date, timedelta

from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate

from crm_khachhang.care.recurrence import messages
from crm_khachhang.care.recurrence.rule import FIRST_START, KINDS, LAST_START, Rule, last_day
from crm_khachhang.customers import fields
from crm_khachhang.customers.messages import NOT_A_DATE

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKLY = "Weekly"

# The fields of a rule, on an appointment as on its series.
RULE = ("repeats", "repeat_every", "repeat_until", "repeat_count", *DAYS)

MOST_EVERY = 100
MOST_COUNT = 4000

A_DAY = timedelta(days=1)


def rule_of(doc: Document) -> Rule:
	"""Return the rule that the fields of a document say; they have been checked."""
	return Rule(
		repeats=doc.repeats,
		start=getdate(doc.starts_on),
		every=cint(doc.repeat_every) or 1,
		weekdays=weekdays(doc),
		until=getdate(doc.repeat_until) if doc.repeat_until else None,
		count=cint(doc.repeat_count) or None,
	)


def weekdays(doc) -> tuple[int, ...]:
	"""Return the days of the week of a weekly rule, 0 is Monday; none for other rules."""
	return tuple(n for n, day in enumerate(DAYS) if cint(doc.get(day))) if doc.repeats == WEEKLY else ()


def values_of(doc: Document) -> tuple:
	"""Return what the fields of the rule say, the same for the same rule however it is written."""
	if not doc.get("repeats"):
		return ("",)
	until = doc.get("repeat_until")
	return (
		doc.repeats,
		cint(doc.get("repeat_every")),
		str(until) if until else "",
		cint(doc.get("repeat_count")),
		weekdays(doc),
	)


def fields_of(doc: Document) -> dict:
	"""Return the fields of the rule, for another document."""
	return {name: doc.get(name) for name in RULE}


def tidy(doc: Document) -> None:
	"""Empty what does not belong to the rule, and name the day of the week of a weekly one."""
	if not doc.repeats:
		doc.update({"repeats": "", "repeat_every": 1, "repeat_until": None, "repeat_count": 0})
	if doc.repeats != WEEKLY:
		doc.update(dict.fromkeys(DAYS, 0))
	elif not weekdays(doc):
		doc.set(DAYS[getdate(doc.starts_on).weekday()], 1)


def check(doc: Document) -> None:
	"""Refuse a rule that cannot be kept; the words name the field. The times of `doc` have been checked."""
	_check_kind(doc)
	_check_numbers(doc)
	_check_end(doc, getdate(doc.starts_on))


def _check_kind(doc: Document) -> None:
	if doc.repeats not in KINDS:
		fields.refuse(doc, "repeats", messages.KIND)
	if not doc.starts_on or not FIRST_START <= get_datetime(doc.starts_on).date() <= LAST_START:
		fields.refuse(doc, "starts_on", messages.START)


def _check_numbers(doc: Document) -> None:
	if not 1 <= cint(doc.repeat_every) <= MOST_EVERY:
		fields.refuse(doc, "repeat_every", messages.EVERY)
	if not 0 <= cint(doc.repeat_count) <= MOST_COUNT:
		fields.refuse(doc, "repeat_count", messages.COUNT)


def _check_end(doc: Document, start: date) -> None:
	if doc.repeat_until and not fields.is_date(doc.repeat_until):
		fields.refuse(doc, "repeat_until", NOT_A_DATE)
	if not doc.repeat_until and not cint(doc.repeat_count):
		fields.refuse(doc, "repeat_until", messages.NO_END)
	if doc.repeat_until and getdate(doc.repeat_until) < start:
		fields.refuse(doc, "repeat_until", messages.UNTIL_BEFORE_START)
	if not last_day(rule_of(doc)):
		fields.refuse(doc, "repeat_until" if doc.repeat_until else "repeat_count", messages.TOO_FAR)
