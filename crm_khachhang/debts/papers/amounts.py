"""Amounts on papers: as the company's currency is written, đồng without decimals whatever the site's lists show."""

import frappe
from frappe.utils import fmt_money

from crm_khachhang.debts.money import currency, decimals


def money(amount: float | None) -> str:
	"""Return an amount with its currency."""
	return fmt_money(amount or 0, precision=digits(), currency=currency(), format=_format())


def number(amount: float | None) -> str:
	"""Return an amount for a column of a table; "" for nothing."""
	return fmt_money(amount, precision=digits(), format=_format()).strip() if amount else ""


def digits() -> int:
	"""Return how many decimals are shown."""
	found = _format()
	return _decimals_of(found) if found else decimals()


def _decimals_of(number_format: str) -> int:
	"""How many decimals a format has: "#.###" none, "#,###.##" two."""
	separators = [sign for sign in number_format if sign != "#"]
	last = len(number_format) - 1 - max(map(number_format.rfind, separators), default=-1)
	return last if len(set(separators)) > 1 or (separators and last != 3) else 0


def _format() -> str | None:
	return frappe.get_cached_value("Currency", currency(), "number_format")
