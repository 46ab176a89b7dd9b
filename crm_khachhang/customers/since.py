"""What was made or changed around customers since a moment: what a deletion would take along without a word.

A customer's own `modified` says nothing of its appointments, contacts, comments and files.
"""

from collections.abc import Iterator
from datetime import datetime

import frappe

from crm_khachhang.customers import holders, references
from crm_khachhang.customers.holders import CUSTOMER, Holder
from crm_khachhang.customers.references import Reference


def around(moments: dict[str, datetime]) -> dict[str, list[str]]:
	"""Return {customer: ["Contact (2)", …]} of those with anything newer than their moment in `moments`.

	A query for each kind of document, however many customers. Journals of the app do not count, nor what it made by
	itself and nobody has touched; what blocks a deletion anyway says so there.
	"""
	found: dict[str, list[str]] = {}
	if not moments:
		return found
	registered = holders.registry().values()
	for reference in references.to(CUSTOMER):
		for holder in registered:
			if (holder.table or holder.doctype, holder.fieldname) != (reference.table, reference.fieldname):
				continue
			for customer, count in _newer(holder, reference, moments):
				found.setdefault(customer, []).append(f"{holder.label} ({count})")
	return found


def _newer(holder: Holder, reference: Reference, moments: dict[str, datetime]) -> Iterator[tuple[str, int]]:
	"""Yield the customers that newer documents of this kind name, with their number."""
	if holder.as_log:
		return
	query, table = holders.rows_naming(reference, list(moments))
	document = table
	if holder.table:
		document = frappe.qb.DocType(holder.doctype)
		query = query.join(document).on(
			(table.parent == document.name) & (table.parenttype == holder.doctype)
		)
	if holder.made_by_app:
		by_people = document[holder.made_by_app].isnull() | (document[holder.made_by_app] == "")
		query = query.where(by_people | (document.modified > document.creation))
	query = query.where(document.modified > min(moments.values()))
	rows = query.select(table[reference.fieldname], document.name, document.modified).run()
	newer = {(customer, name) for customer, name, modified in rows if modified > moments[customer]}
	customers = [customer for customer, _name in newer]
	for customer in sorted(set(customers)):
		yield customer, customers.count(customer)
