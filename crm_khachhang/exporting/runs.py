"""Writes exports: at once when they are small, else in the background.

A worker writes into a file of its own, which becomes the export's file in the last step, with the record of it. So
a worker that is killed leaves nothing half: the next one begins anew, which is a matter of seconds.
"""

import time
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import cint, now

from crm_khachhang.access.checks import require
from crm_khachhang.background import acting_as, checkpoint, speak_as_user
from crm_khachhang.exporting import columns, files, kinds, reading, telling, words
from crm_khachhang.exporting.columns import CUSTOMER

EXPORT = "KH Export"

# More customers than this are left to the background.
MOST_AT_ONCE = 2000

# Progress is written, seen and a cancellation noticed after so many seconds.
STEP_SECONDS = 1.0

# A million customers take some minutes; a queue's time limit should never be what ends an export.
JOB_SECONDS = 3600

OPEN = ("Queued", "Running")


class Superseded(Exception):
	"""Somebody cancelled the export, or another worker has taken it over."""


def start(
	file_type: str, fieldnames: list[str], names: list[str], filters: list | None = None, order_by: str = ""
):
	"""Export the customers `names`, or all that the user's list shows with `filters`; return the KH Export.

	It has ended when there are few customers, else it is queued. Throws as `create` does.
	"""
	doc = create(file_type, fieldnames, names, filters, order_by)
	if doc.total:
		checkpoint()
		work(doc.name)
	else:
		enqueue(doc.name, doc.last_progress_on)
	return frappe.get_doc(EXPORT, doc.name)


def create(
	file_type: str, fieldnames: list[str], names: list[str], filters: list | None = None, order_by: str = ""
):
	"""Write down what is to be exported; `total` stays 0 for what the background counts. See `start`.

	Throws when the user may not export customers, for an unknown file, column, filter or order, and when there is
	no customer.
	"""
	require(CUSTOMER, "export")
	kind, chosen = kinds.get(file_type), columns.chosen(fieldnames)
	if filters is not None:
		filters = reading.checked_filters(filters)
	found = reading.selected(names, filters, order_by, MOST_AT_ONCE + 1)
	if not found:
		frappe.throw(_("There is no customer to export. Change the filters or select others."))
	doc = frappe.new_doc(EXPORT)
	doc.update({"file_type": file_type, "started_by": frappe.session.user, "started_on": now()})
	doc.update({"total": len(found) if len(found) <= MOST_AT_ONCE else 0, "last_progress_on": now()})
	doc.title = words.title(kind, doc.total)
	doc.selection = words.selection(names, filters)
	doc.columns_shown = "" if file_type == "vcf" else ", ".join(column.label for column in chosen)
	doc.parameters = frappe.as_json(
		{
			"columns": [column.fieldname for column in chosen],
			"names": None if filters is not None else names,
			"filters": filters,
			"order_by": order_by,
		}
	)
	return doc.insert(ignore_permissions=True)


def enqueue(name: str, since: str) -> None:
	"""Let a worker go on with the export, which stands still `since` then: there is one job for that moment."""
	frappe.enqueue(
		"crm_khachhang.exporting.runs.work_in_background",
		queue="long",
		timeout=JOB_SECONDS,
		job_id=f"kh_export::{name}::{since}",
		deduplicate=True,
		enqueue_after_commit=True,
		name=name,
	)


def work_in_background(name: str) -> None:
	"""The job: write the export, and tell who started it."""
	speak_as_user()
	if work(name):
		with acting_as(frappe.db.get_value(EXPORT, name, "started_by")):
			telling.notify(name)
		checkpoint()


def work(name: str) -> bool:
	"""Write the export. Return whether it has ended by this: not where it was cancelled or another worker has it."""
	worker = frappe.generate_hash(length=10)
	checkpoint()
	if not _claim(name, worker):
		return False
	doc = frappe.get_doc(EXPORT, name)
	with acting_as(doc.started_by):
		part = files.unfinished(name, worker)
		try:
			_write(doc, part, worker)
		except Superseded:
			return False
		except Exception as error:
			end(doc, "Failed", words.reason(error))
		finally:
			part.unlink(missing_ok=True)
		checkpoint()
		telling.publish(name)
	return True


def _claim(name: str, worker: str) -> bool:
	"""Take the export over, from whoever had it before."""
	status = frappe.db.get_value(EXPORT, name, "status", for_update=True)
	if status not in OPEN:
		return False
	frappe.db.set_value(
		EXPORT,
		name,
		{"status": "Running", "worker": worker, "done": 0, "last_progress_on": now()},
		update_modified=False,
	)
	checkpoint()
	files.remove_unfinished(name)
	return True


def _write(doc, part, worker: str) -> None:
	"""Write the file and attach it."""
	_check(doc)
	given, kind = frappe._dict(frappe.parse_json(doc.parameters)), kinds.get(doc.file_type)
	names = reading.selected(given.names or [], given.filters, given.order_by)
	doc.db_set({"total": len(names), "title": words.title(kind, len(names))}, update_modified=False)
	kind.check(len(names))
	checkpoint()  # others see how many there are, and wait for no lock
	chosen = columns.chosen(given.columns)
	with open(part, "wb") as file:
		kind.write(file, names, chosen, lambda chunks: _watched(doc, worker, chunks))
	log(doc.name, doc.file_type, doc.columns_shown, doc.selection)
	_still_mine(doc.name, worker, for_update=True)
	url = files.keep(doc.name, part, kind.extension)
	doc.db_set({"file_url": url, "done": len(names)}, update_modified=False)
	end(doc, "Completed")


def _check(doc) -> None:
	"""Rights may be lost between the start and the work."""
	if not cint(frappe.db.get_value("User", doc.started_by, "enabled")):
		frappe.throw(_("The user who started it is no longer enabled."), frappe.PermissionError)
	require(CUSTOMER, "export")


def _watched(doc, worker: str, chunks: Iterator[list]) -> Iterator[list]:
	"""Yield the chunks, and say from time to time how far it is."""
	done, last = 0, time.monotonic()
	for chunk in chunks:
		yield chunk
		done += len(chunk)
		if time.monotonic() - last < STEP_SECONDS:
			continue
		checkpoint()  # what is asked next is what others have written meanwhile
		_still_mine(doc.name, worker)
		doc.db_set({"done": done, "last_progress_on": now()}, update_modified=False)
		checkpoint()
		telling.publish(doc.name)
		last = time.monotonic()


def _still_mine(name: str, worker: str, for_update: bool = False) -> None:
	found = frappe.db.get_value(EXPORT, name, ["status", "worker"], for_update=for_update)
	if found != ("Running", worker):
		raise Superseded


def log(document: str, file_type: str, shown: str = "", selection: str | None = None) -> None:
	"""Tell Frappe's log who took which data along; it commits."""
	make_access_log(
		doctype=CUSTOMER, document=document, file_type=file_type, filters=selection, columns=shown
	)


def end(doc, status: str, error: str = "") -> None:
	"""Let the export end so."""
	doc.db_set({"status": status, "error": error, "finished_on": now()}, update_modified=False)
