"""The ledger beneath debts and payments: lines are added, never changed, never deleted.

What a debt leaves open, what a payment leaves as credit and what a customer owes are sums of it (`balances`). A voucher
posts when it is submitted, and posts the opposite when it is cancelled. Whoever posts holds the customer (`hold`) until
the transaction ends, so two vouchers of one customer never count with the same money.

Vouchers of later releases post here as well: `post(voucher, [Line(amount, debt=…)])` raises or lowers a debt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now

from crm_khachhang.customers import many
from crm_khachhang.debts import balances, messages
from crm_khachhang.debts.balances import CUSTOMER, ENTRY

COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx"),
	*("customer", "posting_date", "voucher_type", "voucher_no"),
	*("amount", "debt", "payment", "due_date", "reverses"),
)


@dataclass(frozen=True)
class Line:
	"""`amount` raises (below zero: lowers) what is open of `debt`, or uses up (gives) the credit of `payment`."""

	amount: Decimal
	debt: str | None = None
	payment: str | None = None
	due_date: date | None = None
	reverses: str | None = field(default=None, compare=False)


def hold(customer: str | None) -> bool:
	"""Let nobody else post for the customer until the transaction ends; False if there is no such customer.

	Every voucher does it before it locks anything else: so two wait for each other, and never in a circle.
	"""
	table = frappe.qb.DocType(CUSTOMER)
	return bool(frappe.qb.from_(table).select(table.name).where(table.name == customer).for_update().run())


def hold_all(customers: Iterable[str]) -> None:
	"""Do what `hold` does for many customers, in the order in which an import locks them."""
	table = frappe.qb.DocType(CUSTOMER)
	for some in many.chunks(sorted(set(customers))):
		query = frappe.qb.from_(table).select(table.name).where(table.name.isin(some))
		query.orderby(table.name).for_update().run()


def post(voucher: Document, lines: Sequence[Line]) -> None:
	"""Add the lines of a voucher of `voucher.customer` on its `posting_date`, and bring the balances along."""
	post_all([(voucher, lines)])


def post_all(postings: Sequence[tuple[Document, Sequence[Line]]]) -> None:
	"""Do what `post` does for many vouchers, in a few statements."""
	postings = [(voucher, [line for line in lines if line.amount]) for voucher, lines in postings]
	rows = [_row(voucher, line) for voucher, lines in postings for line in lines]
	many.insert(f"tab{ENTRY}", COLUMNS, rows)
	balances.add(postings)


def reverse(voucher: Document) -> None:
	"""Add the opposite of all lines of the voucher, on its own date. Doing it twice adds nothing."""
	post(voucher, [_opposite(row) for row in _standing(voucher)])


def check_not_posted(voucher: Document) -> None:
	"""Refuse to delete what stands in the ledger."""
	if frappe.db.exists(ENTRY, {"voucher_no": voucher.name, "voucher_type": voucher.doctype}):
		frappe.throw(_(messages.IN_THE_LEDGER), frappe.LinkExistsError)


def _row(voucher: Document, line: Line) -> tuple:
	moment, user = now(), frappe.session.user
	return (
		*(frappe.generate_hash(length=12), moment, moment, user, user, 0, 0),
		*(voucher.customer, voucher.posting_date, voucher.doctype, voucher.name),
		*(line.amount, line.debt, line.payment, line.due_date, line.reverses),
	)


def _opposite(row) -> Line:
	return Line(-row.amount, row.debt, row.payment, row.due_date, row.name)


def _standing(voucher: Document) -> list:
	"""The lines of the voucher that nothing reverses yet."""
	entry = frappe.qb.DocType(ENTRY)
	of_voucher = (entry.voucher_type == voucher.doctype) & (entry.voucher_no == voucher.name)
	rows = (
		frappe.qb.from_(entry)
		.select(entry.name, entry.amount, entry.debt, entry.payment, entry.due_date, entry.reverses)
		.where(of_voucher)
		.run(as_dict=True)
	)
	reversed_ones = {row.reverses for row in rows if row.reverses}
	for row in rows:
		row.amount = Decimal(str(row.amount))
	return [row for row in rows if not row.reverses and row.name not in reversed_ones]
