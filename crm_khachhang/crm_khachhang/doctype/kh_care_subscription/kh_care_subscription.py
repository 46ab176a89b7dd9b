"""What one person gets of the care besides the desk: the calendar feed, and the word on what is overdue."""

from frappe.model.document import Document


class KHCareSubscription(Document):
	pass
