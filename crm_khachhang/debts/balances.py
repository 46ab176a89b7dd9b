"""What is derived from the ledger: what is open of a debt, the credit of a payment, what a customer owes.

Posting adds to them in the transaction of the lines. `checking` proves them against the ledger.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

import frappe
from frappe.model.document import Document
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Sum
from frappe.utils import nowdate
from pypika.terms import Term

from crm_khachhang.customers import fields, many

CUSTOMER, DEBT, PAYMENT = "KH Customer", "KH Debt", "KH Debt Payment"
ENTRY = "KH Debt Ledger Entry"
SETTINGS = "KH Settings"
WRITE_OFF = "Write Off"

# The index in which the open debts of a customer lie together.
OF_CUSTOMER = "kh_customer_outstanding_amount_due_date"

# Of more documents than this, all of the kind leave the cache at once.
MOST_FORGOTTEN = 50

OPEN = ("Unpaid", "Partly Paid", "Overdue")


def add(postings: Iterable[tuple[Document, Sequence]]) -> None:
	"""Add the lines of vouchers (ledger.Line) to the debts, payments and customers that they name."""
	debts, written_off, payments, customers = (defaultdict(Decimal) for _column in range(4))
	for voucher, lines in postings:
		customers[voucher.customer] += sum(line.amount for line in lines)
		for line in lines:
			if line.debt:
				debts[line.debt] += line.amount
			if line.debt and voucher.get("payment_type") == WRITE_OFF:
				written_off[line.debt] -= line.amount
			if line.payment:
				payments[line.payment] -= line.amount
	_add_to_debts(debts, written_off)
	_add(PAYMENT, "unallocated_amount", payments)
	_add_to_customers(customers)


def _add_to_debts(amounts: dict[str, Decimal], written_off: dict[str, Decimal]) -> None:
	_add(DEBT, "outstanding_amount", amounts)
	_add(DEBT, "written_off_amount", written_off)
	for some in many.chunks(sorted(amounts)):
		table = frappe.qb.DocType(DEBT)
		frappe.qb.update(table).set(table.status, status(table)).where(table.name.isin(some)).run()
	_forget(DEBT, amounts)


def _add(doctype: str, fieldname: str, amounts: dict[str, Decimal]) -> None:
	"""Add to one column of several documents, with one statement for each chunk."""
	table = frappe.qb.DocType(doctype)
	for some in many.chunks(sorted(amounts)):
		added = _each(table, some, amounts)
		query = frappe.qb.update(table).set(table[fieldname], table[fieldname] + added)
		query.where(table.name.isin(some)).run()
	_forget(doctype, amounts)


def _add_to_customers(amounts: dict[str, Decimal]) -> None:
	table = frappe.qb.DocType(CUSTOMER)
	for some in many.chunks(sorted(amounts)):
		# Of one customer the database need not compare.
		whose = table.name if len(some) > 1 else some[0]
		query = frappe.qb.update(table).set(table.total_debt, table.total_debt + _each(table, some, amounts))
		query.set(table.overdue_debt, overdue_of(whose)).where(table.name.isin(some)).run()
	_forget(CUSTOMER, amounts)


def _each(table, names: Sequence[str], amounts: dict[str, Decimal]) -> Term:
	"""An expression on the table: the amount of each of the documents."""
	amount = Case()
	for name in names:
		amount = amount.when(table.name == name, str(amounts[name]))
	return amount


def derive_debts(names: list[str]) -> None:
	"""Take what is open of these debts anew from the ledger, as it is now."""
	debt = frappe.qb.DocType(DEBT)
	query = frappe.qb.update(debt).set(debt.outstanding_amount, sum_of("debt", debt.name))
	query = query.set(debt.written_off_amount, _written_off_of(debt)).set(debt.status, status(debt))
	query.where(debt.name.isin(names)).run()


def derive_payment(name: str) -> None:
	"""Take what is left of this payment anew from the ledger, as it is now."""
	table = frappe.qb.DocType(PAYMENT)
	query = frappe.qb.update(table).set(table.unallocated_amount, 0 - sum_of("payment", name))
	query.where(table.name == name).run()


def sum_of(fieldname: str, value: str | Term) -> Term:
	"""Return a subquery: the sum of the lines of a debt, a payment or a customer, or of those of a column."""
	entry = frappe.qb.DocType(ENTRY)
	return Coalesce(frappe.qb.from_(entry).select(Sum(entry.amount)).where(entry[fieldname] == value), 0)


def _written_off_of(debt) -> Term:
	entry, payment = frappe.qb.DocType(ENTRY), frappe.qb.DocType(PAYMENT)
	query = frappe.qb.from_(entry).join(payment).on(payment.name == entry.voucher_no)
	is_write_off = (entry.debt == debt.name) & (payment.payment_type == WRITE_OFF)
	return Coalesce(query.select(0 - Sum(entry.amount)).where(is_write_off), 0)


def overdue_of(customer: str | Term) -> Term:
	"""Return a subquery: what is open and overdue today of a customer, or of the customer of a column."""
	debt = frappe.qb.DocType(DEBT).as_("overdue")
	is_overdue = (debt.outstanding_amount > 0) & (debt.due_date < nowdate())
	# Of many customers at once the database would read all that is overdue for each of them.
	of_customer = (
		frappe.qb.from_(debt).force_index(OF_CUSTOMER).where((debt.customer == customer) & is_overdue)
	)
	return Coalesce(of_customer.select(Sum(debt.outstanding_amount)), 0)


def open_of(customer: str) -> Decimal:
	"""Return what is open of the customer's debts, whatever credit there is as well."""
	debt = frappe.qb.DocType(DEBT)
	query = frappe.qb.from_(debt).where((debt.customer == customer) & (debt.outstanding_amount > 0))
	[[amount]] = query.select(Coalesce(Sum(debt.outstanding_amount), 0)).run()
	return Decimal(str(amount))


def status(debt) -> Term:
	"""Return an expression on the table KH Debt: the status that follows from its amounts and today's date."""
	is_closed = debt.outstanding_amount == 0
	return (
		Case()
		.when(debt.docstatus == 0, "Draft")
		.when(debt.docstatus == 2, "Cancelled")
		.when(is_closed & (debt.written_off_amount > 0), "Written Off")
		.when(is_closed, "Paid")
		.when(debt.due_date < nowdate(), "Overdue")
		.when(debt.outstanding_amount < debt.amount, "Partly Paid")
		.else_("Unpaid")
	)


def _forget(doctype: str, names: Collection[str]) -> None:
	if len(names) > MOST_FORGOTTEN:
		frappe.clear_document_cache(doctype)
		return
	for name in names:
		frappe.clear_document_cache(doctype, name)


def fits(amount: Decimal) -> bool:
	"""Return whether the database can hold the amount."""
	return abs(amount) < fields.TOO_LARGE
