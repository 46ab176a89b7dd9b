"""Appointments that repeat: what each is, and the rule of their days."""

from frappe.model.document import Document


class KHCareSeries(Document):
	pass
