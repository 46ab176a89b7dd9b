"""Money that came, by person and time; money that is to come, by week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika import Case

from crm_khachhang.care.reports.periods import WEEK, Span, part_of
from crm_khachhang.debts.balances import DEBT, PAYMENT
from crm_khachhang.debts.money import total
from crm_khachhang.debts.payments import RECEIVE, USE_CREDIT
from crm_khachhang.debts.reports import whose

A_WEEK = timedelta(weeks=1)


def collected(
	span: Span, filters: dict[str, str], by_creator: bool
) -> list[tuple[str | None, date, int, float, float]]:
	"""Return (person, day, number of payments, amount, credit that paid debts) of the money received in the period.

	Credit that is used is no money that comes: it came before, and was counted then.

	The person is the customer's owner, or who entered the payment.
	"""
	payment, customer = frappe.qb.DocType(PAYMENT), whose.table()
	person = payment.owner if by_creator else customer.account_manager
	query = frappe.qb.from_(payment).join(customer).on(customer.name == payment.customer)
	query = query.where(payment.posting_date[span.first : span.last])
	query = query.where(payment.payment_type.isin([RECEIVE, USE_CREDIT]) & (payment.docstatus == 1))
	if filters.get("method"):
		query = query.where(payment.method == filters["method"])
	is_money = payment.payment_type == RECEIVE
	number, amount = _sum_if(is_money, 1), _sum_if(is_money, payment.amount)
	netted = _sum_if(payment.payment_type == USE_CREDIT, payment.amount)
	query = query.select(person, payment.posting_date, number, amount, netted)
	return list(whose.narrow(query, filters).groupby(person, payment.posting_date).run())


@dataclass(frozen=True)
class Week:
	"""What is expected in a week that begins on `first`; None: overdue. `is_rest`: in that week and all later ones."""

	first: date | None
	number: int
	amount: float
	promised: float
	is_rest: bool = False


def expected(today: date, weeks: int, filters: dict[str, str]) -> list[Week]:
	"""Return what is overdue, what falls due in each of so many weeks from this one on, and what later."""
	first = part_of(today, WEEK)
	parts: dict[date | None, list[tuple[int, float, float]]] = {}
	for day, *numbers in _expected_days(filters):
		week = None if day < today else min(part_of(day, WEEK), first + weeks * A_WEEK)
		parts.setdefault(week, []).append(tuple(numbers))
	return [_week(key, parts.get(key, []), key == first + weeks * A_WEEK) for key in _keys(first, weeks)]


def _keys(first: date, weeks: int) -> Iterator[date | None]:
	yield None
	yield from (first + number * A_WEEK for number in range(weeks + 1))


def _week(first: date | None, numbers: list[tuple[int, float, float]], is_rest: bool) -> Week:
	count, amounts, promised = (
		(list(column) for column in zip(*numbers, strict=True)) if numbers else ([], [], [])
	)
	return Week(first, sum(count), float(total(amounts)), float(total(promised)), is_rest)


def _expected_days(filters: dict[str, str]) -> list[tuple[date, int, float, float]]:
	"""(day on which to expect it, number of debts, what is open, what of it is promised for that day)."""
	debt, customer = frappe.qb.DocType(DEBT), whose.table()
	is_promised = debt.promised_on.isnotnull() & (debt.promised_on > debt.due_date)
	day = Case().when(is_promised, debt.promised_on).else_(debt.due_date)
	query = frappe.qb.from_(debt).where((debt.outstanding_amount > 0) & (debt.docstatus == 1))
	if conditions := whose.conditions(filters):
		query = query.join(customer).on(customer.name == debt.customer)
		for condition in conditions:
			query = query.where(condition)
	promised = _sum_if(is_promised, debt.outstanding_amount)
	return list(query.select(day, Count("*"), Sum(debt.outstanding_amount), promised).groupby(day).run())


def _sum_if(condition: Any, amount: Any) -> Any:
	return Sum(Case().when(condition, amount).else_(0))
