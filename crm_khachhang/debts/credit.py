"""May this customer owe more? Asked before anything is promised: a quotation, an order, a delivery.

The limit and the days come from the customer, else its tier, group or the settings (`customers/terms.py`). What KH
Settings say decides: a warning, or a refusal that some role may override with a reason.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Min
from frappe.utils import cint, date_diff, escape_html, nowdate

from crm_khachhang.customers import terms
from crm_khachhang.customers.text import tidy
from crm_khachhang.debts import settings
from crm_khachhang.debts.balances import CUSTOMER, DEBT
from crm_khachhang.debts.money import ZERO, exact, shown

OK, WARN, BLOCK, OVERRIDDEN = "ok", "warn", "block", "overridden"


class CreditExceeded(frappe.ValidationError):
	"""The customer may not owe more; the message says why, and who may allow it."""


@dataclass
class Answer:
	"""`outcome`: one of OK, WARN, OVERRIDDEN (what would be BLOCK raises). `reasons` are sentences in the user's language."""

	limit: Decimal
	owed: Decimal
	overdue_days: int
	outcome: str = OK
	reasons: list[str] = field(default_factory=list)


def check_credit(customer: str, amount: float | Decimal = 0, override_reason: str = "") -> Answer:
	"""Say whether the customer may owe `amount` more.

	Tells a person of a warning. Raises CreditExceeded where the settings block, unless the session's user has the role
	that may override and says why: then a comment on the customer keeps who did it and why.
	"""
	answer = _answer(customer, exact(amount))
	if not answer.reasons:
		return answer
	role = settings.of("credit_override_role")
	if settings.of("credit_check") != "Block":
		answer.outcome = WARN
		frappe.msgprint("<br>".join(answer.reasons), title=_("Credit Limit"), indicator="orange")
	elif tidy(override_reason) and role in frappe.get_roles():
		answer.outcome = OVERRIDDEN
		_keep(customer, answer, tidy(override_reason))
	else:
		_refuse(answer, role)
	return answer


def warn_of_limit(customer: Document, method: str | None = None) -> None:
	"""Tell who lowers the limit of a customer below what it owes; for doc_events."""
	limit, owed = exact(customer.credit_limit), exact(customer.total_debt)
	if customer.is_new() or not customer.has_value_changed("credit_limit") or not ZERO < limit < owed:
		return
	message = _("This customer owes {0} already, more than the new limit.").format(shown(owed))
	frappe.msgprint(message, title=_("Credit Limit"), indicator="orange")


def _answer(customer: str, amount: Decimal) -> Answer:
	doc = frappe.get_doc(CUSTOMER, customer)
	limit = exact(terms.effective(doc)["credit_limit"]["value"])
	answer = Answer(limit, exact(doc.total_debt), overdue_days(customer))
	if limit and answer.owed + amount > limit:
		sentence = _("{0} would owe {1}; the limit is {2}.")
		answer.reasons.append(_of(doc, sentence, shown(answer.owed + amount), shown(limit)))
	most = cint(frappe.get_cached_doc(settings.SETTINGS).credit_overdue_days)
	if most and answer.overdue_days > most:
		sentence = _("{0} has debts that are overdue for {1} days; {2} are allowed.")
		answer.reasons.append(_of(doc, sentence, answer.overdue_days, most))
	return answer


def _of(customer: Document, sentence: str, *values) -> str:
	return sentence.format(frappe.bold(escape_html(customer.customer_name)), *values)


def overdue_days(customer: str) -> int:
	"""Return for how many days the oldest open debt of the customer is overdue today."""
	debt = frappe.qb.DocType(DEBT)
	is_open = (debt.customer == customer) & (debt.outstanding_amount > 0)
	[(oldest,)] = frappe.qb.from_(debt).select(Min(debt.due_date)).where(is_open).run()
	return max(date_diff(nowdate(), oldest), 0) if oldest else 0


def _refuse(answer: Answer, role: str) -> None:
	remedy = _("Collect first, or ask somebody with the role {0} to allow it.").format(frappe.bold(_(role)))
	frappe.throw("<br>".join([*answer.reasons, remedy]), CreditExceeded, title=_("Credit Limit"))


def _keep(customer: str, answer: Answer, reason: str) -> None:
	said = " ".join([*answer.reasons, _("Allowed all the same: {0}").format(escape_html(reason))])
	frappe.get_doc(CUSTOMER, customer).add_comment("Info", said)
