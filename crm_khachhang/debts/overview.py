"""What the form of a customer shows of its debts, as they are today whatever the last sweep said."""

import frappe
from frappe.model.document import Document
from frappe.utils import date_diff, nowdate

from crm_khachhang.customers import terms
from crm_khachhang.debts import buckets
from crm_khachhang.debts.balances import DEBT, PAYMENT
from crm_khachhang.debts.money import total
from crm_khachhang.debts.payments import credit_of

# So many open debts and last vouchers are shown; the lists have the rest.
SHOWN, LAST = 50, 10

OPEN_FIELDS = (
	"name",
	"debt_type",
	"description",
	"posting_date",
	"due_date",
	"amount",
	"outstanding_amount",
	"promised_on",
)


def of(customer: Document) -> dict:
	"""Return totals, ages, open debts and the last vouchers of a customer; empty for who may not read debts.

	total, overdue, credit, limit: amounts. ages: [{label, amount}] for each bucket. debts: the open ones, the oldest
	due date first, with days_overdue; `more` is how many are not shown. vouchers: the last ones of both kinds.
	"""
	if not frappe.has_permission(DEBT, "read"):
		return {}
	rows, credit = _open(customer.name), credit_of(customer.name)
	days = buckets.ends()
	return {
		"total": float(total(row.outstanding_amount for row in rows) - credit),
		"overdue": float(total(row.outstanding_amount for row in rows if row.days_overdue > 0)),
		"credit": float(credit),
		"limit": terms.effective(customer)["credit_limit"]["value"] or 0,
		"ages": _ages(rows, days),
		"debts": rows[:SHOWN],
		"more": max(len(rows) - SHOWN, 0),
		"vouchers": _last(customer.name),
	}


def _open(customer: str) -> list:
	rows = frappe.get_all(
		DEBT,
		{"customer": customer, "docstatus": 1, "outstanding_amount": (">", 0)},
		OPEN_FIELDS,
		order_by="due_date, posting_date, name",
	)
	for row in rows:
		row.days_overdue = max(date_diff(nowdate(), row.due_date), 0)
	return rows


def _ages(rows: list, days: tuple[int, ...]) -> list[dict]:
	labels = buckets.labels(days)
	amounts = [[] for _label in labels]
	for row in rows:
		amounts[buckets.index(row.days_overdue, days)].append(row.outstanding_amount)
	return [
		{"label": label, "amount": float(total(some))} for label, some in zip(labels, amounts, strict=True)
	]


def _last(customer: str) -> list[dict]:
	"""The last debts and payments of the customer, drafts and cancelled ones as well, the newest first."""
	fields = ["name", "posting_date", "amount", "docstatus", "creation"]
	found = [
		{"doctype": doctype, "kind": row.pop(kind), **row}
		for doctype, kind in ((DEBT, "debt_type"), (PAYMENT, "payment_type"))
		for row in frappe.get_all(
			doctype,
			{"customer": customer},
			[*fields, kind],
			order_by="posting_date desc, creation desc",
			limit=LAST,
		)
	]
	return sorted(found, key=lambda row: (row["posting_date"], row["creation"]), reverse=True)[:LAST]
