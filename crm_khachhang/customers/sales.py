"""Sales facts: what the documents that sell tell about a customer. Tiers and the last purchase come from them.

An invoice records its sale when it is submitted and reverses it when it is cancelled; returned goods are a
sale of an amount below zero and of no order. Facts are only ever added: a reversal is a fact as well.
"""

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Max, Sum
from frappe.utils import cint, flt, getdate

FACT = "KH Sales Fact"
CUSTOMER = "KH Customer"


def record(
	customer: str,
	posting_date,
	amount: float,
	orders: int = 1,
	voucher_type: str | None = None,
	voucher_no: str | None = None,
) -> str:
	"""Add a sale of `amount` (in the site's currency) and return the name of its fact.

	`orders` says for how many orders it counts: one, or none for a correction or returned goods. Rights are
	the caller's matter: whoever may submit the voucher sells.
	"""
	fact = frappe.new_doc(FACT)
	fact.update(
		{
			"customer": customer,
			"posting_date": getdate(posting_date),
			"amount": flt(amount),
			"orders": cint(orders),
			"voucher_type": voucher_type,
			"voucher_no": voucher_no,
		}
	)
	fact.insert(ignore_permissions=True)
	if fact.orders > 0:
		_move_last_purchase(customer, fact.posting_date)
	return fact.name


def reverse(voucher_type: str, voucher_no: str) -> int:
	"""Take back what the voucher recorded, each sale on its own date; return how many sales there were.

	Doing it twice takes nothing back twice.
	"""
	sales = _of_voucher(voucher_type, voucher_no)
	for sale in sales:
		record(sale.customer, sale.posting_date, -sale.amount, -sale.orders, voucher_type, voucher_no)
	for customer in sorted({sale.customer for sale in sales}):
		refresh_last_purchase(customer)
	return len(sales)


def refresh_last_purchase(customer: str) -> None:
	"""Set the date of the customer's last purchase to that of the newest sale that was not reversed."""
	frappe.db.get_value(CUSTOMER, customer, "name", for_update=True)
	fact = frappe.qb.DocType(FACT)
	# A locking read: the sale of another transaction that was committed meanwhile counts as well.
	dates = (
		frappe.qb.from_(fact)
		.select(Max(fact.posting_date))
		.where(fact.customer == customer)
		.groupby(fact.voucher_type, fact.voucher_no, fact.posting_date)
		.having(Sum(fact.orders) > 0)
		.for_update()
		.run(pluck=True)
	)
	frappe.db.set_value(
		CUSTOMER, customer, "last_purchase_date", max(dates, default=None), update_modified=False
	)


def keep_last_purchase(customer: Document) -> None:
	"""A form that was opened before a sale does not set the date back; one without sales may be imported."""
	if customer.is_new() or not customer.has_value_changed("last_purchase_date"):
		return
	if frappe.db.exists(FACT, {"customer": customer.name}):
		customer.last_purchase_date = customer.get_doc_before_save().last_purchase_date


def _move_last_purchase(customer: str, posting_date) -> None:
	"""In one statement, so that of two sales at the same time the later date stays."""
	table = frappe.qb.DocType(CUSTOMER)
	earlier = table.last_purchase_date.isnull() | (table.last_purchase_date < posting_date)
	query = frappe.qb.update(table).set(table.last_purchase_date, posting_date)
	query.where((table.name == customer) & earlier).run()


def _of_voucher(voucher_type: str, voucher_no: str) -> list:
	fact = frappe.qb.DocType(FACT)
	amount, orders = Sum(fact.amount), Sum(fact.orders)
	return (
		frappe.qb.from_(fact)
		.select(fact.customer, fact.posting_date, amount.as_("amount"), orders.as_("orders"))
		.where((fact.voucher_type == voucher_type) & (fact.voucher_no == voucher_no))
		.groupby(fact.customer, fact.posting_date)
		.having((amount != 0) | (orders != 0))
		.for_update()
		.run(as_dict=True)
	)
