"""When a debt must be paid."""

from collections.abc import Sequence
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate

from crm_khachhang.customers import many, terms

CUSTOMER = "KH Customer"

# What says of a customer how many days it has.
DECIDING = ("payment_days", "tier", "customer_group")

# More than that is a slip of the pen, and beyond the calendar some day.
MOST_DAYS = 36_500


def due_date(customer: str, posting_date) -> date:
	"""Return the posting date and the payment days that hold for the customer: its own, its tier's, group's, settings'."""
	return _after(posting_date, frappe.get_doc(CUSTOMER, customer))


def set_many(debts: Sequence[Document]) -> None:
	"""Give the due date to debts without one: one query for their customers, few for their tiers and groups."""
	debts = [debt for debt in debts if not debt.due_date]
	table, known = frappe.qb.DocType(CUSTOMER), {}
	for some in many.chunks([debt.customer for debt in debts]):
		query = frappe.qb.from_(table).select(table.name, *(table[field] for field in DECIDING))
		for customer in query.where(table.name.isin(some)).run(as_dict=True):
			known[customer.name] = customer
	found: dict[tuple, date] = {}
	for debt in debts:
		customer = known[debt.customer]
		key = (getdate(debt.posting_date), *(customer[field] for field in DECIDING))
		if key not in found:
			found[key] = _after(debt.posting_date, customer)
		debt.due_date = found[key]


def _after(posting_date, customer) -> date:
	days = terms.effective(customer)["payment_days"]["value"]
	return getdate(posting_date) + timedelta(days=min(cint(days), MOST_DAYS))
