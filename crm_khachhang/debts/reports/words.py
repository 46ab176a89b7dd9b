"""How reports of debts show columns, sums and vouchers."""

from collections.abc import Iterable
from math import fsum

import frappe
from frappe import _
from frappe.utils import formatdate

from crm_khachhang.care.reports.words import column, names_of_people
from crm_khachhang.customers import many
from crm_khachhang.debts.balances import CUSTOMER, DEBT, PAYMENT
from crm_khachhang.debts.money import currency, decimals
from crm_khachhang.debts.reports.buckets import Bucket

__all__ = ["column", "names_of_people"]

DAY = "dd/MM/yyyy"


def money_column(fieldname: str, label: str, width: int = 130) -> dict:
	"""Return a column of amounts."""
	return column(fieldname, label, width, "Currency")


def added(amounts: Iterable[float], digits: int | None = None) -> float:
	"""Return the sum of amounts, rounded to the decimals of the currency (`digits`, for who adds very often).

	Nothing is rounded before: the same as in decimals, in a fraction of the time.
	"""
	return round(fsum(amounts), decimals() if digits is None else digits)


def number(label: str, value: float, indicator: str = "") -> dict:
	"""Return an amount of the line of figures above a report."""
	shown = {"label": label, "value": value, "datatype": "Currency", "currency": currency()}
	return shown | ({"indicator": indicator} if indicator else {})


def label_of(bucket: Bucket, by_posting_date: bool = False) -> str:
	"""Return the head of the column of a bucket."""
	if bucket.first is None:
		return _("Posted That Day") if by_posting_date else _("Not Due Yet")
	if bucket.last is None:
		return _("Over {0} Days").format(bucket.first - 1)
	return _("{0}–{1} Days").format(bucket.first, bucket.last)


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
