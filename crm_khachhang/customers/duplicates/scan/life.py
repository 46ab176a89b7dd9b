"""The life of one scan: started by a manager, run by a worker, cancelled, or found dead.

A worker that runs a scan holds a lock of the database as long as its connection lasts. So a killed worker is known
at once, without clocks: the scan says that it runs, and nobody holds its lock.
"""

import time
from collections.abc import Callable

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import now
from frappe.utils.background_jobs import is_job_enqueued
from pypika import CustomFunction

from crm_khachhang.customers import many
from crm_khachhang.customers.duplicates import distinct, locks
from crm_khachhang.customers.duplicates.rules import CUSTOMER, Rule, get_rules
from crm_khachhang.customers.duplicates.scan import exact, names, stages
from crm_khachhang.customers.duplicates.scan.groups import MOST_MEMBERS, Found, joined, without_judged

SCAN, GROUP, MEMBER = "KH Duplicate Scan", "KH Duplicate Group", "KH Duplicate Member"
EVENT = "kh_duplicate_scan"
ACTIVE = ("Queued", "Running")

# More than people work through before the next scan; the rest is counted.
MOST_GROUPS = 50_000
# So often, in seconds, a running scan tells how far it is and looks whether it was cancelled.
_STEP = 1.0

IS_USED_LOCK = CustomFunction("IS_USED_LOCK", ["name"])


class Cancelled(Exception):
	"""Somebody cancelled the scan."""


def start() -> dict:
	"""Start a scan, or return the one that runs already; see `state`."""
	locks.hold(["scan"])
	current = latest(ACTIVE)
	if current and not _bury(current):
		return state()
	scan = frappe.get_doc(
		doctype=SCAN, status="Queued", started_by=frappe.session.user, started_on=now()
	).insert(ignore_permissions=True)
	frappe.enqueue(
		run,
		queue="long",
		timeout=3600,
		job_id=_job(scan.name),
		deduplicate=True,
		enqueue_after_commit=True,
		scan=scan.name,
	)
	return _described(scan)


def cancel() -> dict:
	"""Cancel the scan that waits or runs; a running one stops at its next step."""
	current = latest(ACTIVE)
	if current:
		frappe.db.set_value(SCAN, current.name, {"status": "Cancelled", "finished_on": now()})
	return state()


def state() -> dict:
	"""Return the latest scan as {name, status, progress, stage, started_by, started_on, finished_on, …}, or {}.

	A scan whose worker died is shown as Failed.
	"""
	scan = latest()
	if scan and scan.status in ACTIVE and _is_dead(scan):
		scan.update({"status": "Failed", "message": _died()})
	return _described(scan) if scan else {}


def latest(statuses: tuple[str, ...] = ()) -> frappe._dict | None:
	"""Return the latest scan, of those with one of `statuses` if given."""
	rows = frappe.get_all(
		SCAN,
		filters={"status": ("in", statuses)} if statuses else {},
		fields=["*"],
		order_by="started_on desc, creation desc",
		limit_page_length=1,
	)
	return rows[0] if rows else None


def _described(scan) -> dict:
	shown = ("name", "status", "progress", "stage", "started_on", "finished_on", "message")
	shown += ("groups_found", "customers_found", "scanned", "left_out")
	described = {field: scan.get(field) for field in shown}
	described["stage"] = _(scan.get("stage") or "")
	described["started_by"] = frappe.utils.get_fullname(scan.started_by)
	return described


def _bury(scan) -> bool:
	"""Write down that a scan died, if it did."""
	if not _is_dead(scan):
		return False
	frappe.db.set_value(SCAN, scan.name, {"status": "Failed", "message": _died(), "finished_on": now()})
	return True


def _died() -> str:
	return _("The scan stopped before its end, because the background worker ended. Start it again.")


def _is_dead(scan) -> bool:
	if scan.status == "Queued":
		waited = frappe.utils.time_diff_in_seconds(now(), scan.started_on)
		return waited > 10 and not is_job_enqueued(_job(scan.name))
	return not _is_held(scan.name)


def _job(scan: str) -> str:
	return f"kh_duplicate_scan_{scan}"


def _lock(scan: str) -> str:
	return f"{locks.PREFIX}scan_{scan}"


def _is_held(scan: str) -> bool:
	return bool(frappe.qb.select(IS_USED_LOCK(_lock(scan))).run()[0][0])


