"""Tells who works with an import how far it is, and who started it that it has ended."""

import frappe
from frappe import _

from crm_khachhang.importing.rights import IMPORT

EVENT = "kh_import"
SUMMARY = (
	*("name", "status", "total_rows", "created", "updated", "skipped", "failed", "position", "seconds"),
	*("error", "undone", "kept"),
)


def summary_of(name: str) -> dict:
	"""Return how far the import is: SUMMARY."""
	return dict(frappe.db.get_value(IMPORT, name, SUMMARY, as_dict=True) or {})


def tell(name: str, after_commit: bool = False) -> None:
	"""Send how far the import is to the pages of the session's user."""
	frappe.publish_realtime(EVENT, summary_of(name), user=frappe.session.user, after_commit=after_commit)


def notify_of_end(doc) -> None:
	"""Whoever left the page learns that the import is done."""
	words = _("The import of {0} is done: {1} created, {2} updated, {3} skipped, {4} refused.")
	_notify(doc, words.format(_title(doc), doc.created, doc.updated, doc.skipped, doc.failed))


def notify_of_failure(doc, error: str) -> None:
	"""Whoever left the page learns why what they began has stopped."""
	words = {
		"Checking": _("The check of {0} has stopped: {1}"),
		"Undoing": _("Undoing the import of {0} has stopped: {1}"),
	}
	told = words.get(doc.status, _("The import of {0} has stopped: {1}"))
	_notify(doc, told.format(_title(doc), frappe.utils.escape_html(error)))


def _title(doc) -> str:
	return frappe.bold(frappe.utils.escape_html(doc.title or doc.name))


def _notify(doc, subject: str) -> None:
	log = frappe.new_doc("Notification Log")
	log.update({"for_user": frappe.session.user, "type": "Alert", "subject": subject})
	log.update({"document_type": IMPORT, "document_name": doc.name})
	log.insert(ignore_permissions=True)
