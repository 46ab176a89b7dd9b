"""Stops bulk actions, and lets those go on that a crash or a restart interrupted."""

import frappe
from frappe import _
from frappe.utils import add_to_date, get_datetime, now, now_datetime

from crm_khachhang.customers.bulk.run import BULK_ACTION, OPEN, end, enqueue

# Without progress for so many seconds, whoever worked on it is gone. A start is given up after so many of them.
STALE_SECONDS = 120
MOST_ATTEMPTS = 5


def cancel(name: str) -> None:
	"""Stop the action after the batch that is being done. What is done stays done."""
	doc = frappe.get_doc(BULK_ACTION, name, for_update=True)
	if doc.status in OPEN:
		end(doc, "Cancelled")


def resume(name: str) -> None:
	"""Let a worker go on with an action without progress; one that never gets anywhere is given up."""
	doc = frappe.get_doc(BULK_ACTION, name, for_update=True)
	if doc.status not in OPEN or get_datetime(doc.last_progress_on) > add_to_date(
		now_datetime(), seconds=-STALE_SECONDS
	):
		return
	if doc.attempts >= MOST_ATTEMPTS:
		end(doc, "Failed", _("It stopped several times at the same place. Start it again with the rest."))
		return
	doc.db_set({"attempts": doc.attempts + 1, "last_progress_on": now()})
	enqueue(name, doc.last_progress_on)


def resume_stale() -> None:
	"""The scheduler's part: go on with what a crash or a restart interrupted."""
	before = add_to_date(now_datetime(), seconds=-STALE_SECONDS)
	filters = {"status": ("in", OPEN), "last_progress_on": ("<", before)}
	for name in frappe.get_all(BULK_ACTION, filters=filters, pluck="name", order_by="creation"):
		resume(name)
