"""The life of an import: started, checked, run, cancelled, given up; `watching` goes on with what a crash interrupted.

Whoever works on an import holds a lock of the database as long as its connection lasts, so a killed worker is known
at once, without clocks. How far it is stands in the import, written in the transaction that wrote the customers: what
was killed goes on behind the last row that is done. Whoever changes the status first has the import to themselves
(`hold`): nobody starts twice, and a worker whose import was started anew ends.
"""

import hashlib
import time
from collections import Counter

import frappe
from frappe import _
from frappe.utils import cint, cstr, flt, now

from crm_khachhang.background import acting_as, checkpoint, speak_as_user
from crm_khachhang.customers.duplicates import locks
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.importing import options as choices
from crm_khachhang.importing import results, rights, source, telling
from crm_khachhang.importing.mapping import layouts
from crm_khachhang.importing.options import Mapping, Options
from crm_khachhang.importing.overlap import Overlapping, overlapping
from crm_khachhang.importing.planning.rows import Plan
from crm_khachhang.importing.rights import IMPORT
from crm_khachhang.importing.work import Work

CHECKING, RUNNING, UNDOING = "Checking", "Running", "Undoing"
OPEN = (CHECKING, RUNNING, UNDOING)
COMPLETED = ("Completed", "Completed with Errors")
# What may still be changed: nothing of it has been written.
CHANGEABLE = ("Draft", CHECKING, "Checked")

# So long one job writes, in seconds, before it leaves the rest to the next. A check has to come to its end in one job.
JOB_SECONDS = 300
MOST_JOB_SECONDS = 3600
TELL_SECONDS = 0.5
MOST_DEADLOCKS = 5

# What says where an import stands; a worker goes on as long as it finds there what it left.
STANDING = ("status", "started_on", "position", "attempts")


def hold(name: str) -> frappe._dict:
	"""Return where the import stands now, see STANDING; nobody else changes that until the transaction ends."""
	return frappe.db.get_value(IMPORT, name, STANDING, as_dict=True, for_update=True) or frappe._dict()


def require_changeable(status: str | None) -> None:
	"""Refuse to change what an import of this status does."""
	if status not in CHANGEABLE:
		frappe.throw(_("This import has run. Make a new one for another file."))


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
	"""Let a worker check or run the import `doc`. What was found before counts no more."""
	stands = hold(doc.name)
	if stands.status in OPEN:
		frappe.throw(_("This import is at work already."))
	require_changeable(stands.status)
	_require_file(doc)
	values = {"status": status, "error": None, "attempts": 0, "started_on": now(), "finished_on": None}
	values |= {"started_by": frappe.session.user, "last_progress_on": now()}
	doc.db_set({**values, **dict.fromkeys(source.COUNTED, 0)})
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
		timeout=MOST_JOB_SECONDS,
		job_id=job_of(name, since),
		deduplicate=True,
		enqueue_after_commit=True,
		name=name,
	)


def job_of(name: str, since: str) -> str:
	"""Return the name of the job that goes on with an import which stands still since then."""
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

	Does nothing where another worker is at it. Raises what stopped it; who began it is told, unless it is tried again.
	"""
	if not frappe.qb.select(locks.GET_LOCK(lock_of(name), 0)).run()[0][0]:
		return True
	try:
		checkpoint()
		if frappe.db.get_value(IMPORT, name, "status") not in OPEN:
			return True
		return _work(frappe.get_doc(IMPORT, name), time.monotonic() + seconds)
	finally:
		frappe.qb.select(locks.RELEASE_LOCK(lock_of(name))).run()


def _work(doc, end: float) -> bool:
	with acting_as(worker_of(doc)):
		try:
			_require_rights()
			if doc.status == UNDOING:
				from crm_khachhang.importing import undo

				return undo.work(doc, end)
			return Run(doc).go_on(end)
		except Exception as error:
			frappe.db.rollback()
			_fail(doc, error)
			raise


def worker_of(doc) -> str:
	"""Return in whose name it is done: of who takes it back, or who started it."""
	return (doc.undone_by if doc.status == UNDOING else doc.started_by) or frappe.session.user


def _require_rights() -> None:
	"""Rights may be lost between the start and the work."""
	if not cint(frappe.db.get_value("User", frappe.session.user, "enabled")):
		frappe.throw(_("The user who started it is no longer enabled."), frappe.PermissionError)
	rights.require_import()


class Run:
	"""The check or the run of one import."""

	def __init__(self, doc):
		self.doc, self.dry = doc, doc.status == CHECKING
		if self.dry and doc.position:
			# A check compares the rows with each other: it begins anew.
			doc.db_set(dict.fromkeys(source.COUNTED, 0))
		if not doc.position:
			results.delete(doc.name)
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
					return self._left()
				self._tell()
				if not self.dry and time.monotonic() > end:
					return False
		return self._finish()

	def _left(self) -> bool:
		"""Leave the import, which is no longer this one's to do; False where somebody began it anew meanwhile."""
		status = frappe.db.get_value(IMPORT, self.doc.name, "status")
		checkpoint()
		return status not in OPEN

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
		"""Whether nobody has cancelled it or begun it anew; holds the import."""
		stands = hold(self.doc.name)
		return all(stands.get(field) == self.doc.get(field) for field in ("status", "started_on", "position"))

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

	def _finish(self) -> bool:
		doc = self.doc
		if not self._is_wanted():
			return self._left()
		status = "Checked" if self.dry else COMPLETED[bool(doc.failed)]
		frappe.db.set_value(IMPORT, doc.name, {"status": status, "finished_on": now()})
		if not self.dry:
			layouts.remember(self.work.source.header.labels, self.options.mapping)
			telling.notify_of_end(doc)
		checkpoint()
		telling.tell(doc.name)
		return True

	def _tell(self) -> None:
		if time.monotonic() - self.told_at > TELL_SECONDS:
			self.told_at = time.monotonic()
			telling.tell(self.doc.name)


def cancel(doc) -> None:
	"""Stop the import after the batch that is being done. What is done stays done."""
	status = hold(doc.name).status
	if status in (CHECKING, RUNNING):
		ended = "Draft" if status == CHECKING else "Cancelled"
		frappe.db.set_value(IMPORT, doc.name, {"status": ended, "finished_on": now()})


def _fail(doc, error: Exception) -> None:
	"""Give up what is refused; what the database, the network or others at the same customer did is tried again."""
	if isinstance(error, REFUSALS) and not isinstance(error, locks.SavedByAnother):
		give_up(doc, plain(error))
	else:
		frappe.log_error(title="KH Import", reference_doctype=IMPORT, reference_name=doc.name)
	checkpoint()


def give_up(doc, error: str) -> None:
	"""End what `doc` says is being done, and tell the session's user, who began it, why."""
	stands = hold(doc.name)
	if (stands.status, stands.started_on) != (doc.status, doc.started_on):
		return
	failed = "Draft" if doc.status == CHECKING else "Failed"
	frappe.db.set_value(IMPORT, doc.name, {"status": failed, "error": error, "finished_on": now()})
	telling.notify_of_failure(doc, error)
	telling.tell(doc.name, after_commit=True)


def lock_of(name: str) -> str:
	"""Return the lock that who works on the import holds.

	Names of locks are the server's, not the database's, and at most 64 characters long.
	"""
	return "kh_import:" + hashlib.sha1(f"{frappe.conf.db_name}\0{name}".encode()).hexdigest()