def run(scan: str) -> None:
	"""The background job: find all groups and write them in one transaction."""
	if frappe.db.get_value(SCAN, scan, "status", for_update=True) != "Queued":
		return
	frappe.qb.select(locks.GET_LOCK(_lock(scan), 0)).run()
	frappe.local.lang = get_user_lang()  # Frappe lets a job run as who enqueued it, but in English.
	watch = _Watch(scan)
	try:
		watch.begin()
		found, left_out = _find_all(watch)
		watch.step(95, stages.SAVING)
		_write(scan, found, left_out)
		watch.finish("Completed")
	except Cancelled:
		frappe.db.rollback()
		watch.finish("Cancelled")
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title="KH Duplicate Scan")
		watch.finish("Failed", _("The scan failed. The Error Log says why."))
		raise
	finally:
		frappe.qb.select(locks.RELEASE_LOCK(_lock(scan))).run()


class _Watch:
	"""Tells how far a scan is, and stops it when it was cancelled."""

	def __init__(self, scan: str):
		self.scan = scan
		self.started_by = frappe.db.get_value(SCAN, scan, "started_by")
		self.told_at = 0.0

	def begin(self) -> None:
		frappe.db.set_value(SCAN, self.scan, "status", "Running", update_modified=False)
		self.step(1, stages.EXACT)

	def step(self, progress: float, stage: str) -> None:
		"""Store and tell `progress` (per cent); at most once in _STEP seconds. Raises Cancelled."""
		if time.monotonic() - self.told_at < _STEP:
			return
		self.told_at = time.monotonic()
		self._commit()
		if frappe.db.get_value(SCAN, self.scan, "status") == "Cancelled":
			raise Cancelled
		values = {"progress": progress, "stage": stage, "last_sign_on": now()}
		frappe.db.set_value(SCAN, self.scan, values, update_modified=False)
		self._commit()
		self._tell()

	def finish(self, status: str, message: str = "") -> None:
		values = {"status": status, "message": message, "finished_on": now(), "stage": ""}
		if status == "Completed":
			values["progress"] = 100
		frappe.db.set_value(SCAN, self.scan, values)
		self._commit()
		self._tell()

	def _commit(self) -> None:
		"""The one place where a scan commits: how far it is must be seen by others while it runs, and each
		transaction must begin anew to see a cancellation."""
		frappe.db.commit()

	def _tell(self) -> None:
		described = _described(frappe._dict(frappe.db.get_value(SCAN, self.scan, "*", as_dict=True)))
		frappe.publish_realtime(EVENT, described, user=self.started_by)


def _find_all(watch: _Watch) -> tuple[list[Found], int]:
	rules, found, left_out = get_rules(), [], 0
	for number, rule in enumerate(rules):
		progress = _progress(watch, rule, number, len(rules))
		progress(0)
		if rule.similar:
			groups, more = names.groups(rule, progress)
			left_out += more
		else:
			groups = [(customers, 100) for customers in exact.groups(rule)]
		found += [(customers, score, rule) for customers, score in groups]
	judged = distinct.all_pairs()
	parts = (
		Found(part, score, (rule,))
		for customers, score, rule in found
		for part in without_judged(customers, judged)
	)
	return joined(parts), left_out


def _progress(watch: _Watch, rule: Rule, number: int, count: int) -> Callable[[float], None]:
	stage = stages.NAMES if rule.similar else stages.EXACT
	return lambda part: watch.step(1 + 94 * (number + part) / count, stage)


def _write(scan: str, found: list[Found], left_out: int) -> None:
	"""Put the groups into the database and the older ones out of it."""
	kept = found[:MOST_GROUPS]
	groups, members, at = [], [], now()
	for number, group in enumerate(kept):
		name = f"{scan}-{number}"
		fieldnames = ";".join(",".join(rule.fields) for rule in group.reasons)
		common = (at, at, "Administrator", "Administrator", 0, number)
		groups.append((name, *common, scan, group.kind, fieldnames, group.score, len(group.customers)))
		members += [
			(f"{name}-{place}", *common, name, customer)
			for place, customer in enumerate(sorted(group.customers)[:MOST_MEMBERS])
		]
	_delete_older()
	standard = ["name", "creation", "modified", "owner", "modified_by", "docstatus", "idx"]
	many.insert(f"tab{GROUP}", [*standard, "scan", "kind", "fieldnames", "score", "size"], groups)
	many.insert(f"tab{MEMBER}", [*standard, "duplicate_group", "customer"], members)
	values = {
		"scanned": frappe.db.count(CUSTOMER),
		"groups_found": len(kept),
		"customers_found": len({row[-1] for row in members}),
		"left_out": left_out + len(found) - len(kept),
	}
	frappe.db.set_value(SCAN, scan, values, update_modified=False)


def _delete_older() -> None:
	"""Only the last result is of use; the scans themselves stay as a record."""
	for doctype in (MEMBER, GROUP):
		frappe.qb.from_(frappe.qb.DocType(doctype)).delete().run()
