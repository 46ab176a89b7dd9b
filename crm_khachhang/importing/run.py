"""The life of an import: checked, run, cancelled, found dead and gone on with.

Whoever works on an import holds a lock of the database as long as its connection lasts, so a killed worker is known
at once, without clocks. How far it is stands in the import, written in the transaction that wrote the customers: what
was killed goes on behind the last row that is done.
"""

import time
from collections import Counter

import frappe
from frappe import _
from frappe.utils import cint, cstr, flt, now
from frappe.utils.background_jobs import is_job_enqueued
from pypika import CustomFunction

from crm_khachhang.background import acting_as, checkpoint, speak_as_user
from crm_khachhang.customers.duplicates import locks
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.importing import options as choices
from crm_khachhang.importing import results, source
from crm_khachhang.importing.mapping import layouts
from crm_khachhang.importing.options import Mapping, Options
from crm_khachhang.importing.overlap import Overlapping, overlapping
from crm_khachhang.importing.planning.rows import Plan
from crm_khachhang.importing.rights import IMPORT
from crm_khachhang.importing.work import Work

CHECKING, RUNNING, UNDOING = "Checking", "Running", "Undoing"
OPEN = (CHECKING, RUNNING, UNDOING)
# What may still be changed: nothing of it has been written.
CHANGEABLE = ("Draft", CHECKING, "Checked")

EVENT = "kh_import"
# So long one job works, in seconds, before it leaves the rest to the next; so often it tells how far it is.
JOB_SECONDS = 300
TELL_SECONDS = 0.5
MOST_ATTEMPTS = 5
MOST_DEADLOCKS = 5

SUMMARY = (
	*("name", "status", "total_rows", "created", "updated", "skipped", "failed", "position", "seconds"),
	*("error", "undone", "kept"),
)

IS_USED_LOCK = CustomFunction("IS_USED_LOCK", ["name"])


def options_of(doc) -> Options:
	"""Return the choices of a KH Import."""
	mapping = Mapping.from_json(doc.mapping)
	ways = choices.split_match(doc.match_by)
	if not ways and doc.mode != choices.CREATE:
		ways = choices.usual_match(set(mapping.columns.values()))
	return Options(
		mode=doc.mode,
		match_by=ways,
		duplicates=doc.duplicates,
		create_masters=bool(doc.create_masters),
		date_order=doc.date_order,
		owner=doc.account_manager or None,
		mapping=mapping,
	)


def start(doc, status: str) -> None:
	"""Let a worker check or run the import `doc`. What was found before goes."""
	_require_file(doc)
	if doc.status in OPEN:
		frappe.throw(_("This import is at work already."))
	if doc.status not in CHANGEABLE:
		frappe.throw(_("This import has run. Make a new one for another file."))
	values = {
		"status": status,
		"position": 0,
		"seconds": 0,
		"error": None,
		"attempts": 0,
		"started_on": now(),
	}
	values |= {field: 0 for field in ("created", "updated", "skipped", "failed", "total_rows")}
	values |= {"started_by": frappe.session.user, "finished_on": None, "last_progress_on": now()}
	doc.db_set(values)
	results.delete(doc.name)
	enqueue(doc.name)


def _require_file(doc) -> None:
	if not doc.import_file:
		frappe.throw(_("Choose a file first."))
	columns = Mapping.from_json(doc.mapping).columns.values()
	if not columns:
		frappe.throw(_("No column of the file has a meaning yet. Choose for each what it is."))


def enqueue(name: str) -> None:
	"""Let a worker go on with the import: one job for each moment at which it stood still."""
	since = cstr(frappe.db.get_value(IMPORT, name, "last_progress_on"))
	frappe.enqueue(
		"crm_khachhang.importing.run.work_in_background",
		queue="long",
		timeout=JOB_SECONDS * 3,
		job_id=_job(name, since),
		deduplicate=True,
		enqueue_after_commit=True,
		name=name,
	)


def _job(name: str, since: str) -> str:
	return f"kh_import::{name}::{since}"


