"""Amounts of money: exact decimals, in the one currency of the site, with as many decimals as it has."""

from collections.abc import Iterable
from decimal import Decimal

import frappe
from frappe.utils import cint, flt, fmt_money, get_number_format_info

ZERO = Decimal(0)


def exact(amount: float | Decimal | str | None, precision: int | None = None) -> Decimal:
	"""Return the amount as a decimal, rounded to the decimals of the currency (or `precision`)."""
	digits = decimals() if precision is None else precision
	# Frappe rounds as System Settings say; a float of less than 10^12 shows its decimals exactly.
	return Decimal(repr(flt(amount, digits))) if amount else ZERO


def total(amounts: Iterable[float | Decimal | None]) -> Decimal:
	"""Return the sum, without the drift that floats have."""
	digits = decimals()
	return sum((exact(amount, digits) for amount in amounts), ZERO)


def shown(amount: float | Decimal | None) -> str:
	"""Return an amount with its currency, as people read it: đồng without decimals whatever else the site shows."""
	return fmt_money(float(amount or 0), decimals(), currency(), _number_format())


def number(amount: float | Decimal | None) -> str:
	"""Return an amount for a column of a table; "" for nothing."""
	return fmt_money(float(amount), decimals(), format=_number_format()).strip() if amount else ""


def decimals() -> int:
	"""Return how many decimals an amount has: as the system says, else as the currency is written; none for đồng."""
	stated = frappe.db.get_default("currency_precision")
	if stated not in (None, ""):
		return cint(stated)
	_point, _comma, digits = get_number_format_info(_number_format())
	return digits


def _number_format() -> str:
	of_currency = frappe.get_cached_value("Currency", currency(), "number_format")
	return of_currency or frappe.db.get_default("number_format") or "#.###"


def currency() -> str:
	"""Return the currency of the site, in which all debts are."""
	return frappe.db.get_default("currency") or "VND"
