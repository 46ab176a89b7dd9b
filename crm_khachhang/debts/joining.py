"""What debts add to the customers package, which does not know them: they join by hooks (see hooks.py)."""

import frappe
from frappe import _

from crm_khachhang.customers import many
from crm_khachhang.debts.balances import DEBT, ENTRY, PAYMENT

# What carries the trace of the customer that it was posted for.
TRACED = (ENTRY, DEBT, PAYMENT)


def holders() -> list[dict]:
	"""Return that what stands in the ledger keeps its customer from being deleted; for `kh_customer_holders`."""
	trace = "crm_khachhang.debts.joining.keep_trace"
	drafts = {"filters": {"docstatus": ("!=", 0)}, "otherwise": "goes"}
	return [
		{
			"doctype": ENTRY,
			"fieldname": "customer",
			"reason": _("Lines of the debt ledger"),
			"on_merge": trace,
		},
		{"doctype": DEBT, "fieldname": "customer", **drafts},
		{"doctype": PAYMENT, "fieldname": "customer", **drafts},
		{"doctype": "KH Debt Reminder", "fieldname": "customer", "on_delete": "goes", "as_log": True},
	]


def keep_trace(losers: list[str], master: str) -> None:
	"""Write into everything posted for the losers whose it was, before the merge gives it to the master.

	What was moved before keeps the first customer's code: that is the one on paper.
	"""
	for doctype in TRACED:
		table = frappe.qb.DocType(doctype)
		for some in many.chunks(losers):
			query = frappe.qb.update(table).set(table.moved_from, table.customer)
			query.where(table.customer.isin(some) & table.moved_from.isnull()).run()
