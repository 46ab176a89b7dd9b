"""Takes an import back: removes what it created, restores what it changed, the last row first.

Opening debts are cancelled by entries that reverse them; a customer that had one stays, as everybody in the ledger does.
What somebody changed since stays as it is, with the reason in its row; so does a customer around which somebody made
or changed something: an appointment, a contact, a comment, a file would be gone with it. Killed at any point it goes on with the rows
that are not judged yet.
"""

import json
import time
from itertools import takewhile

import frappe
from frappe import _
from frappe.utils import cstr, get_datetime, now

from crm_khachhang.background import checkpoint
from crm_khachhang.customers import deletion, many, since
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.debts import opening
from crm_khachhang.importing import results, run, telling
from crm_khachhang.importing.mapping.links import CREATABLE
from crm_khachhang.importing.planning.rows import CREATE, UPDATE
from crm_khachhang.importing.results import ROW
from crm_khachhang.importing.rights import CUSTOMER, IMPORT
from crm_khachhang.importing.writing import removal

DONE = ("Completed", "Completed with Errors", "Cancelled", "Failed")
UNDONE, KEPT = "Undone", "Kept"
BATCH_ROWS = 200
SAVEPOINT = "kh_undo_row"
CONTACT = "Contact"
LONGEST = 2000


class Kept(Exception):
	"""A row that is not taken back; the argument says why, in the user's language."""


def start(doc) -> None:
	"""Let a worker take the import back."""
	if run.hold(doc.name).status not in DONE:
		frappe.throw(_("Only an import that has ended can be taken back."))
	doc.db_set({"status": run.UNDOING, "undone": 0, "kept": 0, "undone_by": frappe.session.user})
	doc.db_set({"attempts": 0, "last_progress_on": now(), "error": None, "names_left": _names_left(doc)})
	run.enqueue(doc.name)


def work(doc, end: float) -> bool:
	"""Take back batch by batch until all rows are judged (True) or the clock says `end` (False)."""
	at_once = removal.is_allowed()
	while rows := _next_rows(doc.name):
		checkpoint()
		customers = _locked(rows)
		rest = _rest(rows, customers) if at_once else rows
		created = {row.customer: row.creation for row in rest if row.outcome == CREATE}
		around = since.around(created)
		for row in rest:
			_judge(row, customers.get(row.customer), around.get(row.customer))
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
	"""The next rows, up to one of a customer that is among them already: what is taken back first changes it."""
	rows = frappe.get_all(
		ROW,
		filters={**results.done(name), "outcome": ("in", (CREATE, UPDATE)), "undo": ("is", "not set")},
		fields=[
			"name",
			"kh_import",
			"row_no",
			"outcome",
			"customer",
			"changes",
			"stamp",
			"contact",
			"debt",
			"creation",
		],
		order_by="row_no desc",
		limit_page_length=BATCH_ROWS,
	)
	seen: set[str] = set()
	return list(takewhile(lambda row: row.customer not in seen and not seen.add(row.customer), rows))


def _locked(rows: list[dict]) -> dict[str, dict]:
	"""The customers of the rows, locked; what is asked behind this is what stands there until they are judged."""
	table = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(table).select(table.name, table.modified, table.modified_by)
	query = query.where(many.is_one_of(table.name)).orderby(table.name).for_update()
	names = sorted({row.customer for row in rows})
	return {found.name: found for found in frappe.db.sql(query.get_sql(), (names,), as_dict=True)}


def _rest(rows: list[dict], customers: dict[str, dict]) -> list[dict]:
	"""Remove at once the customers that nobody changed and nothing holds; return the other rows."""
	created = {row.customer: row for row in rows if row.outcome == CREATE}
	unchanged = [name for name, row in created.items() if _is_as_written(row, customers.get(name))]
	going = sorted(removal.free(unchanged)) if unchanged else []
	if going:
		removal.remove(going)
		table = frappe.qb.DocType(ROW)
		done = [created[name].name for name in going]
		frappe.qb.update(table).set(table.undo, UNDONE).where(table.name.isin(done)).run()
	return [row for row in rows if row.customer not in going or row.outcome != CREATE]


