"""The document API: the truth about every customer, one at a time."""

import frappe
from frappe import _
from frappe.utils import cstr
from rq.timeouts import JobTimeoutException

from crm_khachhang.customers.contacts import people
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.debts import opening
from crm_khachhang.importing.mapping.targets import OPENING
from crm_khachhang.importing.planning import reasons
from crm_khachhang.importing.planning.draft import CUSTOMER
from crm_khachhang.importing.planning.rows import CREATE, REFUSE, Plan, Problem

SAVEPOINT = "kh_import_row"


def write(plan: Plan, source: dict | None) -> None:
	"""Insert or save the customer of `plan`, its contact and its opening debt; what is refused becomes a problem of the plan.

	`source` tells the history where a change came from: {"doctype", "docname", "label"}. Raises
	frappe.QueryDeadlockError, which ends the whole transaction, and JobTimeoutException, which ends the job.
	"""
	frappe.db.savepoint(SAVEPOINT)
	frappe.clear_messages()
	try:
		customer = _save(plan, source)
		plan.customer = customer.name
		plan.contact = save_person(plan) if plan.given.person else ""
		if plan.opening:
			plan.debt = opening.save(plan.opening, plan.customer, source)
		# What undoing compares: whoever saves the customer later changes it.
		plan.draft.modified = frappe.db.get_value(CUSTOMER, plan.customer, "modified")
	except (frappe.QueryDeadlockError, JobTimeoutException):
		raise
	except Exception as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		if plan.action == CREATE:
			plan.customer = ""
		plan.contact = plan.debt = ""
		plan.action = REFUSE
		plan.problems.append(problem_of(error, plan))
	finally:
		frappe.clear_messages()


def _save(plan: Plan, source: dict | None):
	if plan.action == CREATE:
		return frappe.get_doc({"doctype": CUSTOMER, **_given_or_default(plan)}).insert()
	customer = frappe.get_doc(CUSTOMER, plan.customer)
	customer.update({name: new for name, (_old, new) in plan.changes.items()})
	customer.flags.updater_reference = source
	return customer.save() if plan.changes else customer


def _given_or_default(plan: Plan) -> dict:
	"""What was given or chosen as default: not what follows from it, which is for the document to say."""
	return {name: value for name, value in vars(plan.draft).items() if value is not None and name not in _OWN}


_OWN = ("name", "name_key", "name_key_reversed", "search_text", "phone_e164", "other_phone_e164")


def save_person(plan: Plan) -> str:
	"""Give the customer the contact of its row and return its name; "" where a contact called so is there."""
	person = plan.given.person
	if not person.get("full_name"):
		person = {**person, "full_name": plan.draft.get("customer_name")}
	name = cstr(person["full_name"]).strip()
	if any(cstr(known["full_name"]).casefold() == name.casefold() for known in people.of(plan.customer)):
		return ""
	first = not people.of(plan.customer)
	return people.add(plan.customer, {**person, "is_primary": int(first)}).name


def problem_of(error: Exception, plan: Plan) -> Problem:
	"""Return why `error` kept the row from being written; unexpected errors are logged."""
	refused = plan.draft.flags.get("refused") if plan.draft else None
	if plan.opening and plan.opening.flags.get("refused"):
		field, reason = plan.opening.flags.refused
		return Problem(OPENING + field, "", reason)
	if isinstance(error, frappe.TimestampMismatchError):
		return Problem("", "", _(reasons.CHANGED_MEANWHILE))
	if isinstance(error, frappe.QueryTimeoutError):
		return Problem("", "", _(reasons.SAVED_BY_ANOTHER))
	if isinstance(error, REFUSALS):
		return Problem((refused or ("",))[0], "", plain(error))
	frappe.log_error(title="KH Import")
	return Problem("", "", _(reasons.UNEXPECTED))
