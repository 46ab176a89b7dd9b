"""Which money pays which debt. Pure where it counts; reads what is open with locks, so that it is what it is now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate

from crm_khachhang.customers import many
from crm_khachhang.debts.balances import DEBT, PAYMENT
from crm_khachhang.debts.money import ZERO, exact


@dataclass(frozen=True)
class Open:
	"""A debt with what is open of it, or a payment with the credit that is left of it."""

	name: str
	amount: Decimal
	posting_date: date
	due_date: date | None = None


def spread(amount: Decimal, among: Iterable[Open]) -> list[tuple[Open, Decimal]]:
	"""Return how `amount` goes into what is open, one after the other; what is left over stays out."""
	parts = []
	for one in among:
		if amount <= ZERO:
			break
		part = min(amount, one.amount)
		parts.append((one, part))
		amount -= part
	return parts


def open_debts(customer: str, until) -> list[Open]:
	"""Return the debts of the customer, posted until that day, of which something is open; the oldest due date first."""
	found = {"customer": customer, "docstatus": 1, "outstanding_amount": (">", 0)}
	names = frappe.get_all(DEBT, found, pluck="name", order_by=None)
	debts = [
		debt for debt in debts_named(names) if debt.amount > ZERO and debt.posting_date <= getdate(until)
	]
	return sorted(debts, key=lambda debt: (debt.due_date, debt.posting_date, debt.name))


def open_credits(customer: str, until) -> list[Open]:
	"""Return the payments of the customer, posted until that day, of which something is left; the oldest first."""
	found = {"customer": customer, "docstatus": 1, "unallocated_amount": (">", 0)}
	names = frappe.get_all(PAYMENT, found, pluck="name", order_by=None)
	rows = _locked(PAYMENT, names, ("name", "unallocated_amount", "posting_date"))
	payments = [Open(name, exact(amount), posted) for name, amount, posted in rows]
	left = [one for one in payments if one.amount > ZERO and one.posting_date <= getdate(until)]
	return sorted(left, key=lambda one: (one.posting_date, one.name))


def debts_named(names: Sequence[str]) -> list[Open]:
	"""Return the debts with what is open of them now."""
	rows = _locked(DEBT, names, ("name", "outstanding_amount", "posting_date", "due_date"))
	return [Open(name, exact(amount), posted, due) for name, amount, posted, due in rows]


def _locked(doctype: str, names: Sequence[str], fields: Sequence[str]) -> list[tuple]:
	"""Read documents by name as they are now: others may have changed them since this transaction began.

	By name only rows are locked; a condition would lock the gaps beside them, where others insert.
	"""
	table, rows = frappe.qb.DocType(doctype), []
	for some in many.chunks(sorted(names)):
		query = frappe.qb.from_(table).select(*[table[field] for field in fields])
		rows += query.where(table.name.isin(some)).for_update().run()
	return rows