def _is_as_written(row: dict, customer: dict | None) -> bool:
	return bool(customer) and customer.modified == get_datetime(row.stamp)


def _judge(row: dict, customer: dict | None, around: list[str] | None) -> None:
	"""Take one row back, or say why not; `around`: what is newer than its customer.

	An opening debt is cancelled whatever becomes of the rest; where it cannot be, nothing of the row is taken back.
	"""
	told = []
	frappe.db.savepoint(SAVEPOINT)
	frappe.clear_messages()
	try:
		if row.debt:
			told.append(opening.cancel(row.debt, _reference(row)))
			frappe.db.savepoint(SAVEPOINT)
		_check_unchanged(row, customer)
		_delete(row, around) if row.outcome == CREATE else _restore(row)
		verdict = {"undo": UNDONE, "undo_reason": " ".join(told)}
	except frappe.QueryDeadlockError:
		raise
	except Kept as kept:
		frappe.db.rollback(save_point=SAVEPOINT)
		verdict = {"undo": KEPT, "undo_reason": " ".join([*told, cstr(kept)])}
	except REFUSALS as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		verdict = {"undo": KEPT, "undo_reason": " ".join([*told, plain(error)])}
	finally:
		frappe.clear_messages()
	frappe.db.set_value(ROW, row.name, verdict, update_modified=False)


def _check_unchanged(row: dict, customer: dict | None) -> None:
	"""Raise Kept when the customer is gone or was changed since, but by taking back a later row of this import."""
	if not customer:
		raise Kept(_("The customer is no longer there."))
	if _is_as_written(row, customer) or _was_restored(row):
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


def _delete(row: dict, around: list[str] | None) -> None:
	if row.debt:
		raise Kept(
			_("The customer stays: it has lines in the ledger of debts, of which nothing is ever deleted.")
		)
	if around:
		raise Kept(_("Somebody has added or changed since: {0}.").format(", ".join(around)))
	deletion.delete(row.customer)


def _restore(row: dict) -> None:
	if row.contact:
		_remove_contact(row)
	customer = frappe.get_doc(CUSTOMER, row.customer)
	customer.check_permission("write")
	changes = json.loads(row.changes or "{}")
	if not changes:
		return
	customer.update({name: old for name, (old, _new) in changes.items()})
	customer.flags.updater_reference = _reference(row)
	customer.save()


def _reference(row: dict) -> dict:
	"""What histories name."""
	return {"doctype": IMPORT, "docname": row.kh_import, "label": _("via taking back an import")}


def _remove_contact(row: dict) -> None:
	"""Remove the contact that the row added, unless somebody has changed it since."""
	modified = frappe.db.get_value(CONTACT, row.contact, "modified", for_update=True)
	if modified and modified > row.creation:
		raise Kept(_("The contact that it added has been changed since."))
	if modified:
		# By who may take the import back: what it added, and nobody else has touched.
		frappe.delete_doc(CONTACT, row.contact, ignore_permissions=True)


def _names_left(doc) -> str | None:
	"""In words, the names that the import added to lists: others may use them by now, so they stay."""
	if not doc.create_masters or not doc.started_on:
		return None
	made = [["owner", "=", doc.started_by], ["creation", ">=", doc.started_on]]
	made.append(["creation", "<=", doc.finished_on or now()])
	lists = []
	for doctype in CREATABLE:
		title = frappe.get_meta(doctype).title_field or "name"
		if names := frappe.get_all(doctype, made, pluck=title, order_by="creation"):
			lists.append(f"{_(doctype)}: {', '.join(names)}")
	stays = _("Names that it added to lists stay; delete there what nobody needs: {0}")
	return stays.format("; ".join(lists))[:LONGEST] if lists else None


def _count(name: str) -> None:
	counts = {
		field: frappe.db.count(ROW, {"kh_import": name, "undo": verdict})
		for field, verdict in (("undone", UNDONE), ("kept", KEPT))
	}
	values = {**counts, "last_progress_on": now(), "attempts": 0}
	frappe.db.set_value(IMPORT, name, values, update_modified=False)
