"""Carries a merge out, within the caller's transaction: all of it, or nothing.

Frappe's own merge (`rename_doc`) is not called. It starts background work before the transaction is over,
which in some releases deletes the loser's comments even when the merge is rolled back, and it empties the
whole cache of the site for each loser. Its protocol is kept: other apps are told by before_rename,
after_rename (with merge=True), on_trash and after_delete.
"""

import frappe
from frappe import _
from frappe.model.delete_doc import check_if_doc_is_dynamically_linked, check_if_doc_is_linked
from frappe.model.document import Document
from frappe.utils import cstr, get_link_to_form, now_datetime

from crm_khachhang.access import customers as access
from crm_khachhang.access.roles import is_administrator
from crm_khachhang.customers import references, referrers
from crm_khachhang.customers.holders import CUSTOMER
from crm_khachhang.customers.merging import plan, tidying
from crm_khachhang.customers.merging.repointing import repoint

RECORD = "KH Customer Merge"

# MariaDB: a row that is to be locked has changed since this transaction read it.
RECORD_HAS_CHANGED = 1020


class CannotMerge(frappe.ValidationError):
	"""Customers that cannot be merged as asked; nothing was changed."""


class ChangedMeanwhile(frappe.TimestampMismatchError):
	"""A customer that somebody changed, merged or deleted after the session's user had looked at it."""


def get_customers(names: list[str], master: str | None = None) -> list[Document]:
	"""Return the customers that the session's user may merge, the master (or the first) in front.

	Raises frappe.PermissionError unless the user is a KH Manager who sees and may change all of them.
	"""
	if not is_administrator():
		frappe.throw(_("Only a KH Manager may merge customers."), frappe.PermissionError)
	names = list(dict.fromkeys(map(cstr, names)))
	master = master or next(iter(names), None)
	if not plan.LEAST <= len(names) <= plan.MOST or master not in names:
		frappe.throw(_("Choose {0} to {1} customers.").format(plan.LEAST, plan.MOST), CannotMerge)
	if access.visible_names(names) != set(names):
		frappe.throw(_("Some of these customers do not exist any more. Choose again."), ChangedMeanwhile)
	customers = [
		frappe.get_doc(CUSTOMER, n) for n in sorted(names, key=lambda n: (n != master, names.index(n)))
	]
	for customer in customers:
		customer.check_permission("write" if customer.name == master else "delete")
	return customers


def merge(
	names: list[str],
	master: str,
	choices: dict[str, str] | None = None,
	seen: dict[str, str] | None = None,
) -> Document:
	"""Make one customer of 2 to 20, called `master`; return the record of the merge.

	`choices`: unit of fields (see `plan`) -> customer whose value stays, or "*" for all texts. `seen`:
	customer -> `modified` as the user saw it. Raises frappe.PermissionError, CannotMerge, ChangedMeanwhile,
	repointing.MergeConflict, or what saving the master refuses; then the caller must roll back.
	"""
	customers = get_customers(names, master)
	master = customers[0].name
	_lock(customers, seen or {})
	first, *losers = customers
	values, totals = plan.values(customers, choices or {}), plan.totals(customers)
	moved = plan.moves([loser.name for loser in losers])
	for loser in losers:
		loser.flags.kh_merged_into = master
		loser.run_method("before_rename", loser.name, master, True)
	codes = [loser.name for loser in losers]
	tidying.tidy(codes, master)
	repoint(codes, master)
	_clear_own_links(master)
	for loser in losers:
		_finish(loser, master)
	_save(first.name, values, totals, codes)
	return _record(first.name, losers, choices or {}, moved)


