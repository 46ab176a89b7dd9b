"""A step of the reminders of debts: so many days before or after the due date."""

from frappe.model.document import Document


class KHDebtReminderStep(Document):
	pass
