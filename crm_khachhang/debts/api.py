"""Endpoints of debts: typed, permission first, thin."""

import frappe

from crm_khachhang.access.arguments import flat, record
from crm_khachhang.access.customers import check_permission
from crm_khachhang.debts import charts, overview
from crm_khachhang.debts.balances import DEBT, PAYMENT

CUSTOMER = "KH Customer"

DEBT_FIELDS = ("debt_type", "amount", "posting_date", "due_date", "description")
PAYMENT_FIELDS = ("payment_type", "amount", "posting_date", "method", "reference_no", "reason")


@frappe.whitelist()
def get_debts(customer: str) -> dict:
	"""Return the debts of a customer as its form shows them; see `overview.of`."""
	check_permission(customer)
	frappe.has_permission(DEBT, "read", throw=True)
	return overview.of(frappe.get_doc(CUSTOMER, customer))


@frappe.whitelist(methods=["POST"])
def record_debt(customer: str, debt: dict | str) -> dict:
	"""Post a debt; return its name, and the debts of the customer."""
	check_permission(customer)
	given = flat(debt, "debt")
	values = {field: given.get(field) for field in DEBT_FIELDS if given.get(field) is not None}
	return _posted(DEBT, customer, values)


@frappe.whitelist(methods=["POST"])
def record_payment(customer: str, payment: dict | str, rows: dict | str | None = None) -> dict:
	"""Post a payment; return its name, and the debts of the customer. `rows`: {debt: amount}, else the oldest first."""
	check_permission(customer)
	given = flat(payment, "payment")
	values = {field: given.get(field) for field in PAYMENT_FIELDS if given.get(field) is not None}
	if rows is not None:
		chosen = record(rows, "rows").items()
		values["allocations"] = [{"debt": str(debt), "amount": amount} for debt, amount in chosen]
		values["oldest_first"] = 0
	return _posted(PAYMENT, customer, values)


@frappe.whitelist()
def chart(**_settings) -> dict:
	"""Return the ages of all debts that the session's user sees, for the workspace."""
	frappe.has_permission(DEBT, "read", throw=True)
	return charts.ages()


def _posted(doctype: str, customer: str, values: dict) -> dict:
	doc = frappe.get_doc({"doctype": doctype, "customer": customer} | values)
	doc.insert()
	doc.submit()
	return {"name": doc.name, "debts": overview.of(frappe.get_doc(CUSTOMER, customer))}
