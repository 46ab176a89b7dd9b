"""How reports of debts show columns, sums and vouchers."""

from collections.abc import Iterable
from math import fsum

import frappe
from frappe import _
from frappe.utils import formatdate

from crm_khachhang.care.reports.words import column, names_of_people
from crm_khachhang.customers import many
from crm_khachhang.debts import buckets
from crm_khachhang.debts.balances import CUSTOMER, DEBT, PAYMENT
from crm_khachhang.debts.money import currency, decimals

__all__ = ["column", "names_of_people"]

DAY = "dd/MM/yyyy"


def money_column(fieldname: str, label: str, width: int = 150) -> dict:
	"""Return a column of amounts."""
	return column(fieldname, label, width, "Currency", align="right")


def added(amounts: Iterable[float], digits: int | None = None) -> float:
	"""Return the sum of amounts, rounded to the decimals of the currency (`digits`, for who adds very often).

	Nothing is rounded before: the same as in decimals, in a fraction of the time.
	"""
	return round(fsum(amounts), decimals() if digits is None else digits)


def number(label: str, value: float, indicator: str = "") -> dict:
	"""Return an amount of the line of figures above a report."""
	shown = {"label": label, "value": value, "datatype": "Currency", "currency": currency()}
	return shown | ({"indicator": indicator} if indicator else {})


def labels_of(days: tuple[int, ...], by_posting_date: bool = False) -> list[str]:
	"""Return the heads of the columns of the buckets that these days end."""
	first, *others = buckets.labels(days)
	return [_("Posted That Day") if by_posting_date else first, *others]


def customers_of(names: Iterable[str]) -> dict[str, tuple[str, str | None]]:
	"""Return {customer: (its name, its owner)}."""
	table, found = frappe.qb.DocType(CUSTOMER), {}
	query = frappe.qb.from_(table).select(table.name, table.customer_name, table.account_manager)
	written = query.where(many.is_one_of(table.name)).get_sql()
	for some in many.chunks(sorted(set(names))):
		found |= {name: (title, owner) for name, title, owner in frappe.db.sql(written, [some])}
	return found


def shown_day(day) -> str:
	"""Return a day as people read it."""
	return formatdate(day, DAY) if day else ""


def description(kind: str, details: dict | None) -> str:
	"""Return what a voucher was for, in words."""
	if not details:
		return _(kind)
	if kind == DEBT:
		return details["description"] or _(details["debt_type"])
	if kind == PAYMENT:
		what = _(details["payment_type"])
		more = [_(details["method"] or ""), details["reference_no"], details["reason"]]
		return " · ".join(part for part in (what, *more) if part)
	return _(kind)
