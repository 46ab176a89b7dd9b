"""One import: its file, how it is meant to go, how far it is, what became of it."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.importing import options, results, rights, run, source


class KHImport(Document):
	def onload(self):
		run.notice_death(self)

	def before_insert(self):
		rights.require_import()
		self.status = "Draft"

	def validate(self):
		rights.require_import()
		self.match_by = ",".join(options.split_match(self.match_by))
		if self.status not in run.CHANGEABLE and not self.flags.by_the_run:
			frappe.throw(_("This import has run. Make a new one for another file."))
		if self.has_value_changed("import_file") or self.has_value_changed("sheet_name"):
			source.read_header(self)

	def on_trash(self):
		if self.status in run.OPEN:
			frappe.throw(_("This import is still running. Cancel it, then delete it."))
		results.delete(self.name)
