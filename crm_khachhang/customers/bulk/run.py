"""Runs a bulk action: at once when it is small, else in the background.

The rows of the action are its memory. A batch of them is done and recorded in one transaction, under the
lock of the action's own document: whatever kills the process, a row is either done and recorded or neither,
and two processes never do the same row. So going on means just to begin again with what is pending.
"""

import time

import frappe
from frappe import _
from frappe.utils import now

from crm_khachhang.access.checks import require
from crm_khachhang.access.filters import checked
from crm_khachhang.background import acting_as, checkpoint, speak_as_user
from crm_khachhang.customers.bulk import actions, results, words
from crm_khachhang.customers.bulk.results import FAILED, SKIPPED, SUCCEEDED, Outcome, Row

BULK_ACTION = "KH Bulk Action"
CUSTOMER = "KH Customer"
EVENT = "kh_bulk_action"

# More customers than this are left to the background.
MOST_AT_ONCE = 500

# A batch ends after so many rows or seconds: so long others wait for its locks, and a cancellation for it.
BATCH_ROWS = 50
BATCH_SECONDS = 1.0

# A request leaves what it could not do in so many seconds to the background: servers end long requests.
REQUEST_SECONDS = 20

# A job hands over to the next one after so many seconds, so that no run reaches the queue's time limit.
JOB_SECONDS = 600

MOST_DEADLOCKS = 5
SAVEPOINT = "kh_bulk_action_row"

OPEN = ("Queued", "Running")


def start(action: str, parameters: dict, names: list[str], filters: list | None = None):
	"""Begin the action on the customers `names`, or on all that the user's list shows with `filters`.

	Return the KH Bulk Action: finished when there are few customers, else queued. Throws as `create` does.
	"""
	doc = create(action, parameters, names, filters)
	at_once = not doc.filters and doc.total <= MOST_AT_ONCE
	if at_once:
		checkpoint()
	if not (at_once and work(doc.name, seconds=REQUEST_SECONDS)):
		enqueue(doc.name, doc.last_progress_on)
	return frappe.get_doc(BULK_ACTION, doc.name)


def create(action: str, parameters: dict, names: list[str], filters: list | None = None):
	"""Write down what is to be done; nothing is done yet. See `start`.

	Throws when the action is unknown, the user lacks its right, the parameters are wrong, or there is no
	customer.
	"""
	entry = actions.get(action)
	require(CUSTOMER, entry.right)
	parameters = entry.check(parameters)
	if filters is not None:
		names = matching(filters, MOST_AT_ONCE + 1)
	names = list(dict.fromkeys(names))
	if not names:
		frappe.throw(_("No customers are selected. Select some in the list."))
	doc = frappe.new_doc(BULK_ACTION)
	doc.update({"action": action, "title": entry.title(parameters)[:140], "started_on": now()})
	doc.update({"parameters": frappe.as_json(parameters), "started_by": frappe.session.user})
	if filters is not None and len(names) > MOST_AT_ONCE:
		doc.filters = frappe.as_json(filters)
	doc.last_progress_on = now()
	doc.insert(ignore_permissions=True)
	if not doc.filters:
		_add_rows(doc, names)
	return doc


def matching(filters: list, limit: int = 0) -> list[str]:
	"""Return the names of the customers that the user's list shows with `filters`, ordered by name."""
	conditions = checked(CUSTOMER, filters)
	return frappe.get_list(
		CUSTOMER, filters=conditions, pluck="name", order_by="name asc", limit_page_length=limit
	)


def _add_rows(doc, names: list[str]) -> None:
	results.add(doc.name, names)
	doc.db_set({"total": len(names), "filters": None})


def enqueue(name: str, since: str) -> None:
	"""Let a worker go on with the action, which stands still `since` then: there is one job for that moment.

	The queue still takes the job of a killed worker for a running one, so the name of the action alone
	would keep it from being resumed.
	"""
	frappe.enqueue(
		"crm_khachhang.customers.bulk.run.work_in_background",
		queue="long",
		timeout=JOB_SECONDS * 2,
		job_id=f"kh_bulk_action::{name}::{since}",
		deduplicate=True,
		enqueue_after_commit=True,
		name=name,
	)


def work_in_background(name: str) -> None:
	"""The job: work for a while, and leave the rest to the next job."""
	speak_as_user()
	if not work(name, seconds=JOB_SECONDS):
		enqueue(name, frappe.db.get_value(BULK_ACTION, name, "last_progress_on"))


def work(name: str, seconds: float = float("inf")) -> bool:
	"""Do batches until the action has ended (True) or `seconds` have passed (False)."""
	if not frappe.db.exists(BULK_ACTION, name):
		return True
	end = time.monotonic() + seconds
	with acting_as(frappe.db.get_value(BULK_ACTION, name, "started_by")):
		while _next_batch(name):
			_tell(name)
			if time.monotonic() > end:
				return False
		_tell(name)
	return True


