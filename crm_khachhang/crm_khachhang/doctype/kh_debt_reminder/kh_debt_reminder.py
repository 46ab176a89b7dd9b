"""That somebody was reminded of a debt, or why not: one for each step of each debt, written by `debts/reminding`."""

import frappe
from frappe.model.document import Document


class KHDebtReminder(Document):
	pass


def on_doctype_update():
	# A step of a debt once only, whoever is at work.
	frappe.db.add_unique("KH Debt Reminder", ["debt", "step_days"], "kh_debt_step")
