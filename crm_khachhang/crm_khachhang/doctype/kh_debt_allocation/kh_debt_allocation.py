"""A row of a payment: how much of it pays which debt. It is written with its payment alone, which checks it."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.debts import messages


class KHDebtAllocation(Document):
	def check_if_latest(self):
		self._stays()

	def on_trash(self):
		self._stays()

	def _stays(self):
		"""A program may save, cancel and delete rows by themselves; Frappe asks the payment's rights only."""
		frappe.throw(_(messages.ROWS_STAY).format(frappe.bold(self.parent)), frappe.PermissionError)
