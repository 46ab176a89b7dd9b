"""Tells who started an export how far it is, and that it has ended."""

import frappe
from frappe import _
from frappe.utils import escape_html

EXPORT = "KH Export"
EVENT = "kh_export"
SHOWN = ("name", "title", "status", "total", "done", "error", "file_type", "file_url")


def publish(name: str) -> None:
	"""Send how far it is to the pages of who started it."""
	if summary := frappe.db.get_value(EXPORT, name, SHOWN, as_dict=True):
		frappe.publish_realtime(EVENT, summary, user=frappe.session.user)


def notify(name: str) -> None:
	"""Leave a notification that the export has ended, for who started it: the session's user."""
	doc = frappe.db.get_value(EXPORT, name, SHOWN, as_dict=True)
	if doc.status == "Completed":
		subject = _("Your export is ready to download: {0}")
	else:
		subject = _("Your export failed: {0}. Open it to try again.")
	log = frappe.new_doc("Notification Log")
	log.update({"for_user": frappe.session.user, "from_user": frappe.session.user, "type": "Alert"})
	log.update({"subject": subject.format(frappe.bold(escape_html(doc.title))), "email_content": doc.error})
	log.update({"document_type": EXPORT, "document_name": name})
	log.insert(ignore_permissions=True)
