"""Brings the appointments of a plan up to date for any set of customers: makes what is missing, cancels what is no
longer planned. Doing it again changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now, today
from pypika.terms import Criterion, NullValue, Term

from crm_khachhang.care.birthday_marks import give_way
from crm_khachhang.care.dates import APPOINTMENT, hold, refresh_dates
from crm_khachhang.care.making import existing, make
from crm_khachhang.care.plans import anchors, members
from crm_khachhang.care.plans.anchors import Customers
from crm_khachhang.care.plans.members import PLAN, Members
from crm_khachhang.care.plans.touches import BIRTHDAY, Days, Touch, read_made_for
from crm_khachhang.care.working_time import next_working_time
from crm_khachhang.customers import many

SETTINGS = "KH Settings"
DAYS_AHEAD = 90
PLANNED = "Planned"


@dataclass(frozen=True)
class Named:
	"""Some customers, not very many, by name."""

	names: tuple[str, ...]

	def criterion(self, name: Term) -> Criterion:
		"""Return them as a condition on a column of names."""
		return name.isin(self.names)


@dataclass(frozen=True)
class Outcome:
	"""How many appointments were made and cancelled."""

	made: int = 0
	cancelled: int = 0

	def __add__(self, other: "Outcome") -> "Outcome":
		return Outcome(self.made + other.made, self.cancelled + other.cancelled)


def bring_up_to_date(plan: str, customers: Customers, since: date | None = None) -> Outcome:
	"""Make the plan's appointments with `customers` and cancel what it no longer plans; return how many.

	`since`: the day on which they were made last, for what was missed. Rights are the caller's matter. Runs within the
	caller's transaction.
	"""
	document, whose = frappe.get_cached_doc(PLAN, plan), members.of(plan)
	touches = touches_of(document)
	cancelled = _cancel_stale(plan, touches, whose, customers)
	made = sum(_make(touch, whose, customers, since or document.made_on) for touch in touches)
	return Outcome(made, cancelled)


def touches_of(plan: Document) -> list[Touch]:
	"""Return the touches of the plan; none of one that is switched off."""
	return [_touch(plan.name, row) for row in plan.touches] if plan.enabled else []


def _touch(plan: str, row: Document) -> Touch:
	return Touch(
		name=row.name,
		plan=plan,
		anchor=row.anchor,
		days_after=cint(row.days_after),
		hour=time(cint(row.hour)),
		activity_type=row.activity_type,
		subject=row.subject,
		description=row.description or "",
		priority=row.priority or "Medium",
		remind_before=cint(row.remind_before),
	)


def _make(touch: Touch, whose: Members, customers: Customers, made_on: date | None) -> int:
	day = getdate(today())
	ahead = cint(frappe.get_cached_doc(SETTINGS).get("care_days_ahead")) or DAYS_AHEAD
	due = touch.anchors(Days.to_come(day, ahead, made_on and getdate(made_on)))
	rows = anchors.find(touch, whose, customers, due)
	if touch.anchor == BIRTHDAY:
		rows = give_way(rows, anchors.are_birthdays_lunar())
	return make(_appointment(touch, row, day) for row in rows)


def _appointment(touch: Touch, row: dict, day: date) -> dict:
	return {
		"customer": row["customer"],
		"contact": row["contact"],
		"assigned_to": row["assigned_to"],
		"activity_type": touch.activity_type,
		"subject": touch.subject,
		"description": touch.description,
		"priority": touch.priority,
		"remind_before": touch.remind_before,
		"starts_on": next_working_time(touch.starts_on(row["anchor"], day)),
		"care_plan": touch.plan,
		"made_for": touch.made_for(row["customer"], row["anchor"]),
	}


def _cancel_stale(plan: str, touches: list[Touch], whose: Members, customers: Customers) -> int:
	"""Cancel what is planned for customers that left the plan, by a touch that is gone, or from another day."""
	by_touch: dict[str, list[dict]] = {}
	for row in _planned(plan, customers):
		touch, row["anchor"] = read_made_for(row.made_for) or ("", None)
		by_touch.setdefault(touch, []).append(row)
	stale = [row for touch in touches for row in _stale(touch, whose, by_touch.pop(touch.name, []))]
	stale += [row for rows in by_touch.values() for row in rows]
	_cancel(stale)
	return len(stale)


def _planned(plan: str, customers: Customers) -> list[dict]:
	one = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(one).select(one.name, one.customer, one.made_for)
	query = query.where((one.care_plan == plan) & (one.status == PLANNED) & one.made_for.isnotnull())
	return query.where(customers.criterion(one.customer)).orderby(one.customer).run(as_dict=True)


def _stale(touch: Touch, whose: Members, planned: list[dict]) -> Iterator[dict]:
	"""Yield those of `planned` that the touch does not plan. Those of a customer that was merged into another one are
	made for the old code: they become the master's, unless it has its own."""
	for some in many.chunks(planned):
		right = _right_days(touch, whose, some)
		wanted = {row.name: touch.made_for(row.customer, row.anchor) for row in some}
		moved = [row for row in some if row.made_for != wanted[row.name]]
		taken = existing([wanted[row.name] for row in moved])
		for row in some:
			if (row.customer, row.anchor) not in right or (row in moved and wanted[row.name] in taken):
				yield row
			elif row in moved:
				taken.add(wanted[row.name])
				frappe.db.set_value(
					APPOINTMENT, row.name, "made_for", wanted[row.name], update_modified=False
				)


def _right_days(touch: Touch, whose: Members, planned: list[dict]) -> set[tuple[str, date]]:
	customers = Named(tuple(sorted({row.customer for row in planned})))
	days = Days.around(row.anchor for row in planned)
	found = anchors.find(touch, whose, customers, days)
	return {(row["customer"], row["anchor"]) for row in found}


def _cancel(rows: list[dict]) -> None:
	"""What was cancelled so is made again when the customer comes back into the plan: it is made for nothing any more."""
	hold(row.customer for row in rows)
	one = frappe.qb.DocType(APPOINTMENT)
	language = frappe.db.get_single_value("System Settings", "language") or "vi"
	reason = _("No longer in the care plan", lang=language)
	for some in many.chunks([row.name for row in rows], 1000):
		query = frappe.qb.update(one).set(one.status, "Cancelled").set(one.outcome, reason)
		query = query.set(one.made_for, NullValue()).set(one.remind_at, NullValue())
		query = query.set(one.modified, now()).set(one.modified_by, frappe.session.user)
		query.where(one.name.isin(some) & (one.status == PLANNED)).run()
	for some in many.chunks(sorted({row.customer for row in rows}), 1000):
		refresh_dates(some)
