"""Goes on with imports whose worker is gone, and gives those up that never get anywhere."""

import frappe
from frappe import _
from frappe.utils import cint, cstr, now
from frappe.utils.background_jobs import is_job_enqueued
from pypika import CustomFunction

from crm_khachhang.background import acting_as, apart, checkpoint
from crm_khachhang.importing import run
from crm_khachhang.importing.rights import IMPORT

MOST_ATTEMPTS = 5

# So long a job may need to be there after it was asked for, in seconds.
PATIENCE = 10

IS_USED_LOCK = CustomFunction("IS_USED_LOCK", ["name"])


def notice_death(doc) -> None:
	"""Go on with an import whose worker is gone; one that never gets anywhere is given up."""
	if doc.status not in run.OPEN or _is_at_work(doc):
		return
	stands, attempts = run.hold(doc.name), cint(doc.attempts) + 1
	if (stands.status, stands.attempts) != (doc.status, doc.attempts):
		return  # somebody else noticed it at the same moment
	if attempts > MOST_ATTEMPTS:
		with acting_as(run.worker_of(doc)):  # whom the words are for
			run.give_up(doc, _("It stopped several times at the same place. The Error Log says why."))
		return
	values = {"attempts": attempts, "last_progress_on": now()}
	frappe.db.set_value(IMPORT, doc.name, values, update_modified=False)
	run.enqueue(doc.name)


def _is_at_work(doc) -> bool:
	if frappe.qb.select(IS_USED_LOCK(run.lock_of(doc.name))).run()[0][0]:
		return True
	waited = frappe.utils.time_diff_in_seconds(now(), doc.last_progress_on or doc.modified)
	return waited < PATIENCE or is_job_enqueued(run.job_of(doc.name, cstr(doc.last_progress_on)))


def resume_dead() -> None:
	"""The scheduler's part: go on with what a crash or a restart interrupted."""
	open_imports = {"status": ("in", run.OPEN)}
	for name in frappe.get_all(IMPORT, open_imports, pluck="name", order_by="creation"):
		with apart("KH Import"):
			notice_death(frappe.get_doc(IMPORT, name))
		checkpoint()
