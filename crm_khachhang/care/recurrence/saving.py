"""What a save of an appointment means for the series it belongs to, or begins.

Who saves says in `kh_scope` how far the change reaches: "this" appointment (as is meant where nothing is said), this and
the "following", or "all". What is over, done or missed, stays as it was, however far a change reaches.
"""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from crm_khachhang.access.customers import visible_names
from crm_khachhang.care.recurrence import changing, making, messages, others, reading, scope, series
from crm_khachhang.care.recurrence.reading import DAYS, WEEKLY
from crm_khachhang.care.recurrence.scope import THIS
from crm_khachhang.customers import fields

# What says of which series an appointment is: never what a form or a program sends.
ORIGIN = ("series", "occurrence_on", "made_for")

CANCELLED = "Cancelled"


def validate(appointment: Document) -> None:
	"""Refuse a recurrence that cannot be kept, and a change of it for one appointment only."""
	_keep_origin(appointment)
	reach = scope_of(appointment)
	if appointment.series and reach == THIS:
		if changing.changes_rule(appointment):
			fields.refuse(appointment, "repeats", messages.RULE_OF_ONE)
		return
	if appointment.series:
		check_right(appointment)
		_move_weekday(appointment)
	if appointment.repeats:
		reading.check(appointment)
	reading.tidy(appointment)


def before_save(appointment: Document) -> None:
	"""Begin a series, or change the one that the appointment belongs to."""
	reach = scope_of(appointment)
	if not appointment.series:
		if appointment.repeats:
			_begin(appointment)
	elif reach == THIS:
		_leave_with_another_customer(appointment)
	elif _is_cancelled(appointment):
		appointment.flags.kh_change = changing.end(appointment, reach)
	elif not appointment.repeats:
		appointment.flags.kh_change = changing.end(appointment, reach)
		_leave(appointment, made_for=None)
	else:
		appointment.flags.kh_change = changing.change(appointment, reach)


def on_update(appointment: Document) -> None:
	"""Make the appointments of a new series; let the others follow a change."""
	begun, change = appointment.flags.pop("kh_series", None), appointment.flags.pop("kh_change", None)
	appointment.kh_scope = None
	if begun:
		making.make([begun], series.horizon())
	elif change and change.series:
		others.follow(appointment, change)
	elif change and _is_cancelled(appointment):
		others.cancel(appointment, change)
	elif change:
		others.drop_later(appointment, change)


def scope_of(appointment: Document) -> str:
	"""Return how far a change of the appointment reaches. Raises WrongArgument for what is no scope."""
	return scope.read(appointment.get("kh_scope"))


def check_right(appointment: Document) -> None:
	"""Who has one appointment with a customer that they do not see changes no other one."""
	customer = frappe.db.get_value(series.SERIES, appointment.series, "customer")
	if not appointment.flags.ignore_permissions and not visible_names([customer]):
		fields.refuse(appointment, "customer", messages.NOT_YOURS)


def _keep_origin(appointment: Document) -> None:
	before = appointment.get_doc_before_save()
	for name in ORIGIN:
		appointment.set(name, before.get(name) if before else None)


def _move_weekday(appointment: Document) -> None:
	"""Who moves the Monday of a weekly series to Tuesday means Tuesdays."""
	before = appointment.get_doc_before_save()
	if not (appointment.starts_on and appointment.repeats == before.repeats == WEEKLY):
		return
	was, now = getdate(before.starts_on).weekday(), getdate(appointment.starts_on).weekday()
	if was != now and reading.weekdays(before) == reading.weekdays(appointment):
		appointment.update({DAYS[was]: 0, DAYS[now]: 1})


def _begin(appointment: Document) -> None:
	begun = series.begin(appointment)
	appointment.series = begun.name
	appointment.occurrence_on = begun.first_on
	appointment.made_for = series.made_for(begun.name, begun.first_on)
	appointment.flags.kh_series = begun


def _leave_with_another_customer(appointment: Document) -> None:
	"""An appointment that went to another customer is none of the series; what it was made for stays made."""
	if appointment.has_value_changed("customer"):
		_leave(appointment)


def _leave(appointment: Document, **values) -> None:
	appointment.update({"series": None, "occurrence_on": None, "repeats": ""} | values)
	reading.tidy(appointment)


def _is_cancelled(appointment: Document) -> bool:
	return appointment.status == CANCELLED and appointment.has_value_changed("status")
