"""Which debts are to be reminded of today, and by which step."""

from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate

from crm_khachhang.customers import fields, many
from crm_khachhang.debts import messages
from crm_khachhang.debts.balances import CUSTOMER, DEBT, SETTINGS

REMINDER = "KH Debt Reminder"

# A scheduler that slept makes up for so many days; what is older is no reminder any more, and no flood.
GRACE = timedelta(days=7)
MOST_DAYS = 365

OF_DEBT = (
	"name",
	"customer",
	"posting_date",
	"due_date",
	"amount",
	"outstanding_amount",
	"description",
	"debt_type",
)


@dataclass(frozen=True)
class Step:
	"""So many `days` after the due date (below zero: before it): an e-mail to the customer, a call for the owner."""

	days: int
	send_email: bool
	email_template: str | None
	make_call: bool


@dataclass(frozen=True)
class Due:
	"""A step of a debt whose day has come; `passed` are earlier steps that nobody took and that it stands for."""

	debt: dict
	step: Step
	passed: tuple[int, ...] = ()


def of_settings() -> list[Step]:
	"""Return the steps, the earliest first; none where nobody is to be reminded."""
	settings = frappe.get_cached_doc(SETTINGS)
	if not cint(settings.remind_debts):
		return []
	rows = sorted(settings.get("debt_reminder_steps"), key=lambda row: cint(row.days))
	return [
		Step(cint(row.days), bool(row.send_email), row.email_template, bool(row.make_call)) for row in rows
	]


def validate(settings: Document) -> None:
	"""Refuse two steps on one day, days too far away, and steps that do nothing."""
	seen = set()
	for row in settings.get("debt_reminder_steps"):
		if not -MOST_DAYS <= cint(row.days) <= MOST_DAYS:
			fields.refuse(row, "days", messages.STEP_TOO_FAR)
		if cint(row.days) in seen:
			fields.refuse(row, "days", messages.STEP_TWICE)
		if not (cint(row.send_email) or cint(row.make_call)):
			fields.refuse(row, "send_email", messages.STEP_OF_NOTHING)
		seen.add(cint(row.days))


def due(today, customer: str | None = None) -> list[Due]:
	"""Return the steps to take, of one customer or of all: of each debt the last whose day has come, unless it was taken."""
	steps = of_settings()
	debts = [debt for step in steps for debt in _in_grace(step, today, customer)]
	debts = list({debt.name: debt for debt in debts}.values())
	taken = _taken([debt.name for debt in debts])
	found = (_due(debt, steps, taken, getdate(today)) for debt in debts)
	return [one for one in found if one]


def _in_grace(step: Step, today, customer_name: str | None) -> list[dict]:
	"""The open debts whose day for the step was in the last days, of customers and debts that nothing holds back."""
	debt, customer = frappe.qb.DocType(DEBT), frappe.qb.DocType(CUSTOMER)
	last = getdate(today) - timedelta(days=step.days)
	is_open = (debt.outstanding_amount > 0) & debt.due_date[last - GRACE : last]
	is_free = debt.promised_on.isnull() | (debt.promised_on < today)
	query = frappe.qb.from_(debt).join(customer).on(customer.name == debt.customer)
	query = query.select(*(debt[field] for field in OF_DEBT))
	query = query.where(is_open & is_free & (customer.debt_reminders_paused == 0))
	return (query.where(debt.customer == customer_name) if customer_name else query).run(as_dict=True)


def _taken(names: list[str]) -> set[tuple[str, int]]:
	table, found = frappe.qb.DocType(REMINDER), set()
	for some in many.chunks(names):
		query = frappe.qb.from_(table).select(table.debt, table.step_days).where(table.debt.isin(some))
		found.update(query.run())
	return found


def _due(debt: dict, steps: list[Step], taken: set, today) -> Due | None:
	age = (today - debt.due_date).days
	come = [step for step in steps if step.days <= age]
	last = come[-1]
	if (debt.name, last.days) in taken or age - last.days > GRACE.days:
		return None
	passed = tuple(step.days for step in come[:-1] if (debt.name, step.days) not in taken)
	return Due(debt, last, passed)