def _next_batch(name: str) -> bool:
	"""Do one batch; a deadlock, which undoes all of it, begins it again. Return whether there may be more."""
	for attempt in range(MOST_DEADLOCKS):
		try:
			checkpoint()
			more = _batch(name, single=attempt > 0)
			checkpoint()
			return more
		except frappe.QueryDeadlockError as error:
			frappe.db.rollback()
			time.sleep(0.1 * 2**attempt)
			last = error
	_fail_next(name, last)
	return True


def _batch(name: str, single: bool = False) -> bool:
	_lock(name)
	doc = frappe.get_doc(BULK_ACTION, name)
	if doc.status not in OPEN:
		return False
	if not frappe.db.get_value("User", doc.started_by, "enabled"):
		return end(doc, "Failed", _("The user who started it is no longer enabled."))
	if doc.filters:
		_add_rows(doc, matching(frappe.parse_json(doc.filters)))
	rows = results.pending(name, 1 if single else BATCH_ROWS)
	if not rows:
		return _finish(doc)
	_progress(doc, _do(doc, rows))
	return True


def _lock(name: str) -> None:
	"""Wait for the action's row; the first statement of the transaction, and so it reads what is true then.

	Whatever is read before it, be it a DocType's metadata, would fix what the rest of the transaction sees.
	"""
	table = frappe.qb.DocType(BULK_ACTION)
	frappe.qb.from_(table).select(table.name).where(table.name == name).for_update().run()


def _do(doc, rows: list[Row]) -> list[Outcome]:
	"""Return the outcomes of the first of `rows`: as many as fit into the time of a batch."""
	entry, parameters = actions.get(doc.action), frappe.parse_json(doc.parameters)
	end, outcomes = time.monotonic() + BATCH_SECONDS, []
	for row in rows:
		outcomes.append(_attempt(entry, row, parameters))
		results.record(row, outcomes[-1])
		if time.monotonic() > end:
			break
	return outcomes


def _attempt(entry: actions.Action, row: Row, parameters: dict) -> Outcome:
	frappe.db.savepoint(SAVEPOINT)
	frappe.clear_messages()
	try:
		entry.apply(row, parameters)
		return Outcome(SUCCEEDED)
	except frappe.QueryDeadlockError:
		raise
	except results.Skipped as skipped:
		frappe.db.rollback(save_point=SAVEPOINT)
		return Outcome(SKIPPED, str(skipped))
	except Exception as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		return Outcome(FAILED, words.reason(error, row.customer, entry.right))
	finally:
		frappe.clear_messages()


def _fail_next(name: str, error: Exception) -> None:
	"""Record a customer that others never let go of, so that the next ones get their turn."""
	checkpoint()
	_lock(name)
	doc = frappe.get_doc(BULK_ACTION, name)
	for row in results.pending(name, 1):
		outcome = Outcome(FAILED, words.reason(error, row.customer, actions.get(doc.action).right))
		results.record(row, outcome)
		_progress(doc, [outcome])
	checkpoint()


def _progress(doc, outcomes: list[Outcome]) -> None:
	found = [outcome.outcome for outcome in outcomes]
	doc.db_set(
		{
			"status": "Running",
			"done": doc.done + len(found),
			"succeeded": doc.succeeded + found.count(SUCCEEDED),
			"skipped": doc.skipped + found.count(SKIPPED),
			"failed": doc.failed + found.count(FAILED),
			"last_progress_on": now(),
			"attempts": 0,
		},
	)


def _finish(doc) -> bool:
	entry, parameters = actions.get(doc.action), frappe.parse_json(doc.parameters)
	if entry.finish and doc.succeeded:
		rows = results.of(doc.name, (SUCCEEDED,))
		entry.finish([Row(r.name, r.position, r.customer, r.customer_name) for r in rows], parameters)
	return end(doc, "Completed with Errors" if doc.failed else "Completed")


def end(doc, status: str, error: str = "") -> bool:
	"""Let the action end so; what is pending stays undone. Return False: there is nothing more to do."""
	results.give_up(doc.name)
	doc.db_set({"status": status, "error": error, "finished_on": now()})
	return False


def _tell(name: str) -> None:
	"""Send how far it is to who started it."""
	summary = frappe.db.get_value(BULK_ACTION, name, SUMMARY, as_dict=True)
	if summary:
		frappe.publish_realtime(EVENT, summary, user=frappe.session.user)


SUMMARY = ["name", "title", "status", "total", "done", "succeeded", "skipped", "failed", "error"]
