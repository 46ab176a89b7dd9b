"""What the print formats show. Documents carry it into their templates, which ask for it only where they show it:

`doc.kh_debts.statement`, `doc.kh_debts.confirmation` of a KH Customer, `doc.kh_receipt` of a KH Debt Payment, `doc.kh_request` of
a KH Debt.

The period is that of `doc.flags.kh_period`, a pair of days, for who prints by program (a reminder with its statement);
else the request's (`kh_from_date`, `kh_to_date`); else this year until today.
"""

from datetime import date
from functools import cached_property

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from crm_khachhang.access.checks import require
from crm_khachhang.access.customers import check_permission
from crm_khachhang.care.reports.periods import Span
from crm_khachhang.customers import report_filters
from crm_khachhang.debts import money as amounts
from crm_khachhang.debts import payments
from crm_khachhang.debts.balances import DEBT
from crm_khachhang.debts.money import currency, exact
from crm_khachhang.debts.papers import qr
from crm_khachhang.debts.papers.company import Company, company, place_and_day
from crm_khachhang.debts.reports import movements
from crm_khachhang.debts.reports.words import shown_day
from crm_khachhang.vietnam.amount_in_words import in_words

FIRST, LAST = "kh_from_date", "kh_to_date"


def offer(customer: Document, *_arguments) -> None:
	"""Let the print formats of a customer ask for its debts; before each print."""
	customer.kh_debts = Debts(customer)


def offer_receipt(payment: Document, *_arguments) -> None:
	"""Let the print format of a payment ask for its words; before each print."""
	payment.kh_receipt = Receipt(payment)


def offer_request(debt: Document, *_arguments) -> None:
	"""Let the print format of a debt ask for what is to be paid; before each print."""
	debt.kh_request = Request(debt)


class Paper:
	"""What all papers have: the company, today, and amounts as people read them."""

	@cached_property
	def company(self) -> Company:
		return company()

	@cached_property
	def day(self) -> str:
		return place_and_day(getdate(today()))

	@property
	def currency(self) -> str:
		return currency()

	def money(self, amount: float) -> str:
		"""Return an amount with its currency."""
		return amounts.shown(amount)

	def number(self, amount: float | None) -> str:
		"""Return an amount for a column of a table; nothing for nothing."""
		return amounts.number(amount)

	def words(self, amount: float) -> str:
		"""Return an amount in Vietnamese words."""
		return in_words(exact(amount), currency())

	def date(self, day: date | str | None) -> str:
		return shown_day(day)


class Debts(Paper):
	"""The debts of a customer in a period; asking for them needs the right to read debts."""

	def __init__(self, customer: Document):
		self.customer = customer

	@cached_property
	def span(self) -> Span:
		return period_of(self.customer)

	@cached_property
	def statement(self) -> movements.Statement:
		require(DEBT, "read")
		return movements.statement(self.customer.name, self.span)

	@property
	def confirmation(self) -> movements.Statement:
		"""The same figures, which the letter shows in other words."""
		return self.statement

	@cached_property
	def to_pay(self) -> float:
		"""What the customer owes at the end of the period; 0 when it is in credit."""
		return max(self.statement.closing, 0.0)

	@cached_property
	def qr(self) -> str:
		"""The picture of the QR code for what the customer owes; "" without an account, without a debt, in other money."""
		return qr.picture(qr.to_pay(self.company.account, exact(self.to_pay), self.customer.name))


class Request(Paper):
	"""What is still to be paid of a debt, with the code that pays it."""

	def __init__(self, debt: Document):
		self.debt = debt

	@cached_property
	def customer(self) -> Document:
		return check_permission(self.debt.customer)

	@cached_property
	def to_pay(self) -> float:
		"""What is open of a debt; of a draft all that it says."""
		return self.debt.outstanding_amount if self.debt.docstatus else self.debt.amount

	@property
	def paid(self) -> float:
		return float(exact(self.debt.amount) - exact(self.to_pay))

	@cached_property
	def qr(self) -> str:
		"""The picture of the QR code; "" for what nobody owes: a draft, a cancelled or paid debt."""
		if self.debt.docstatus != 1:
			return ""
		return qr.picture(qr.to_pay(self.company.account, exact(self.to_pay), self.debt.name))


class Receipt(Paper):
	"""A payment and its customer, in the words of its kind."""

	def __init__(self, payment: Document):
		self.payment = payment

	@cached_property
	def customer(self) -> Document:
		return check_permission(self.payment.customer)

	@property
	def title(self) -> str:
		titles = {
			payments.RECEIVE: _("Receipt"),
			payments.REFUND: _("Payment Voucher"),
			payments.USE_CREDIT: _("Use of Credit"),
			payments.WRITE_OFF: _("Write-off Record"),
		}
		return titles[self.payment.payment_type]

	@property
	def who(self) -> str:
		if self.payment.payment_type == payments.RECEIVE:
			return _("Paid By")
		return _("Paid To") if self.payment.payment_type == payments.REFUND else _("Customer")

	@property
	def reason(self) -> str:
		"""What the payment is for: its own words, else those of its kind."""
		reasons = {
			payments.RECEIVE: _("Payment of debts"),
			payments.REFUND: _("Credit paid back"),
			payments.USE_CREDIT: _("Credit used for debts"),
			payments.WRITE_OFF: _("Debts given up"),
		}
		return self.payment.reason or reasons[self.payment.payment_type]

	@property
	def left_over(self) -> float:
		"""What of the money paid no debt when it came."""
		return float(payments.left_over(self.payment))

	@cached_property
	def day(self) -> str:
		return place_and_day(getdate(self.payment.posting_date))

	@property
	def signs(self) -> list[tuple[str, str]]:
		"""Who signs: (title, name)."""
		people = [
			(_("Director"), self.company.director),
			(_("Chief Accountant"), self.company.accountant),
			(_("Prepared By"), ""),
		]
		if self.payment.payment_type in (payments.RECEIVE, payments.REFUND):
			people.append((self.who, ""))
		return people


def period_of(document: Document) -> Span:
	"""Return the days that a paper is about."""
	first, last = document.flags.kh_period or (frappe.form_dict.get(FIRST), frappe.form_dict.get(LAST))
	return checked_period(first, last)


def checked_period(first: date | str | None, last: date | str | None) -> Span:
	"""Return the days from `first` to `last`; this year until today without them. Throws for what is no period."""
	end = report_filters.day(last, today())
	begin = report_filters.day(first, end.replace(month=1, day=1))
	report_filters.check_order(begin, end)
	return Span(begin, end)
