"""Bulk actions of care: a plan for the selected customers, out of a plan, and one appointment with each of them."""

from datetime import datetime

import frappe
from frappe import _
from frappe.utils import cint, format_date, format_datetime, get_datetime, getdate, today

from crm_khachhang.access.arguments import text
from crm_khachhang.access.checks import require
from crm_khachhang.access.customers import check_permission
from crm_khachhang.care import appointments
from crm_khachhang.care.dates import APPOINTMENT
from crm_khachhang.care.plans import choosing
from crm_khachhang.care.plans.members import PLAN
from crm_khachhang.care.working_time import current
from crm_khachhang.customers.bulk.actions import Action
from crm_khachhang.customers.bulk.results import Row, Skipped
from crm_khachhang.customers.fields import is_date
from crm_khachhang.customers.owners import candidates
from crm_khachhang.vietnam.working_time import A_DAY

CUSTOMER = "KH Customer"
KINDS = ("Call", "Email", "Meeting", "Visit", "Task", "Message")
LONGEST = 2000
MOST_PER_DAY = 1000


def actions() -> dict[str, Action]:
	"""Return the actions of care; for the hook `kh_bulk_actions`."""
	return {
		"care_plan": Action("write", check_plan, title_of_plan, apply_plan),
		"care_plan_stop": Action("write", check_stop, title_of_stop, stop_plan),
		"care": Action("read", check_care, title_of_care, plan_care),
	}


def check_plan(parameters: dict) -> dict:
	"""Return {care_plan, applied_on}; throw for a plan that is not there or switched off, and a day in the past."""
	plan = _plan(parameters)
	if not plan.enabled:
		frappe.throw(_("The care plan is switched off. Choose another one or enable it first."))
	day = _day(parameters.get("applied_on")) if parameters.get("applied_on") else getdate(today())
	if day < getdate(today()):
		frappe.throw(_("The plan cannot begin in the past. Choose today or a later day."))
	return {"care_plan": plan.name, "plan_name": plan.plan_name, "applied_on": str(day)}


def title_of_plan(parameters: dict) -> str:
	"""Return e.g. "Care plan Khách mới, from 22-11-2026"."""
	return _("Care plan {0}, from {1}").format(parameters["plan_name"], format_date(parameters["applied_on"]))


def apply_plan(row: Row, parameters: dict) -> None:
	"""Let the customer follow the plan."""
	customer = check_permission(row.customer, "write")
	if choosing.choose(customer, parameters["care_plan"], getdate(parameters["applied_on"])) is None:
		raise Skipped(_("The plan is applied to this customer already."))


def check_stop(parameters: dict) -> dict:
	"""Return {care_plan}; throw for a plan that is not there."""
	plan = _plan(parameters)
	return {"care_plan": plan.name, "plan_name": plan.plan_name}


def title_of_stop(parameters: dict) -> str:
	"""Return e.g. "Stop care plan Khách mới"."""
	return _("Stop care plan {0}").format(parameters["plan_name"])


def stop_plan(row: Row, parameters: dict) -> None:
	"""Let the customer no longer follow the plan."""
	if choosing.release(check_permission(row.customer, "write"), parameters["care_plan"]) is None:
		raise Skipped(_("This customer was not chosen for the plan; it may follow it by its tier or group."))


def check_care(parameters: dict) -> dict:
	"""Return the appointment {activity_type, subject, starts_on, assigned_to, description} and `per_day`, with how many
	customers a day it is (0: with all on the same day); throw where one cannot be planned."""
	require(APPOINTMENT, "create")
	kind = text(parameters.get("activity_type"), "activity_type") or KINDS[0]
	if kind not in KINDS:
		frappe.throw(_("Choose what kind of appointment it is."))
	person = text(parameters.get("assigned_to"), "assigned_to")
	if person and not candidates.works_in_the_desk(person):
		frappe.throw(_("Only enabled users of the desk can have appointments. Choose another person."))
	return {
		"activity_type": kind,
		"subject": text(parameters.get("subject"), "subject"),
		"starts_on": str(_moment(parameters.get("starts_on"))),
		"assigned_to": person,
		"description": text(parameters.get("description"), "description", most=LONGEST),
		"per_day": min(max(cint(parameters.get("per_day")), 0), MOST_PER_DAY),
	}


def title_of_care(parameters: dict) -> str:
	"""Return e.g. "Call: ask about the order, 22-11-2026 09:00"."""
	kind, subject = _(parameters["activity_type"]), parameters["subject"]
	what = f"{kind}: {subject}" if subject and subject != kind else kind
	return f"{what}, {format_datetime(parameters['starts_on'], 'dd/MM/yyyy HH:mm')}"


def plan_care(row: Row, parameters: dict) -> None:
	"""Plan the appointment with the customer: its owner's, unless a person was chosen."""
	customer = check_permission(row.customer)
	days = row.position // parameters["per_day"] if parameters["per_day"] else 0
	starts_on = after_days(get_datetime(parameters["starts_on"]), days)
	appointment = {**parameters, "starts_on": starts_on}
	appointments.plan(appointment, customer.name, customer.account_manager)


def after_days(moment: datetime, days: int) -> datetime:
	"""Return the moment so many working days later, at the same hour."""
	company, day = current(), moment.date()
	for _number in range(days):
		day = company.next_working_day(day + A_DAY)
	return datetime.combine(day, moment.time())


def _plan(parameters: dict):
	name = text(parameters.get("care_plan"), "care_plan")
	if not name or not frappe.db.exists(PLAN, name):
		frappe.throw(_("Choose a care plan from the list."))
	return frappe.get_doc(PLAN, name)


def _day(value):
	if not is_date(text(value, "applied_on")):
		frappe.throw(_("This is not a date. Choose a day from the calendar."))
	return getdate(value)


def _moment(value) -> datetime:
	try:
		moment = get_datetime(text(value, "starts_on"))
	except (ValueError, TypeError, OverflowError):
		moment = None
	if not value or not isinstance(moment, datetime):
		frappe.throw(_("Say when the appointment is."))
	return moment
