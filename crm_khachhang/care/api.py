"""Endpoints of the care of customers: typed, permission first, thin."""

import frappe
from frappe.utils import cint, get_fullname

from crm_khachhang.access.arguments import flat, record, text
from crm_khachhang.access.customers import check_permission, visible_names
from crm_khachhang.care import appointments, calendar, overlaps, today
from crm_khachhang.care.dates import APPOINTMENT

CUSTOMER = "KH Customer"


@frappe.whitelist()
def get_appointments(customer: str) -> dict:
	"""Return the next and the past appointments of the customer."""
	check_permission(customer)
	return appointments.of(customer)


@frappe.whitelist(methods=["POST"])
def plan(customer: str, appointment: dict | str) -> dict:
	"""Plan an appointment with the customer; return its appointments."""
	check_permission(customer)
	owner = frappe.db.get_value(CUSTOMER, customer, "account_manager")
	appointments.plan(record(appointment, "appointment"), customer, owner)
	return appointments.of(customer)


@frappe.whitelist(methods=["POST"])
def finish(
	name: str,
	outcome: str | None = None,
	status: str | None = None,
	result: str | None = None,
	next_step: dict | str | None = None,
) -> dict:
	"""End an appointment as Done (or Missed, Cancelled) and plan the next step; return its customer's appointments."""
	ended = {"outcome": outcome, "status": status, "result": result}
	following = flat(next_step, "next_step") if next_step else None
	return appointments.of(appointments.finish(name, ended, following).customer)


@frappe.whitelist(methods=["POST"])
def move(
	name: str, starts_on: str, ends_on: str | None = None, all_day: int | None = None, scope: str = "this"
) -> None:
	"""Move an open appointment, as by drag on the calendar; without `ends_on` it stays as long as it is.

	`scope`: this one, this and the "following" of its series, or "all" of them.
	"""
	times = {"starts_on": calendar.read_time(starts_on, "starts_on")}
	if ends_on:
		times["ends_on"] = calendar.read_time(ends_on, "ends_on")
	if all_day is not None:
		times["all_day"] = cint(all_day)
	appointments.move(name, times, scope)


@frappe.whitelist()
def get_events(start: str, end: str, whose: str = calendar.ME, person: str | None = None) -> list[dict]:
	"""Return the appointments of a calendar from `start` to `end`: mine, my team's, everybody's or a person's."""
	frappe.has_permission(APPOINTMENT, "read", throw=True)
	start, end = calendar.read_time(start, "start"), calendar.read_time(end, "end")
	return calendar.events(start, end, whose, person)


@frappe.whitelist()
def get_todo(whose: str = calendar.ME) -> dict:
	"""Return what is overdue, due today and due in the rest of the week, mine or my team's."""
	frappe.has_permission(APPOINTMENT, "read", throw=True)
	return today.todo(whose)


@frappe.whitelist()
def get_hints(
	starts_on: str,
	ends_on: str | None = None,
	assigned_to: str | None = None,
	customer: str | None = None,
	all_day: str | int = 0,
	name: str | None = None,
) -> dict:
	"""Return what speaks against this time, for who plans: `overlaps` of the person, `is_off` and `holiday`.

	Without `assigned_to` the person is the owner of the customer, as in `plan`.
	"""
	frappe.has_permission(APPOINTMENT, "read", throw=True)
	start = calendar.read_time(starts_on, "starts_on")
	end = calendar.read_time(ends_on, "ends_on") if ends_on else None
	if cint(all_day):
		return {"overlaps": [], **overlaps.day_off(start, all_day=True)}
	person = text(assigned_to, "assigned_to") or _owner(customer) or frappe.session.user
	found = overlaps.of(person, start, end, besides=text(name, "name"))
	return {"overlaps": found, "person": get_fullname(person), **overlaps.day_off(start)}


def _owner(customer: str | None) -> str | None:
	"""The owner of the customer, if the user sees it."""
	found = visible_names([customer]) if customer else None
	return frappe.db.get_value(CUSTOMER, found.pop(), "account_manager") if found else None