def work_in_background(name: str) -> None:
	"""The job: work for a while as who started it, and leave the rest to the next job."""
	speak_as_user()
	if not work(name, JOB_SECONDS):
		checkpoint()
		enqueue(name)
		checkpoint()


def work(name: str, seconds: float = float("inf")) -> bool:
	"""Check, run or take back the import until it is done (True) or `seconds` have passed (False).

	Does nothing where another worker is at it.
	"""
	if not frappe.qb.select(locks.GET_LOCK(_lock(name), 0)).run()[0][0]:
		return True
	try:
		with acting_as(_worker_of(name)):
			return _work(name, time.monotonic() + seconds)
	except Exception as error:
		frappe.db.rollback()
		_fail(name, error)
		raise
	finally:
		frappe.qb.select(locks.RELEASE_LOCK(_lock(name))).run()


def _worker_of(name: str) -> str:
	"""In whose name it is done: of who takes it back, or who started it."""
	status, starter, undoer = frappe.db.get_value(IMPORT, name, ("status", "started_by", "undone_by"))
	return (undoer if status == UNDOING else starter) or frappe.session.user


def _work(name: str, end: float) -> bool:
	checkpoint()
	doc = frappe.get_doc(IMPORT, name)
	if doc.status not in OPEN:
		return True
	if doc.status == UNDOING:
		from crm_khachhang.importing import undo

		return undo.work(doc, end)
	return Run(doc).go_on(end)


class Run:
	"""The check or the run of one import."""

	def __init__(self, doc):
		self.doc, self.dry = doc, doc.status == CHECKING
		if self.dry and doc.position:
			# A check compares the rows with each other: it begins anew.
			results.delete(doc.name)
			doc.db_set({"position": 0, "created": 0, "updated": 0, "skipped": 0, "failed": 0})
		opened, content_hash = source.open_file(doc.import_file, doc.sheet_name)
		if content_hash != doc.content_hash:
			frappe.throw(
				_("The file is another one than the one that was checked. Upload it again."), source.WrongFile
			)
		reference = {"doctype": IMPORT, "docname": doc.name, "label": _("via import of a file")}
		self.options = options_of(doc)
		self.work = Work(opened, self.options, self.dry, reference)
		self.told_at = 0.0

	def go_on(self, end: float) -> bool:
		"""Do batches until the last row is done (True) or the clock says `end` (False)."""
		if not self.dry:
			self.doc.db_set("path", "Documents" if self.work.writer.only_documents else "Fast")
		self.work.skip_to(self.doc.position)
		with overlapping() as database:
			for rows in self.work.batches():
				if not self._batch(rows, database):
					return True
				self._tell()
				if time.monotonic() > end:
					return False
		self._finish()
		return True

	def _batch(self, rows, database: Overlapping) -> bool:
		"""Do one batch in one transaction; a deadlock, which undoes all of it, begins it again."""
		for attempt in range(MOST_DEADLOCKS):
			began = time.monotonic()
			checkpoint()
			if not self._is_wanted():
				return False
			try:
				plans = self.work.do(rows)
				counted = results.add(self.doc.name, plans)
				with database.apart():
					self.work.read_ahead()
				self._record(plans, counted, time.monotonic() - began)
				return True
			except (frappe.QueryDeadlockError, locks.SavedByAnother):
				frappe.db.rollback()
				if attempt == MOST_DEADLOCKS - 1:
					raise
				time.sleep(0.2 * 2**attempt)
		return False

	def _is_wanted(self) -> bool:
		"""Whether nobody has cancelled it; locks the import, and reads it as it is now."""
		table = frappe.qb.DocType(IMPORT)
		query = frappe.qb.from_(table).select(table.status, table.position).where(table.name == self.doc.name)
		found = query.for_update().run()
		return bool(found) and found[0][0] == self.doc.status

	def _record(self, plans: list[Plan], counted: Counter, seconds: float) -> None:
		"""Write how far the import is, and commit; only then it is so."""
		doc = self.doc
		values = {
			field: cint(doc.get(field)) + counted[outcome] for outcome, field in results.COUNTERS.items()
		}
		values |= {"total_rows": cint(doc.total_rows) + len(plans), "seconds": flt(doc.seconds) + seconds}
		values["position"] = plans[-1].number
		at_work = {"last_progress_on": now(), "attempts": 0}
		frappe.db.set_value(IMPORT, doc.name, {**values, **at_work}, update_modified=False)
		checkpoint()
		doc.update(values)

	def _finish(self) -> None:
		doc = self.doc
		status = "Checked" if self.dry else "Completed with Errors" if doc.failed else "Completed"
		frappe.db.set_value(IMPORT, doc.name, {"status": status, "finished_on": now()})
		if not self.dry:
			layouts.remember(self.work.source.header.labels, self.options.mapping)
			_notify(doc, status)
		checkpoint()
		tell(doc.name)

	def _tell(self) -> None:
		if time.monotonic() - self.told_at > TELL_SECONDS:
			self.told_at = time.monotonic()
			tell(self.doc.name)


