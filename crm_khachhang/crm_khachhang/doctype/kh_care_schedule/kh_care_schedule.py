"""One planned or done touch of a customer."""

from frappe.model.document import Document


class KHCareSchedule(Document):
	pass
