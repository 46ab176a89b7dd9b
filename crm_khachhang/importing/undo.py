"""Takes an import back: removes what it created, restores what it changed, the last row first.

What somebody changed since stays as it is, with the reason in its row. Killed at any point it goes on with the rows
that are not judged yet.
"""

import json
import time

import frappe
from frappe import _
from frappe.utils import cstr, get_datetime, now

from crm_khachhang.background import checkpoint
from crm_khachhang.customers import deletion
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.importing import results, run, telling
from crm_khachhang.importing.planning.rows import CREATE, UPDATE
from crm_khachhang.importing.results import ROW
from crm_khachhang.importing.rights import CUSTOMER, IMPORT
from crm_khachhang.importing.writing import removal

DONE = ("Completed", "Completed with Errors", "Cancelled", "Failed")
UNDONE, KEPT = "Undone", "Kept"
BATCH_ROWS = 200
SAVEPOINT = "kh_undo_row"


class Kept(Exception):
	"""A row that is not taken back; the argument says why, in the user's language."""


def start(doc) -> None:
	"""Let a worker take the import back."""
	if run.hold(doc.name).status not in DONE:
		frappe.throw(_("Only an import that has ended can be taken back."))
	doc.db_set({"status": run.UNDOING, "undone": 0, "kept": 0, "undone_by": frappe.session.user})
	doc.db_set({"attempts": 0, "last_progress_on": now(), "error": None})
	run.enqueue(doc.name)


def work(doc, end: float) -> bool:
	"""Take back batch by batch until all rows are judged (True) or the clock says `end` (False)."""
	at_once = removal.is_allowed()
	while rows := _next_rows(doc.name):
		checkpoint()
		for row in _rest(rows) if at_once else rows:
			_judge(row)
		_count(doc.name)
		checkpoint()
		telling.tell(doc.name)
		if time.monotonic() > end:
			return False
	if run.hold(doc.name).status == run.UNDOING:
		frappe.db.set_value(IMPORT, doc.name, {"status": "Undone", "finished_on": now()})
	checkpoint()
	telling.tell(doc.name)
	return True


def _next_rows(name: str) -> list[dict]:
	return frappe.get_all(
		ROW,
		filters={**results.done(name), "outcome": ("in", (CREATE, UPDATE)), "undo": ("is", "not set")},
		fields=["name", "kh_import", "row_no", "outcome", "customer", "changes", "stamp"],
		order_by="row_no desc",
		limit_page_length=BATCH_ROWS,
	)


def _rest(rows: list[dict]) -> list[dict]:
	"""Remove at once the customers that nobody changed and nothing holds; return the other rows."""
	created = {row.customer: row for row in rows if row.outcome == CREATE}
	unchanged = _unchanged(created)
	going = sorted(removal.free(unchanged)) if unchanged else []
	if going:
		removal.remove(going)
		table = frappe.qb.DocType(ROW)
		done = [created[name].name for name in going]
		frappe.qb.update(table).set(table.undo, UNDONE).where(table.name.isin(done)).run()
	return [row for row in rows if row.customer not in going or row.outcome != CREATE]


def _unchanged(created: dict[str, dict]) -> list[str]:
	"""The customers that are as the import left them; locked, so that they stay so."""
	table = frappe.qb.DocType(CUSTOMER)
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.modified)
		.where(table.name.isin(list(created) or [""]))
	)
	found = query.for_update().run()
	return [name for name, modified in found if modified == get_datetime(created[name].stamp)]


def _judge(row: dict) -> None:
	frappe.db.savepoint(SAVEPOINT)
	frappe.clear_messages()
	try:
		_check_unchanged(row)
		_delete(row) if row.outcome == CREATE else _restore(row)
		verdict = {"undo": UNDONE}
	except frappe.QueryDeadlockError:
		raise
	except Kept as kept:
		frappe.db.rollback(save_point=SAVEPOINT)
		verdict = {"undo": KEPT, "undo_reason": cstr(kept)}
	except REFUSALS as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		verdict = {"undo": KEPT, "undo_reason": plain(error)}
	finally:
		frappe.clear_messages()
	frappe.db.set_value(ROW, row.name, verdict, update_modified=False)


def _check_unchanged(row: dict) -> None:
	"""Raise Kept when the customer is gone or was changed since, but by taking back a later row of this import."""
	customer = frappe.db.get_value(
		CUSTOMER, row.customer, ["modified", "modified_by"], as_dict=True, for_update=True
	)
	if not customer:
		raise Kept(_("The customer is no longer there."))
	if customer.modified == get_datetime(row.stamp) or _was_restored(row):
		return
	raise Kept(_("{0} has changed it since.").format(frappe.utils.get_fullname(customer.modified_by)))


def _was_restored(row: dict) -> bool:
	later = {
		"kh_import": row.kh_import,
		"customer": row.customer,
		"undo": UNDONE,
		"row_no": (">", row.row_no),
	}
	return bool(frappe.db.exists(ROW, later))


def _delete(row: dict) -> None:
	deletion.delete(row.customer)


def _restore(row: dict) -> None:
	customer = frappe.get_doc(CUSTOMER, row.customer)
	customer.check_permission("write")
	customer.update({name: old for name, (old, _new) in json.loads(row.changes or "{}").items()})
	reference = {"doctype": IMPORT, "docname": row.kh_import, "label": _("via taking back an import")}
	customer.flags.updater_reference = reference
	customer.save()


def _count(name: str) -> None:
	counts = {
		field: frappe.db.count(ROW, {"kh_import": name, "undo": verdict})
		for field, verdict in (("undone", UNDONE), ("kept", KEPT))
	}
	values = {**counts, "last_progress_on": now(), "attempts": 0}
	frappe.db.set_value(IMPORT, name, values, update_modified=False)
