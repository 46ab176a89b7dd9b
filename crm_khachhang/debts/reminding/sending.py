"""Each morning: customers are reminded, owners get calls to make; one e-mail for all debts of a customer."""

from collections.abc import Iterable
from datetime import datetime, time

import frappe
from frappe import _
from frappe.utils import getdate, now, nowdate

from crm_khachhang.background import apart, checkpoint
from crm_khachhang.care import making, working_time
from crm_khachhang.customers import many
from crm_khachhang.debts import ledger
from crm_khachhang.debts.balances import CUSTOMER
from crm_khachhang.debts.reminding import words
from crm_khachhang.debts.reminding.steps import REMINDER, Due, due

SENT, CALL, NO_EMAIL, PASSED, FAILED = "Sent", "Call Planned", "No Email", "Passed Over", "Failed"

COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx"),
	*("customer", "debt", "step_days", "outcome", "reminded_on", "outstanding_amount", "email"),
)
CALL_AT = time(9)


def send_due() -> None:
	"""The scheduler's part, each morning; a customer at a time, each in a transaction of its own."""
	for customer in sorted({one.debt.customer for one in due(nowdate())}):
		with apart("KH Debt Reminder"):
			remind(customer)
		checkpoint()


def remind(customer: str) -> None:
	"""Take the steps of one customer that are due now: another worker may have taken them, somebody may have paid."""
	ledger.hold(customer)
	dues = due(nowdate(), customer)
	if not dues:
		return
	about = frappe.db.get_value(
		CUSTOMER, customer, ["name", "customer_name", "email", "account_manager"], as_dict=True
	)
	_call(about, [one for one in dues if one.step.make_call])
	outcome = _mail(about, [one for one in dues if one.step.send_email])
	_write_down(about, dues, outcome)


def _mail(about: dict, dues: list[Due]) -> str:
	"""Send one e-mail about all of them, in the words of the latest step; return what became of it."""
	if not dues:
		return CALL
	if not about.email:
		return NO_EMAIL
	step = max((one.step for one in dues), key=lambda step: step.days)
	try:
		words.send(about, [one.debt for one in dues], step)
	except frappe.OutgoingEmailError:
		frappe.clear_messages()
		return FAILED
	return SENT


def _call(about: dict, dues: list[Due]) -> None:
	"""One call for the owner about all of them; without an owner nobody is there to call."""
	if not dues or not about.account_manager:
		return
	starts_on = working_time.next_working_time(datetime.combine(getdate(), CALL_AT))
	subject = _("Call about {0} debts").format(len(dues)) if len(dues) > 1 else _("Call about a debt")
	making.make(
		[
			{
				"customer": about.name,
				"activity_type": "Call",
				"subject": subject,
				"description": words.as_text([one.debt for one in dues]),
				"assigned_to": about.account_manager,
				"starts_on": starts_on,
				"made_for": f"debts:{about.name}:{nowdate()}",
			}
		]
	)


def _write_down(about: dict, dues: Iterable[Due], outcome: str) -> None:
	rows = []
	for one in dues:
		said = outcome if one.step.send_email else CALL
		rows.append(_row(about, one, one.step.days, said))
		rows += [_row(about, one, days, PASSED) for days in one.passed]
	many.insert(f"tab{REMINDER}", COLUMNS, rows)


def _row(about: dict, one: Due, days: int, outcome: str) -> tuple:
	moment, user = now(), frappe.session.user
	return (
		*(frappe.generate_hash(length=10), moment, moment, user, user, 0, 0),
		*(about.name, one.debt.name, days, outcome, moment, one.debt.outstanding_amount),
		about.email if outcome == SENT else None,
	)
