"""What accounts did in a period: the ledger by vouchers. What sums to nothing moves nothing: a cancelled voucher, which is not
shown; and credit that was used for debts of the same customer, which a statement shows beside its sums.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.query_builder.functions import Max, Min, Sum
from pypika import Case

from crm_khachhang.care.reports.periods import Span
from crm_khachhang.debts.balances import DEBT, ENTRY, PAYMENT
from crm_khachhang.debts.money import decimals, exact, shown, total
from crm_khachhang.debts.reports import whose
from crm_khachhang.debts.reports.aging import OF_CUSTOMERS
from crm_khachhang.debts.reports.words import description

OF_DAYS = "kh_posting_date_voucher_type_customer_amount_voucher_no"


@dataclass(frozen=True)
class Movement:
	"""One voucher of a customer: `amount` raises (below zero: lowers) what is owed; `balance` is owed after it.

	`netted` is credit that paid debts: no money came, nothing else is owed.
	"""

	posting_date: date
	voucher_type: str
	voucher_no: str
	due_date: date | None
	description: str
	amount: float
	balance: float
	netted: float = 0.0


@dataclass(frozen=True)
class Statement:
	"""What a customer owed before a period, every movement in it, and what was owed at its end."""

	customer: str
	span: Span
	opening: float
	movements: list[Movement]

	@property
	def increase(self) -> float:
		return float(total(one.amount for one in self.movements if one.amount > 0))

	@property
	def decrease(self) -> float:
		return float(total(-one.amount for one in self.movements if one.amount < 0))

	@property
	def closing(self) -> float:
		return self.movements[-1].balance if self.movements else self.opening


def statement(customer: str, span: Span) -> Statement:
	"""Return the statement of a customer; who asks has checked that its reader sees the customer."""
	opening = owed_before(customer, span.first)
	rows = _vouchers(customer, span)
	details = _details(rows)
	digits = decimals()
	movements, balance = [], exact(opening, digits)
	for posted, kind, name, due, amount, of_debts in rows:
		balance += exact(amount, digits)
		due = due if kind == DEBT else None
		words, netted = description(kind, details.get((kind, name))), 0.0 if amount else -of_debts
		words = f"{words}: {shown(netted)}" if netted else words
		movements.append(Movement(posted, kind, name, due, words, amount, float(balance), netted))
	return Statement(customer, span, opening, movements)


def owed_before(customer: str, day: date) -> float:
	"""Return what the customer owed when the day began."""
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(entry).select(Sum(entry.amount))
	((amount,),) = query.where((entry.customer == customer) & (entry.posting_date < day)).run()
	return amount or 0.0


def summary(span: Span, filters: dict[str, str]) -> dict[str, list[float]]:
	"""Return {customer: [opening, increase, decrease]} of the customers that owed something or moved in the period."""
	openings, moved = dict(_openings(span, filters)), _moved(span, filters)
	nothing = [0.0, 0.0]
	return {
		customer: [openings.get(customer, 0.0), *moved.get(customer, nothing)]
		for customer in openings.keys() | moved.keys()
	}


def _openings(span: Span, filters: dict[str, str]) -> list[tuple[str, float]]:
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(entry).force_index(OF_CUSTOMERS)
	query = _of_customers(query, entry, filters).where(entry.posting_date < span.first)
	query = query.select(entry.customer, Sum(entry.amount)).groupby(entry.customer)
	return list(query.having(Sum(entry.amount) != 0).run())


def _moved(span: Span, filters: dict[str, str]) -> dict[str, list[float]]:
	"""{customer: [increase, decrease]} by vouchers; summed up here: the database would write them to a table first."""
	entry, moved = frappe.qb.DocType(ENTRY), defaultdict(lambda: [0.0, 0.0])
	query = _of_customers(frappe.qb.from_(entry).force_index(OF_DAYS), entry, filters)
	query = query.where(entry.posting_date[span.first : span.last])
	query = query.select(entry.customer, Sum(entry.amount)).groupby(entry.customer, entry.voucher_no)
	for customer, amount in query.having(Sum(entry.amount) != 0).run():
		moved[customer][amount < 0] += abs(amount)
	return moved


def _of_customers(query, entry, filters: dict[str, str]):
	conditions, customer = whose.conditions(filters), whose.table()
	if conditions:
		query = query.join(customer).on(customer.name == entry.customer)
	for condition in conditions:
		query = query.where(condition)
	return query


def _vouchers(customer: str, span: Span) -> list[tuple]:
	"""(posting date, voucher type, voucher, due date, amount, amount of debts) of what stands, in the order of posting."""
	entry = frappe.qb.DocType(ENTRY)
	amount, entered = Sum(entry.amount), Min(entry.creation)
	of_debts = Sum(Case().when(entry.debt.isnotnull(), entry.amount).else_(0))
	query = frappe.qb.from_(entry).where(entry.customer == customer)
	query = query.where(entry.posting_date[span.first : span.last])
	query = query.select(
		*(entry.posting_date, entry.voucher_type, entry.voucher_no, Max(entry.due_date), amount, of_debts)
	)
	query = query.groupby(entry.posting_date, entry.voucher_type, entry.voucher_no)
	query = query.having((amount != 0) | (of_debts != 0))
	return list(query.orderby(entry.posting_date).orderby(entered).orderby(entry.voucher_no).run())


def _details(rows: list[tuple]) -> dict[tuple[str, str], dict]:
	"""What the vouchers say of themselves, with one query for each kind that we know."""
	found = {}
	for kind, fields in DETAILS.items():
		names = [name for _posted, voucher_type, name, *_rest in rows if voucher_type == kind]
		if names:
			table = frappe.qb.DocType(kind)
			query = frappe.qb.from_(table).select(table.name, *(table[field] for field in fields))
			for row in query.where(table.name.isin(names)).run(as_dict=True):
				found[kind, row.name] = row
	return found


DETAILS = {
	DEBT: ("debt_type", "description"),
	PAYMENT: ("payment_type", "method", "reference_no", "reason"),
}
