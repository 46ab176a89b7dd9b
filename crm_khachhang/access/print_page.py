"""The pages that print a document, for who may not see it: Frappe's page for a wrong address.

Frappe opens the document and shows the error that comes of it, with a traceback that tells a hidden document
from a missing one. Its addresses are printview?doctype=…&name=… and <doctype>/<name>.
"""

import frappe
from frappe.website.page_renderers.not_found_page import NotFoundPage
from frappe.website.page_renderers.template_page import TemplatePage


class PrintOfNothing(NotFoundPage):
	"""Stands in for the printed page of a document of ours, or of Frappe's under our rules, that is not there."""

	def __init__(self, path: str, http_status_code: int | None = None):
		self.asked_path = path
		super().__init__(path)  # without the status, which Frappe 15 gives as 200

	def can_render(self) -> bool:
		doctype, name = _asked_for(self.asked_path)
		return bool(doctype and name) and _is_ours(doctype) and not _is_there(doctype, name)

	def render(self):
		"""Leave out that Frappe remembers the address as missing: for others it is not."""
		return TemplatePage.render(self)


def _asked_for(path: str) -> tuple[str | None, str | None]:
	if path == "printview":
		form = frappe.form_dict
		return (None, None) if form.doc else (form.doctype, form.name)
	doctype, _slash, name = path.partition("/")
	return doctype, name


def _is_ours(doctype: str) -> bool:
	checks = frappe.get_hooks("has_permission").get(doctype, [])
	return any(path.startswith("crm_khachhang.") for path in checks)


def _is_there(doctype: str, name: str) -> bool:
	try:
		return bool(frappe.has_permission(doctype, "read", doc=frappe.get_doc(doctype, name)))
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return False
