"""That somebody was reminded of a debt, or why not: one for each step of each debt, written by `debts/reminding`."""

import frappe
from frappe.model.document import Document


class KHDebtReminder(Document):
	def check_if_latest(self):
		if self.is_new():
			# Frappe looks for the customer first, and would tell by its words which ones there are.
			self.check_permission("create")
		super().check_if_latest()


def on_doctype_update():
	# A step of a debt once only, whoever is at work.
	frappe.db.add_unique("KH Debt Reminder", ["debt", "step_days"], "kh_debt_step")
