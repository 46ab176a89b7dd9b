"""The life of one debt between its form and the ledger."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Sum

from crm_khachhang.debts import allocation, messages
from crm_khachhang.debts.ledger import ENTRY, Line
from crm_khachhang.debts.money import exact

DERIVED = ("outstanding_amount", "written_off_amount", "status")


def lines(debt: Document) -> list[Line]:
	"""Return the line that a debt posts."""
	return [Line(exact(debt.amount), debt=debt.name, due_date=debt.due_date)]


def keep_derived(debt: Document) -> None:
	"""Nobody says what is open: a draft has nothing open yet, and posting adds to it."""
	debt.update({"outstanding_amount": 0, "written_off_amount": 0, "status": "Draft"})


def check_nothing_is_paid(debt: Document) -> None:
	"""Refuse to cancel a debt of which something is paid, used or written off."""
	(current,) = allocation.debts_named([debt.name])
	if current.amount != exact(debt.amount):
		frappe.throw(_(messages.HAS_PAYMENTS).format(", ".join(_payments_of(debt.name))))


def _payments_of(debt: str) -> list[str]:
	entry = frappe.qb.DocType(ENTRY)
	lowers = (entry.debt == debt) & (entry.voucher_no != debt)
	query = frappe.qb.from_(entry).select(entry.voucher_no).where(lowers).groupby(entry.voucher_no)
	return sorted(query.having(Sum(entry.amount) != 0).run(pluck=True))
