"""Birthdays of customers and of their contacts, and anniversaries of companies: an appointment for each, ahead of time.

KH Settings say how many days ahead, and whether by the lunar calendar. Whose date nobody knows has none. An appointment
that nobody wants is cancelled: one that was deleted is made again as long as its day is near. A customer whose birthday
a care plan thinks of has the plan's appointment alone (birthday_marks.py).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import cint, formatdate, getdate, nowdate

from crm_khachhang.background import step
from crm_khachhang.care import birthday_marks, making, working_time
from crm_khachhang.care.birthday_marks import BIRTH, FOUNDING, year_of
from crm_khachhang.customers import many
from crm_khachhang.vietnam.births import kept_on
from crm_khachhang.vietnam.lunar import Lunar, to_lunar

CUSTOMER = "KH Customer"
CONTACT = "Contact"

AT_ONCE = 2000
DEFAULT_DAYS_AHEAD = 7
MOST_DAYS_AHEAD = 60

# Nights that the scheduler may miss: good wishes still come in time.
GRACE = timedelta(days=3)

NINE = time(9)

# What a text of one line has room for.
MOST_CHARACTERS = 140


class Kind(NamedTuple):
	"""Dates of birth that a DocType has: in which field, and of which customers."""

	doctype: str
	fieldname: str
	key: str
	customer_type: str | None = None


KINDS = (
	Kind(CUSTOMER, "date_of_birth", BIRTH, "Individual"),
	Kind(CUSTOMER, "founding_date", FOUNDING, "Organization"),
	Kind(CONTACT, "kh_date_of_birth", BIRTH),
)


class Window(NamedTuple):
	"""The days that are looked at: which day each date of birth is kept on, by which calendar."""

	kept: dict[date, date]
	by_moon: bool


def nightly() -> None:
	"""Make the appointments of the days ahead that are not there yet, some people after the other."""
	looked_at = window()
	for kind in KINDS:
		for people in _people(kind, looked_at):
			step(lambda kind=kind, people=people: making.make(_appointments(kind, people, looked_at)))


def window() -> Window:
	"""Return the days from GRACE ago to as many days ahead as KH Settings say."""
	settings, today = frappe.get_cached_doc("KH Settings"), getdate(nowdate())
	ahead = settings.get("birthday_days_ahead")
	ahead = DEFAULT_DAYS_AHEAD if ahead is None else min(cint(ahead), MOST_DAYS_AHEAD)
	by_moon = bool(cint(settings.get("birthdays_lunar")))
	first = today - GRACE
	days = [first + timedelta(days=n) for n in range((today - first).days + ahead + 1)]
	return Window({born: day for day in days for born in kept_on(day, by_moon)}, by_moon)


def _people(kind: Kind, looked_at: Window) -> Iterator[list[frappe._dict]]:
	"""Yield those born on one of the days, AT_ONCE at a time, with `customer`, `customer_name` and `account_manager`.

	One walk through the table: no index leads to a day without its year, and a million dates are compared in seconds.
	"""
	after = ""
	while rows := _born(kind, list(looked_at.kept), after):
		yield _with_customers(rows) if kind.doctype == CONTACT else rows
		after = rows[-1].name


def _born(kind: Kind, births: list[date], after: str) -> list[frappe._dict]:
	table = frappe.qb.DocType(kind.doctype)
	query = frappe.qb.from_(table).select(table.name, table[kind.fieldname].as_("born"), table.creation)
	if kind.doctype == CUSTOMER:
		query = query.select(
			table.name.as_("customer"), table.customer_name.as_("title"), table.account_manager
		)
		query = query.where(table.customer_type == kind.customer_type)
	else:
		query = query.select(table.full_name, table.first_name)
	query = query.where(table[kind.fieldname].isin(births) & (table.name > after))
	return query.orderby(table.name).limit(AT_ONCE).run(as_dict=True)


def _with_customers(contacts: list[frappe._dict]) -> list[frappe._dict]:
	"""Those who belong to a customer; of several it is the one they have belonged to longest."""
	found = {}
	for some in many.chunks([one.name for one in contacts]):
		for row in _customers_of(some):
			found.setdefault(row.contact, row)
	for one in contacts:
		one.title = one.full_name or one.first_name
		one.update(found.get(one.name, {}))
	return [one for one in contacts if one.customer]


def _customers_of(contacts: Iterable[str]) -> list[frappe._dict]:
	link, customer = frappe.qb.DocType("Dynamic Link"), frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(link).join(customer).on(customer.name == link.link_name)
	query = query.select(link.parent.as_("contact"), customer.name.as_("customer"), customer.account_manager)
	query = query.where((link.parenttype == CONTACT) & (link.link_doctype == CUSTOMER))
	return query.where(link.parent.isin(contacts)).orderby(link.creation, link.idx).run(as_dict=True)


def _appointments(kind: Kind, people: list[frappe._dict], looked_at: Window) -> Iterator[dict]:
	today, languages = getdate(nowdate()), {}
	of_plans = birthday_marks.of_plans(person.name for person in people) if kind.doctype == CUSTOMER else ()
	for person in people:
		day = looked_at.kept[person.born]
		if day < today and person.creation.date() > day:
			continue  # nobody knew them on that day
		if (person.name, day) in of_plans:
			continue
		owner = person.account_manager
		language = languages.get(owner) or languages.setdefault(
			owner, get_user_lang(owner or "Administrator")
		)
		yield {
			"customer": person.customer,
			"contact": person.contact,
			"activity_type": "Birthday",
			"assigned_to": owner,
			"starts_on": working_time.next_working_time(datetime.combine(day, NINE), all_day=True),
			"all_day": 1,
			"made_for": birthday_marks.made_for(
				kind.doctype, person.name, kind.key, year_of(day, looked_at.by_moon)
			),
			**_texts(kind, person, day, looked_at.by_moon, language),
		}


def _texts(kind: Kind, person: frappe._dict, day: date, by_moon: bool, language: str) -> dict[str, str]:
	"""What the person who is to congratulate reads, in their language."""
	years = year_of(day, by_moon) - year_of(person.born, by_moon)
	if kind.key == FOUNDING:
		subject, text = _("Anniversary of {0}", language), _("Founded on {0}: {1} years.", language)
	else:
		subject, text = _("Birthday of {0}", language), _("Born on {0}: {1} years old.", language)
	born = formatdate(person.born)
	if by_moon:
		born = _("{0} ({1} lunar)", language).format(born, _lunar(to_lunar(person.born)))
	return {
		"subject": subject.format(person.title)[:MOST_CHARACTERS],
		"description": text.format(born, years),
	}


def _lunar(day: Lunar) -> str:
	return f"{day.day}/{day.month}"