def _lock(customers: list[Document], seen: dict[str, str]) -> None:
	"""Lock the rows in one order for everybody; refuse what changed since it was read or shown."""
	table = frappe.qb.DocType(CUSTOMER)
	names = sorted(customer.name for customer in customers)
	query = frappe.qb.from_(table).select(table.name, table.modified, *[table[sum_] for sum_ in plan.SUMS])
	try:
		rows = query.where(table.name.isin(names)).orderby(table.name).for_update().run(as_dict=True)
		now = {row.name: row for row in rows}
	except Exception as error:
		if not (error.args and error.args[0] == RECORD_HAS_CHANGED):
			raise
		now = {}
	for customer in customers:
		read, row = cstr(customer.modified), now.get(customer.name)
		if not row or cstr(row.modified) != read or seen.get(customer.name, read) != read:
			frappe.throw(
				_(
					"Customer {0} was changed or merged by somebody else meanwhile. Open the merge again."
				).format(frappe.bold(frappe.utils.escape_html(customer.customer_name))),
				ChangedMeanwhile,
			)
		# What others compute changes without a save of the customer.
		customer.update({sum_: row[sum_] for sum_ in plan.SUMS})


def _clear_own_links(master: str) -> None:
	"""Whoever was referred by a loser, or links it in a field of his own, does not name himself now."""
	table = frappe.qb.DocType(CUSTOMER)
	for reference in references.to(CUSTOMER):
		if reference.table == CUSTOMER:
			query = frappe.qb.update(table).set(table[reference.fieldname], None)
			if reference.kind_field:
				query = query.set(table[reference.kind_field], None)
			query.where((table.name == master) & reference.condition(table, [master])).run()


def _finish(loser: Document, master: str) -> None:
	"""Delete the loser, to which nothing points any more; other apps hear of it as of any deletion."""
	frappe.get_doc(CUSTOMER, master).run_method("after_rename", loser.name, master, True)
	loser.run_method("on_trash")
	check_if_doc_is_linked(loser)
	check_if_doc_is_dynamically_linked(loser)
	# for_reload: no background work, and no second copy beside the record of the merge
	frappe.delete_doc(CUSTOMER, loser.name, for_reload=True, ignore_permissions=True)
	loser.notify_update()


def _save(master: str, values: dict, totals: dict, codes: list[str]) -> None:
	frappe.db.set_value(
		CUSTOMER, master, totals | {"_assign": tidying.assignees(master)}, update_modified=False
	)
	customer = frappe.get_doc(CUSTOMER, master)
	customer.update(values)
	_clear_circles(customer, codes)
	# Whoever merges two of three has seen that they are alike.
	customer.duplicate_override_reason = _("Merged with {0}").format(", ".join(codes))
	customer.save()


def _clear_circles(customer: Document, codes: list[str]) -> None:
	"""No referrer that is one of the merged, or that the customer itself referred."""
	if customer.referrer_doctype != CUSTOMER or not customer.referrer:
		return
	if customer.referrer in codes or referrers.closes_circle(customer.name, customer.referrer):
		customer.update({"referrer_doctype": None, "referrer": None})


def _record(master: str, losers: list[Document], choices: dict, moved: list[dict]) -> Document:
	codes = ", ".join(loser.name for loser in losers)
	customer = frappe.get_doc(CUSTOMER, master)
	record = frappe.get_doc(
		doctype=RECORD,
		master=master,
		master_code=master,
		master_name=customer.customer_name,
		merged_on=now_datetime(),
		merged_by=frappe.session.user,
		loser_codes=codes,
		choices=frappe.as_json(choices),
		moved=frappe.as_json({row["label"]: sum(row["counts"].values()) for row in moved}),
		losers=[_loser_row(loser) for loser in losers],
	)
	record.insert(ignore_permissions=True)
	link = get_link_to_form(RECORD, record.name, frappe.utils.escape_html(codes))
	customer.add_comment("Info", _("merged into this customer: {0}").format(link))
	return record


def _loser_row(loser: Document) -> dict:
	values = loser.as_dict(convert_dates_to_str=True, no_nulls=True, no_default_fields=False)
	return {
		"customer_code": loser.name,
		"customer_name": loser.customer_name,
		"record": frappe.as_json(values),
	}
