"""How old was what was open on a day: sums of the ledger until then.

Every line says when its debt is due, so what is open of a customer in a bucket is the sum of its lines whose debts are due in
those days; nobody need know what is open of single debts. The database sums in the order of an index that holds all
of it. Where single debts are asked for, or their age from the posting date, it sums by debt.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Max, Min, Sum
from pypika import Case
from pypika.queries import QueryBuilder
from pypika.terms import Function

from crm_khachhang.debts.balances import ENTRY
from crm_khachhang.debts.reports import whose
from crm_khachhang.debts.reports.buckets import Bucket

# MariaDB would rather look for the day, and then sort a million lines.
OF_CUSTOMERS = "kh_customer_posting_date_amount_due_date_debt"


@dataclass(frozen=True)
class Asked:
	"""What an aging report asks: the day, the buckets, the filters of customers, whether debts age from their posting."""

	as_of: date
	buckets: list[Bucket]
	filters: dict[str, str]
	by_posting_date: bool = False


def by_customer(asked: Asked) -> list[tuple]:
	"""Return (customer, credit that nothing is paid with yet, what is open in each bucket …) of customers with either.

	Amounts are floats, None for nothing.
	"""
	return _by_customer_from_posting(asked) if asked.by_posting_date else _by_customer(asked)


def by_debt(asked: Asked) -> list[tuple[str, str, date, date, float]]:
	"""Return (customer, debt, posting date, due date, what is open) of each open debt, the longest due first."""
	entry = frappe.qb.DocType(ENTRY)
	query = _lines(asked, entry).where(entry.debt.isnotnull()).groupby(entry.debt)
	query = query.select(Max(entry.customer), entry.debt, Min(entry.posting_date), Max(entry.due_date))
	rows = query.select(Sum(entry.amount)).having(Sum(entry.amount) != 0).run()
	return sorted(rows, key=lambda row: (row[3], row[2], row[1]))


def place(asked: Asked, row: tuple) -> int:
	"""Return into which of the buckets a row of `by_debt` belongs."""
	days = (asked.as_of - row[2 if asked.by_posting_date else 3]).days
	return next(at for at, bucket in enumerate(asked.buckets) if bucket.holds(days))


def _by_customer(asked: Asked) -> list[tuple]:
	entry = frappe.qb.DocType(ENTRY)
	sums = [_sum(entry, _is_due_in(entry, bucket, asked.as_of)) for bucket in asked.buckets]
	credit = _sum(entry, entry.debt.isnull(), 0 - entry.amount)
	query = _lines(asked, entry, OF_CUSTOMERS).select(entry.customer, _in_one_cell([credit, *sums]))
	rows = query.groupby(entry.customer).run()
	return [(customer, *amounts) for customer, cell in rows if any(amounts := _amounts(cell))]


def _in_one_cell(amounts: list) -> Any:
	"""The amounts as one text: the driver takes longer to read a hundred thousand rows of eight cells than MariaDB to sum
	a million lines."""
	return Function("CONCAT_WS", ",", *(Coalesce(amount, "") for amount in amounts))


def _amounts(cell: str) -> list[float | None]:
	return [float(amount) if amount else None for amount in cell.split(",")]


def _by_customer_from_posting(asked: Asked) -> list[tuple]:
	found = {
		customer: [customer, credit, *(None for _ in asked.buckets)] for customer, credit in credits(asked)
	}
	for debt in by_debt(asked):
		row = found.setdefault(debt[0], [debt[0], None, *(None for _ in asked.buckets)])
		at = 2 + place(asked, debt)
		row[at] = (row[at] or 0.0) + debt[4]
	return [tuple(row) for row in found.values()]


def credits(asked: Asked) -> list[tuple[str, float]]:
	"""Return (customer, credit that nothing is paid with yet), where there is some."""
	entry = frappe.qb.DocType(ENTRY)
	query = _lines(asked, entry).where(entry.debt.isnull()).groupby(entry.customer)
	query = query.select(entry.customer, 0 - Sum(entry.amount))
	return list(query.having(Sum(entry.amount) != 0).run())


def _sum(entry: Any, condition: Any, amount: Any = None) -> Any:
	"""The sum of those lines; the others are nothing, which costs less to add than zero."""
	return Sum(Case().when(condition, entry.amount if amount is None else amount))


def _is_due_in(entry: Any, bucket: Bucket, as_of: date) -> Any:
	earliest, latest = bucket.due_between(as_of)
	if earliest is None:
		return entry.due_date <= latest
	return entry.due_date >= earliest if latest is None else entry.due_date[earliest:latest]


def _lines(asked: Asked, entry: Any, index: str = "") -> QueryBuilder:
	"""The lines until the day, of the customers of the report."""
	conditions, customer = whose.conditions(asked.filters), whose.table()
	query = frappe.qb.from_(entry).where(entry.posting_date <= asked.as_of)
	query = query.force_index(index) if index else query
	if conditions:
		query = query.join(customer).on(customer.name == entry.customer)
	for condition in conditions:
		query = query.where(condition)
	return query
