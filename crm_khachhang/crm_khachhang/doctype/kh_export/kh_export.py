"""One export of customers: who took which ones along and when, how far it is, its file."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.exporting import files, runs


class KHExport(Document):
	def on_trash(self):
		"""The file goes along; what still runs is cancelled first."""
		if self.status in runs.OPEN:
			frappe.throw(_("This export is still running. Cancel it, then delete it."))
		files.remove(self.name, self.file_url)
