"""Endpoints of appointments that repeat: typed, permission first, thin."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from crm_khachhang.access.arguments import flat, text
from crm_khachhang.care import holding, rules
from crm_khachhang.care.dates import APPOINTMENT
from crm_khachhang.care.recurrence import changing, others, reading, saving
from crm_khachhang.care.recurrence import scope as scopes
from crm_khachhang.care.recurrence.rule import last_day, occurrences
from crm_khachhang.care.recurrence.series import TEMPLATE
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.vietnam.lunar import to_lunar

CHANGED = (*TEMPLATE, *reading.RULE, "starts_on", "ends_on")
MOST_SHOWN = 5


@frappe.whitelist(methods=["POST"])
def change(name: str, values: dict | str, scope: str = scopes.THIS) -> str:
	"""Change an appointment, and of its series what `scope` says: this, following, all. Return its name."""
	appointment = _get(name, "write")
	given = flat(values, "values")
	appointment.update({field: given[field] for field in CHANGED if field in given})
	return _save(appointment, scope)


@frappe.whitelist(methods=["POST"])
def cancel(name: str, scope: str = scopes.THIS) -> str:
	"""Cancel an appointment, and of its series those still open that `scope` says. Return its name."""
	appointment = _get(name, "write")
	appointment.status = saving.CANCELLED
	return _save(appointment, scope)


@frappe.whitelist(methods=["POST"])
def delete(name: str, scope: str = scopes.THIS, tell_guests: str | int | None = None) -> None:
	"""Delete an appointment, and of its series those that `scope` says and nobody has begun.

	`tell_guests`: whether those who were invited are told; without it those are who wait for one still open.
	"""
	holding.hold_by_name(text(name, "name"), scope)
	tell = None if tell_guests is None else bool(cint(tell_guests))
	appointment = _get(name, "delete")
	if scopes.read(scope) != scopes.THIS and appointment.series:
		saving.check_right(appointment)
		others.delete(appointment, changing.end(appointment, scope), tell)
	frappe.delete_doc(APPOINTMENT, name, flags={"kh_tell_guests": tell})


@frappe.whitelist()
def preview(appointment: dict | str) -> dict:
	"""Return what the rule in the fields of an appointment leads to: `count`, `last` and the first `days`.

	Each day is {day, lunar}: a date, and its day and month in the lunar calendar. What a save would refuse is
	{field, refused}: the label and the words, for somebody who is not done writing.
	"""
	frappe.has_permission(APPOINTMENT, "read", throw=True)
	given = {"repeat_every": 1, **flat(appointment, "appointment")}
	doc = frappe.get_doc({"doctype": APPOINTMENT, **{name: given.get(name) for name in CHANGED}})
	try:
		rules.check_times(doc)
		reading.check(doc)
	except InvalidField:
		frappe.clear_last_message()
		fieldname, reason = doc.flags.refused
		return {"field": _(doc.meta.get_label(fieldname)), "refused": reason}
	rule = reading.rule_of(doc)
	last = last_day(rule)
	days = list(occurrences(rule, until=last))
	return {"count": len(days), "last": _shown(last), "days": [_shown(day) for day in days[:MOST_SHOWN]]}


def _get(name: str, ptype: str) -> Document:
	appointment = frappe.get_doc(APPOINTMENT, text(name, "name"))
	appointment.check_permission("read")  # says of a hidden one what is said of none
	appointment.check_permission(ptype)
	return appointment


def _save(appointment: Document, scope: str) -> str:
	appointment.kh_scope = scopes.read(scope)
	return appointment.save().name


def _shown(day) -> dict:
	lunar = to_lunar(day)
	return {"day": str(day), "lunar": f"{lunar.day}/{lunar.month}{'*' if lunar.leap else ''}"}
