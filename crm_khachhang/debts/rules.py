"""What every voucher of debts must say: debts and payments alike."""

import re
from datetime import date
from decimal import Decimal

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from crm_khachhang.customers import fields
from crm_khachhang.debts import balances, messages, money, settings

# "1.500" is a thousand and a half to people here, and one and a half to a program.
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


def write_off_role() -> str:
	"""Return the role that may write debts off."""
	return settings.of("write_off_role")


def check_currency(voucher: Document) -> None:
	"""Fill the currency of the site; refuse another."""
	voucher.currency = voucher.currency or money.currency()
	if voucher.currency != money.currency():
		fields.refuse(voucher, "currency", messages.OTHER_CURRENCY)


def check_amount(doc: Document, fieldname: str = "amount") -> None:
	"""Round the amount to the decimals of the currency; refuse what is no amount, zero, below zero or too large."""
	value = doc.get(fieldname)
	if isinstance(value, bool) or not _is_number(value):
		fields.refuse(doc, fieldname, messages.NOT_AN_AMOUNT)
	amount = money.exact(value)
	if amount <= 0:
		fields.refuse(doc, fieldname, messages.NOT_ABOVE_ZERO)
	if not balances.fits(amount):
		fields.refuse(doc, fieldname, messages.TOO_LARGE_AMOUNT)
	doc.set(fieldname, float(amount))


def _is_number(value) -> bool:
	if isinstance(value, str) and _THOUSANDS.fullmatch(value.strip()):
		return False
	try:
		number = float(value)
	except (TypeError, ValueError):
		return value in (None, "")
	return number == number and abs(number) != float("inf")


def check_posting_date(voucher: Document) -> None:
	"""Refuse what is no date, the future, and closed books."""
	voucher.posting_date = voucher.posting_date or date.today()
	check_date(voucher, "posting_date")
	if getdate(voucher.posting_date) > getdate():
		fields.refuse(voucher, "posting_date", messages.POSTED_IN_FUTURE)
	check_period(voucher)


def check_period(voucher: Document) -> None:
	"""Refuse a date in closed books; for submitting and for cancelling, which posts on the same date."""
	locked_until = frappe.get_cached_doc(settings.SETTINGS).debts_locked_until
	if locked_until and getdate(voucher.posting_date) <= getdate(locked_until):
		fields.refuse(voucher, "posting_date", messages.PERIOD_CLOSED)


def check_date(doc: Document, fieldname: str) -> None:
	"""Refuse what is no date, and a date before 1900."""
	value = doc.get(fieldname)
	if not value:
		return
	if not fields.is_date(value):
		fields.refuse(doc, fieldname, messages.NOT_A_DATE)
	if date.fromisoformat(str(value)[:10]) < fields.EARLIEST_DATE:
		fields.refuse(doc, fieldname, messages.DATE_TOO_EARLY)


def check_due_date(debt: Document) -> None:
	"""Refuse to ask for money before it is owed."""
	check_date(debt, "due_date")
	if getdate(debt.due_date) < getdate(debt.posting_date):
		fields.refuse(debt, "due_date", messages.DUE_BEFORE_POSTING)


def check_total(voucher: Document, sign: int = 1) -> None:
	"""Refuse what would make the customer owe, or have as credit, more than the database can say.

	`sign` says what the amount does to what is owed: 1 raises it, -1 lowers it, 0 leaves it.
	"""
	check_sum(voucher, frappe.db.get_value(balances.CUSTOMER, voucher.customer, "total_debt"), sign)


def check_sum(voucher: Document, owed: float | None, sign: int = 1) -> None:
	"""Do the same of a customer who owes `owed`."""
	if not balances.fits(money.exact(owed) + sign * money.exact(voucher.amount)):
		fields.refuse(voucher, "amount", messages.TOO_LARGE_AMOUNT)


def check_open(voucher: Document, opened: Decimal) -> None:
	"""Refuse what would open more debts of the customer than the database can sum up, whatever credit there is as well."""
	if not balances.fits(balances.open_of(voucher.customer) + opened):
		fields.refuse(voucher, "amount", messages.TOO_LARGE_AMOUNT)
