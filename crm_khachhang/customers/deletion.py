"""Deleting one customer: what stands in the way, what goes along, and letting go of the rest.

`preview` is for dialogs; `release` is called whenever a customer is deleted, on every path.
"""

from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.access import customers as access
from crm_khachhang.customers import holders, references
from crm_khachhang.customers.holders import BLOCKS, CUSTOMER, GOES, GOES_IF_ONLY, LOSES, Holder
from crm_khachhang.customers.references import Reference


class CustomerHeld(frappe.LinkExistsError):
	"""A customer that documents hold, so that it cannot be deleted."""


def preview(names: list[str]) -> dict:
	"""Return what would happen if the session's user deleted the customers; those hidden are left out.

	`customers`: rows of name, customer_name and `reasons` (why it must stay; empty: it goes). `goes` and
	`loses`: rows of label and count for what goes along with those that go, and what loses its link.
	"""
	visible = access.visible_names(names)
	rows = frappe.get_all(
		CUSTOMER, {"name": ("in", list(visible) or [""])}, ["name", "customer_name"], order_by="name"
	)
	found = holders.find([row.name for row in rows])
	reasons = holders.reasons(found)
	for row in rows:
		row.reasons = reasons.get(row.name, [])
	going = [row.name for row in rows if not row.reasons]
	return {"customers": rows, **_totals([f for f in found if f.customer not in reasons], going)}


def delete(name: str) -> None:
	"""Delete the customer as the session's user.

	Raises frappe.DoesNotExistError, frappe.PermissionError (also for one that the user does not see) or
	CustomerHeld with the reasons.
	"""
	frappe.delete_doc(CUSTOMER, name, ignore_missing=False)


def release(customer: Document) -> None:
	"""Let go of everything that names the customer; raise CustomerHeld when something must keep it."""
	check(customer)
	registered = holders.registry()
	if customer.get("primary_contact"):  # else the customer itself holds the contact that goes with it
		customer.db_set("primary_contact", None, update_modified=False)
	found = {(r.table, r.fieldname): r for r in references.to(CUSTOMER)}
	for holder in sorted(registered.values(), key=lambda holder: holder.on_delete == GOES_IF_ONLY):
		reference = found.get((holder.table or holder.doctype, holder.fieldname))
		if reference and not holder.by_frappe:
			_let_go(holder, reference, customer.name)


def check(customer: Document) -> None:
	"""Raise CustomerHeld, naming kinds and numbers of the documents that hold the customer."""
	reasons = holders.blockers([customer.name]).get(customer.name)
	if reasons:
		frappe.throw(
			_(
				"Customer {0} cannot be deleted because these documents need it: {1}. "
				"Delete or change them first, or set the customer to Inactive."
			).format(
				frappe.bold(frappe.utils.escape_html(customer.customer_name or customer.name)),
				", ".join(reasons),
			),
			CustomerHeld,
			title=_("Customer Is in Use"),
		)


def _totals(found: list[holders.Found], going: list[str]) -> dict[str, list[dict]]:
	totals = {GOES: Counter(), LOSES: Counter()}
	for one in found:
		if one.effect == GOES_IF_ONLY:
			continue
		totals[one.effect][one.holder.label] += one.count
	for holder in {one.holder.key: one.holder for one in found if one.effect == GOES_IF_ONLY}.values():
		only, shared = _parents(holder, going)
		totals[GOES][holder.label] += len(only)
		totals[LOSES][holder.label] += len(shared)
	return {
		effect: [{"label": label, "count": count} for label, count in sorted(counts.items()) if count]
		for effect, counts in totals.items()
	}


def _parents(holder: Holder, names: list[str]) -> tuple[list[str], list[str]]:
	"""Return the contacts (or addresses) that name only these customers, and those that name others too."""
	link = frappe.qb.DocType(holder.table)
	ours = (
		frappe.qb.from_(link)
		.select(link.parent)
		.where((link.parenttype == holder.doctype) & (link.link_doctype == CUSTOMER))
		.where(link.link_name.isin(names or [""]))
	)
	rows = (
		frappe.qb.from_(link)
		.select(link.parent, link.link_doctype, link.link_name)
		.where((link.parenttype == holder.doctype) & link.parent.isin(ours))
		.run()
	)
	shared = {parent for parent, doctype, name in rows if doctype != CUSTOMER or name not in names}
	return sorted({row[0] for row in rows} - shared), sorted(shared)


def _let_go(holder: Holder, reference: Reference, name: str) -> None:
	effect = holder.otherwise if holder.on_delete == BLOCKS else holder.on_delete
	if effect == GOES_IF_ONLY:
		_let_go_of_links(holder, name)
	elif effect == GOES:
		_delete(holder, reference, name)
	elif effect == LOSES:
		_clear(reference, name)


def _delete(holder: Holder, reference: Reference, name: str) -> None:
	"""Delete documents one by one, each by its own rules; rows of logs and child tables in one statement."""
	query, table = holders.rows_naming(reference, [name])
	names = query.select(table.name).run(pluck=True)
	if holder.as_log or reference.meta.istable:
		frappe.db.delete(reference.table, {"name": ("in", names or [""])})
		return
	for document in names:
		frappe.delete_doc(holder.doctype, document, ignore_permissions=True)


def _clear(reference: Reference, name: str) -> None:
	table = frappe.qb.DocType(reference.table)
	query = frappe.qb.update(table).set(table[reference.fieldname], None)
	if reference.kind_field:
		query = query.set(table[reference.kind_field], None)
	query.where(reference.condition(table, [name])).run()


def _let_go_of_links(holder: Holder, name: str) -> None:
	only, shared = _parents(holder, [name])
	for parent in only:
		if not _deleted(holder.doctype, parent):
			shared.append(parent)
	for parent in shared:
		document = frappe.get_doc(holder.doctype, parent)
		links = [link for link in document.links if (link.link_doctype, link.link_name) != (CUSTOMER, name)]
		document.set("links", links)
		document.save(ignore_permissions=True)


def _deleted(doctype: str, name: str) -> bool:
	"""Return whether the document could be deleted; other apps' documents may need it: then it stays."""
	frappe.db.savepoint("kh_deleting_link")
	messages = len(frappe.local.message_log)
	try:
		frappe.delete_doc(doctype, name, ignore_permissions=True)
		return True
	except frappe.LinkExistsError:
		frappe.db.rollback(save_point="kh_deleting_link")
		del frappe.local.message_log[messages:]
		return False
