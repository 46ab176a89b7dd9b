"""The proof: everything that is derived, against the sums of the ledger. Repairs derived numbers, never the ledger.

For each customer: sum of the ledger = what is open of its debts - what is left of its payments = `total_debt`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Sum
from pypika.terms import Term

from crm_khachhang.background import checkpoint
from crm_khachhang.debts import balances, ledger
from crm_khachhang.debts.balances import CUSTOMER, DEBT, ENTRY, PAYMENT, WRITE_OFF

ZERO = Decimal(0)


@dataclass(frozen=True)
class Difference:
	"""A derived number that is not what the ledger says."""

	doctype: str
	name: str
	fieldname: str
	stored: Decimal
	right: Decimal


def differences() -> Iterator[Difference]:
	"""Yield every derived number that is wrong, in the order of documents. Reads the whole ledger, in sums."""
	yield from _compare(DEBT, "outstanding_amount", _sums("debt"))
	yield from _compare(DEBT, "written_off_amount", _written_off())
	yield from _compare(PAYMENT, "unallocated_amount", _sums("payment", -1))
	yield from _compare(CUSTOMER, "total_debt", _sums("customer"))


def repair(found: Difference) -> None:
	"""Set one number to what the ledger says now, while nobody posts for its customer; commits."""
	customer = found.name
	if found.doctype != CUSTOMER:
		customer = frappe.db.get_value(found.doctype, found.name, "customer")
	ledger.hold(customer)
	_REPAIRS[found.doctype](found.name)
	frappe.clear_document_cache(found.doctype, found.name)
	checkpoint()


def _compare(doctype: str, fieldname: str, sums: dict[str, Decimal]) -> Iterator[Difference]:
	"""Both sides whole in memory: a number for each document that has one."""
	table = frappe.qb.DocType(doctype)
	stored = dict(
		frappe.qb.from_(table).select(table.name, table[fieldname]).where(table[fieldname] != 0).run()
	)
	for name in sorted(sums.keys() | stored.keys()):
		said, right = _decimal(stored.get(name)), sums.get(name, ZERO)
		if said != right:
			yield Difference(doctype, name, fieldname, said, right)


def _sums(fieldname: str, sign: int = 1) -> dict[str, Decimal]:
	entry = frappe.qb.DocType(ENTRY)
	key = entry[fieldname]
	query = frappe.qb.from_(entry).select(key, Sum(entry.amount)).where(key.isnotnull()).groupby(key)
	return {name: sign * _decimal(amount) for name, amount in query.run() if amount}


def _written_off() -> dict[str, Decimal]:
	entry, payment = frappe.qb.DocType(ENTRY), frappe.qb.DocType(PAYMENT)
	query = frappe.qb.from_(entry).join(payment).on(payment.name == entry.voucher_no)
	query = query.select(entry.debt, Sum(entry.amount)).where(payment.payment_type == WRITE_OFF)
	return {name: -_decimal(amount) for name, amount in query.groupby(entry.debt).run() if amount}


def _decimal(amount) -> Decimal:
	return Decimal(str(amount)) if amount else ZERO


def _repair_debt(name: str) -> None:
	balances.derive_debts([name])


def _repair_customer(name: str) -> None:
	_set(CUSTOMER, name, "total_debt", balances.sum_of("customer", name))
	_set(CUSTOMER, name, "overdue_debt", balances.overdue_of(name))


def _set(doctype: str, name: str, fieldname: str, value: Term) -> None:
	table = frappe.qb.DocType(doctype)
	frappe.qb.update(table).set(table[fieldname], value).where(table.name == name).run()


_REPAIRS: dict[str, Callable[[str], None]] = {
	DEBT: _repair_debt,
	PAYMENT: balances.derive_payment,
	CUSTOMER: _repair_customer,
}
