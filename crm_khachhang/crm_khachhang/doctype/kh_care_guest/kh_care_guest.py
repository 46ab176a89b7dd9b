"""Somebody who was invited to an appointment, and what they were told of it."""

from frappe.model.document import Document


class KHCareGuest(Document):
	pass