def tell(name: str) -> None:
	"""Send how far the import is to who works with it."""
	summary = summary_of(name)
	frappe.publish_realtime(EVENT, summary, user=frappe.session.user)


def summary_of(name: str) -> dict:
	"""Return how far the import is: SUMMARY."""
	return dict(frappe.db.get_value(IMPORT, name, SUMMARY, as_dict=True) or {})


def _notify(doc, status: str) -> None:
	"""Whoever left the page learns that it is done."""
	text = _("The import of {0} is done: {1} created, {2} updated, {3} skipped, {4} refused.").format(
		frappe.bold(frappe.utils.escape_html(doc.title or doc.name)),
		doc.created,
		doc.updated,
		doc.skipped,
		doc.failed,
	)
	frappe.get_doc(
		doctype="Notification Log",
		for_user=frappe.session.user,
		type="Alert",
		document_type=IMPORT,
		document_name=doc.name,
		subject=text,
	).insert(ignore_permissions=True)


def cancel(doc) -> None:
	"""Stop the import after the batch that is being done. What is done stays done."""
	status = frappe.db.get_value(IMPORT, doc.name, "status", for_update=True)
	if status in (CHECKING, RUNNING):
		ended = "Draft" if status == CHECKING else "Cancelled"
		frappe.db.set_value(IMPORT, doc.name, {"status": ended, "finished_on": now()})


def notice_death(doc) -> None:
	"""Go on with an import whose worker is gone; one that never gets anywhere is given up."""
	if doc.status not in OPEN or _is_at_work(doc):
		return
	attempts = cint(doc.attempts) + 1
	if attempts > MOST_ATTEMPTS:
		_give_up(doc.name, _("It stopped several times at the same place. The Error Log says why."))
		return
	frappe.db.set_value(
		IMPORT, doc.name, {"attempts": attempts, "last_progress_on": now()}, update_modified=False
	)
	enqueue(doc.name)


def _is_at_work(doc) -> bool:
	if frappe.qb.select(IS_USED_LOCK(_lock(doc.name))).run()[0][0]:
		return True
	waited = frappe.utils.time_diff_in_seconds(now(), doc.last_progress_on or doc.modified)
	return waited < 10 or is_job_enqueued(_job(doc.name, cstr(doc.last_progress_on)))


def resume_dead() -> None:
	"""The scheduler's part: go on with what a crash or a restart interrupted."""
	for name in frappe.get_all(IMPORT, {"status": ("in", OPEN)}, pluck="name", order_by="creation"):
		notice_death(frappe.get_doc(IMPORT, name))


def _fail(name: str, error: Exception) -> None:
	"""Write down why the import stopped; what the database or the network did is tried again."""
	if isinstance(error, REFUSALS):
		_give_up(name, plain(error))
	else:
		frappe.log_error(title="KH Import", reference_doctype=IMPORT, reference_name=name)
	checkpoint()


def _give_up(name: str, error: str) -> None:
	status = frappe.db.get_value(IMPORT, name, "status")
	failed = "Draft" if status == CHECKING else "Failed"
	frappe.db.set_value(IMPORT, name, {"status": failed, "error": error, "finished_on": now()})
	tell(name)


def _lock(name: str) -> str:
	return f"kh_import:{frappe.conf.db_name}:{name}"[:64]
