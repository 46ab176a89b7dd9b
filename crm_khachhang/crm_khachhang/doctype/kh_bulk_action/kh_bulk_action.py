"""One run of an action over many customers: what, on which, how far, with which result."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.customers.bulk import results, run


class KHBulkAction(Document):
	def on_trash(self):
		"""The rows go along; what still runs is cancelled first."""
		if self.status in run.OPEN:
			frappe.throw(_("This action is still running. Cancel it, then delete it."))
		results.delete(self.name)
