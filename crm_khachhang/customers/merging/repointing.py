"""Lets everything that names the losers name the master: one statement for each field of the site."""

import frappe
from frappe import _

from crm_khachhang.customers import holders, references
from crm_khachhang.customers.holders import CUSTOMER, MOVES
from crm_khachhang.customers.references import Reference

MOST_NAMED = 5


class MergeConflict(frappe.ValidationError):
	"""Documents of which a customer can have only one: the merge stops, and a person decides."""


def repoint(losers: list[str], master: str) -> None:
	"""Move every document of the losers to the master.

	First come the functions that holders registered with `on_merge`. Raises MergeConflict when a unique field
	of some app does not let two documents name one customer.
	"""
	found = references.to(CUSTOMER)
	for function in _functions(found):
		frappe.get_attr(function)(losers, master)
	for reference in found:
		if reference.meta.issingle:
			_repoint_single(reference, losers, master)
		else:
			_repoint_table(reference, losers, master)


def _functions(found: list[Reference]) -> list[str]:
	"""Each once, of holders whose field this site has."""
	fields = {(reference.table, reference.fieldname) for reference in found}
	registered = (h for h in holders.registry().values() if h.key[1:] in fields and h.on_merge != MOVES)
	return list(dict.fromkeys(holder.on_merge for holder in registered))


def _repoint_table(reference: Reference, losers: list[str], master: str) -> None:
	table = frappe.qb.DocType(reference.table)
	query = frappe.qb.update(table).set(table[reference.fieldname], master)
	try:
		query.where(reference.condition(table, losers)).run()
	except Exception as error:
		if not frappe.db.is_unique_key_violation(error):
			raise
		_refuse(reference, [master, *losers])


def _repoint_single(reference: Reference, losers: list[str], master: str) -> None:
	if reference.single_value() in losers:
		frappe.db.set_single_value(reference.table, reference.fieldname, master, update_modified=False)


def _refuse(reference: Reference, names: list[str]) -> None:
	query, table = holders.rows_naming(reference, names)
	document = table.parent if reference.meta.istable else table.name
	rows = query.select(document).distinct().orderby(document).limit(MOST_NAMED).run(pluck=True)
	frappe.throw(
		_(
			"{0}: {1} of these customers cannot belong to one customer, because the field or index is unique. "
			"Delete or change all but one, then merge again. Nothing was changed."
		).format(frappe.bold(_(reference.table)), frappe.utils.escape_html(", ".join(map(str, rows)))),
		MergeConflict,
		title=_("Customers Cannot Be Merged"),
	)
