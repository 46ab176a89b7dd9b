"""Appointments counted by person, day and kind: one query, of those that the session's user sees."""

from collections.abc import Iterable
from datetime import timedelta

import frappe
from frappe.query_builder.functions import Count, Date, Sum
from frappe.utils import now_datetime
from pypika import Case, Order

from crm_khachhang.access import related
from crm_khachhang.care.dates import APPOINTMENT, OPEN
from crm_khachhang.care.reports.periods import Span

A_DAY = timedelta(days=1)
COUNTED = ("planned", "done", "missed", "overdue", "to_come", "cancelled")


def count(span: Span, by: Iterable[str], person: str = "", kind: str = "") -> list[dict]:
	"""Return {each of `by`, each of COUNTED} of the appointments of these days.

	`by`: "assigned_to", "activity_type", "day". planned: all but the cancelled ones; overdue: open, and their time has
	passed; to_come: open, and it has not.
	"""
	one = frappe.qb.DocType(APPOINTMENT)
	groups = [Date(one.starts_on).as_("day") if name == "day" else one[name] for name in by]
	query = _of_span(one, span, person, kind).select(*groups, *_counted(one))
	for group in groups:
		query = query.groupby(Date(one.starts_on) if group.alias == "day" else group)
	return query.run(as_dict=True)


def outcomes(span: Span, person: str = "", kind: str = "") -> list[dict]:
	"""Return {activity_type, outcome, number} of the appointments that were done, the most frequent first."""
	one = frappe.qb.DocType(APPOINTMENT)
	number = Count("*").as_("number")
	query = _of_span(one, span, person, kind).where(one.status == "Done")
	query = query.select(one.activity_type, one.outcome, number).groupby(one.activity_type, one.outcome)
	return query.orderby(number, order=Order.desc).orderby(one.outcome).run(as_dict=True)


def _of_span(one, span: Span, person: str, kind: str):
	query = frappe.qb.from_(one)
	query = query.where((one.starts_on >= span.first) & (one.starts_on < span.last + A_DAY))
	rule = related.visible(APPOINTMENT)
	for condition in (
		rule,
		one.assigned_to == person if person else None,
		one.activity_type == kind if kind else None,
	):
		query = query if condition is None else query.where(condition)
	return query


def _counted(one) -> list:
	is_open, now = one.status.isin(OPEN), now_datetime()
	conditions = {
		"planned": one.status != "Cancelled",
		"done": one.status == "Done",
		"missed": one.status == "Missed",
		"overdue": is_open & (one.starts_on < now),
		"to_come": is_open & (one.starts_on >= now),
		"cancelled": one.status == "Cancelled",
	}
	return [Sum(Case().when(conditions[name], 1).else_(0)).as_(name) for name in COUNTED]
