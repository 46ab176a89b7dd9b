"""Stops exports, lets those go on that a crash interrupted, and removes old files."""

import frappe
from frappe import _
from frappe.utils import add_to_date, get_datetime, now, now_datetime

from crm_khachhang.background import acting_as, apart, checkpoint
from crm_khachhang.exporting import files, telling
from crm_khachhang.exporting.runs import EXPORT, OPEN, end, enqueue

# Without progress for so many seconds, whoever worked on it is gone. A start is given up after so many of them.
STALE_SECONDS = 120
MOST_ATTEMPTS = 3

# A file that was downloaded is needed no more, and data that lies about tempts.
DAYS_KEPT = 7


def cancel(name: str) -> None:
	"""Stop the export; its worker notices at its next step, and nothing is kept."""
	doc = frappe.get_doc(EXPORT, name, for_update=True)
	if doc.status in OPEN:
		end(doc, "Cancelled")


def resume(name: str) -> None:
	"""Let a worker begin anew with an export without progress; one that never gets to its end is given up."""
	doc = frappe.get_doc(EXPORT, name, for_update=True)
	if doc.status not in OPEN or get_datetime(doc.last_progress_on) > _stale():
		return
	if doc.attempts >= MOST_ATTEMPTS:
		_give_up(doc)
		return
	doc.db_set({"attempts": doc.attempts + 1, "last_progress_on": now()}, update_modified=False)
	enqueue(name, doc.last_progress_on)


def _give_up(doc) -> None:
	with acting_as(doc.started_by):  # whom the words are for
		end(doc, "Failed", _("It stopped several times before its end. Try again, with fewer customers."))
		telling.notify(doc.name)


def resume_stale() -> None:
	"""The scheduler's part: go on with what a crash or a restart interrupted."""
	filters = {"status": ("in", OPEN), "last_progress_on": ("<", _stale())}
	for name in frappe.get_all(EXPORT, filters=filters, pluck="name", order_by="creation"):
		resume(name)


def retry(name: str) -> None:
	"""Export the same again, in the background, with the customers that there are now."""
	doc = frappe.get_doc(EXPORT, name, for_update=True)
	if doc.status in OPEN:
		return
	files.remove(name, doc.file_url)
	doc.db_set(
		{
			"status": "Queued",
			"error": "",
			"file_url": "",
			"done": 0,
			"attempts": 0,
			"finished_on": None,
			"last_progress_on": now(),
		},
		update_modified=False,
	)
	enqueue(name, doc.last_progress_on)


def remove_old_files() -> None:
	"""The scheduler's part: remove files after some days; the record of who exported what stays."""
	before = add_to_date(now_datetime(), days=-DAYS_KEPT)
	filters = {"file_url": ("is", "set"), "finished_on": ("<", before)}
	for old in frappe.get_all(EXPORT, filters=filters, fields=["name", "file_url"], order_by="creation"):
		with apart("KH Export: old files"):
			frappe.db.set_value(EXPORT, old.name, "file_url", "", update_modified=False)
			files.remove(old.name, old.file_url)
		checkpoint()


def _stale():
	return add_to_date(now_datetime(), seconds=-STALE_SECONDS)
