"""The kinds of payments: what each may say, and the lines that it posts.

| type       | what it does                                                                                   |
|------------|------------------------------------------------------------------------------------------------|
| Receive    | money comes: it pays debts, and what is left over is credit of the customer                     |
| Use Credit | credit that is left of earlier payments pays debts                                              |
| Refund     | credit goes back to the customer                                                                |
| Write Off  | nobody pays: open debts are given up                                                            |
"""

from collections import Counter
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Sum
from frappe.utils import getdate

from crm_khachhang.customers import fields
from crm_khachhang.customers.text import tidy
from crm_khachhang.debts import allocation, messages, rules
from crm_khachhang.debts.allocation import Open
from crm_khachhang.debts.balances import PAYMENT
from crm_khachhang.debts.ledger import ENTRY, Line
from crm_khachhang.debts.money import ZERO, exact, shown, total

RECEIVE, USE_CREDIT, REFUND, WRITE_OFF = "Receive", "Use Credit", "Refund", "Write Off"
TAKE_CREDIT = (USE_CREDIT, REFUND)
OF_MONEY = (RECEIVE, REFUND)

# What the amount of a payment does to what the customer owes.
SIGNS = {RECEIVE: -1, USE_CREDIT: 0, REFUND: 1, WRITE_OFF: -1}


def prepare(payment: Document) -> None:
	"""Fill or check the rows of a payment as the debts are now, and say what is left over."""
	if payment.payment_type not in OF_MONEY:
		# No money moves: the form hides how it came, and the default of the field would tell of a transfer.
		payment.update({"method": None, "reference_no": None})
	if payment.payment_type != REFUND:
		_fill(payment) if payment.oldest_first else _check_rows(payment)
	_check_kind(payment)
	payment.unallocated_amount = float(left_over(payment))


def prepare_rows(payment: Document) -> None:
	"""Before Frappe looks at the links of the rows: drop those that are filled anew, and say in words which debts cannot be."""
	if payment.oldest_first or payment.payment_type == REFUND:
		payment.set("allocations", [])
	else:
		_check_debts(payment)


def left_over(payment: Document) -> Decimal:
	"""Return what a payment leaves as credit of the customer."""
	return exact(payment.amount) - _allocated(payment) if payment.payment_type == RECEIVE else ZERO


def lines(payment: Document) -> list[Line]:
	"""Return the lines that the payment posts."""
	posted = [Line(-exact(row.amount), debt=row.debt, due_date=row.due_date) for row in payment.allocations]
	if payment.payment_type == RECEIVE:
		posted.append(Line(-left_over(payment), payment=payment.name))
	if payment.payment_type in TAKE_CREDIT:
		posted += [Line(part, payment=one.name) for one, part in _credit_taken(payment)]
	return posted


def check_credit_is_left(payment: Document) -> None:
	"""Refuse to cancel a payment whose credit other vouchers have used."""
	entry = frappe.qb.DocType(ENTRY)
	users = (
		frappe.qb.from_(entry)
		.select(entry.voucher_no)
		.where((entry.payment == payment.name) & (entry.voucher_no != payment.name))
		.groupby(entry.voucher_no)
		.having(Sum(entry.amount) != 0)
		.run(pluck=True)
	)
	if users:
		frappe.throw(_(messages.CREDIT_USED).format(", ".join(sorted(users))))


def _fill(payment: Document) -> None:
	"""Rows for the oldest due dates; others than those that were there only where the debts have changed."""
	debts = allocation.open_debts(payment.customer, payment.posting_date)
	if not debts and payment.payment_type != RECEIVE:
		fields.refuse(payment, "customer", messages.NOTHING_TO_PAY)
	for debt, part in allocation.spread(exact(payment.amount), debts):
		row = {"debt": debt.name, "amount": float(part), "due_date": debt.due_date}
		payment.append("allocations", row | {"outstanding_amount": float(debt.amount)})


