"""What debts add to the customers package, which does not know them: they join by hooks (see hooks.py)."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.customers import many
from crm_khachhang.debts.balances import DEBT, ENTRY, PAYMENT

# What carries the trace of the customer that it was posted for.
TRACED = (ENTRY, DEBT, PAYMENT)

ON_SHEET = (
	"name",
	"debt_type",
	"description",
	"posting_date",
	"due_date",
	"amount",
	"outstanding_amount",
	"status",
)


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


def sheets(customer: Document) -> list[dict]:
	"""Return the sheet of the customer's debts that the user may read, latest first; for `kh_customer_sheets`."""
	if not frappe.has_permission(DEBT, "read"):
		return []
	meta = frappe.get_meta(DEBT)
	heads = [_("Debt"), *(_(meta.get_label(field), context=DEBT) for field in ON_SHEET[1:])]
	debts = frappe.get_list(
		DEBT,
		filters={"customer": customer.name, "docstatus": ("!=", 2)},
		fields=list(ON_SHEET),
		order_by="posting_date desc, name desc",
		limit_page_length=0,
	)
	return [
		{
			"title": _("Debts"),
			"heads": heads,
			"rows": [[_shown(debt, field) for field in ON_SHEET] for debt in debts],
		}
	]


def _shown(debt: dict, field: str):
	return _(debt[field]) if field in ("debt_type", "status") and debt[field] else debt[field]