def _check_rows(payment: Document) -> None:
	names = [row.debt for row in payment.allocations]
	debts = {debt.name: debt for debt in allocation.debts_named(names)}
	for row in payment.allocations:
		rules.check_amount(row)
		_check_row(payment, row, debts.get(row.debt))
	if payment.payment_type == RECEIVE and _allocated(payment) > exact(payment.amount):
		_refuse(payment, messages.MORE_THAN_PAID, _allocated(payment), exact(payment.amount))


def _check_debts(payment: Document) -> None:
	"""Each debt once, submitted, and of this customer: of others nothing is told."""
	names = [row.debt for row in payment.allocations]
	times = Counter(names)
	for row in payment.allocations:
		if times[row.debt] > 1:
			fields.refuse(row, "debt", messages.DEBT_TWICE)
	found = frappe.get_all(
		"KH Debt", {"name": ("in", names), "customer": payment.customer}, ["name", "docstatus"], order_by=None
	)
	states = {debt.name: debt.docstatus for debt in found}
	for row in payment.allocations:
		if row.debt not in states:
			fields.refuse(row, "debt", messages.NO_SUCH_DEBT)
		if states[row.debt] != 1:
			fields.refuse(row, "debt", messages.DEBT_NOT_SUBMITTED)


def _check_row(payment: Document, row: Document, debt: Open | None) -> None:
	if not debt or debt.amount <= ZERO:
		fields.refuse(row, "debt", messages.DEBT_PAID)
	if exact(row.amount) > debt.amount:
		fields.refuse(row, "amount", _(messages.MORE_THAN_OPEN).format(shown(debt.amount)))
	if debt.posting_date > getdate(payment.posting_date):
		fields.refuse(row, "debt", messages.PAID_BEFORE_OWED)
	row.update({"due_date": debt.due_date, "outstanding_amount": float(debt.amount)})


def _check_kind(payment: Document) -> None:
	"""What only some kinds must say."""
	if payment.payment_type == WRITE_OFF:
		_check_write_off(payment)
	if payment.payment_type in TAKE_CREDIT:
		_credit_taken(payment)
	if payment.payment_type in (USE_CREDIT, WRITE_OFF) and _allocated(payment) != exact(payment.amount):
		if payment.oldest_first:
			_refuse(payment, messages.MORE_THAN_OWED, _allocated(payment))
		_refuse(payment, messages.ROWS_MUST_SUM_UP, _allocated(payment), exact(payment.amount))


def _check_write_off(payment: Document) -> None:
	payment.reason = tidy(payment.reason)
	if not payment.reason:
		fields.refuse(payment, "reason", messages.REASON_MISSING)
	role = rules.write_off_role()
	if role not in frappe.get_roles():
		frappe.throw(_(messages.MAY_NOT_WRITE_OFF).format(frappe.bold(_(role))), frappe.PermissionError)


def _credit_taken(payment: Document) -> list[tuple[Open, Decimal]]:
	"""Which earlier payments the credit comes from, the oldest first. Refuses more than there is."""
	credits = allocation.open_credits(payment.customer, payment.posting_date)
	there_is = sum((one.amount for one in credits), ZERO)
	if exact(payment.amount) > there_is:
		_refuse(payment, messages.MORE_THAN_CREDIT, there_is)
	return allocation.spread(exact(payment.amount), credits)


def _allocated(payment: Document) -> Decimal:
	return total(row.amount for row in payment.allocations)


def _refuse(payment: Document, message: str, *amounts: Decimal) -> None:
	fields.refuse(payment, "amount", _(message).format(*map(shown, amounts)))


def credit_of(customer: str) -> Decimal:
	"""Return the credit of the customer that is left of all payments."""
	rows = frappe.get_all(
		PAYMENT,
		{"customer": customer, "docstatus": 1, "unallocated_amount": (">", 0)},
		pluck="unallocated_amount",
		order_by=None,
	)
	return total(rows)
