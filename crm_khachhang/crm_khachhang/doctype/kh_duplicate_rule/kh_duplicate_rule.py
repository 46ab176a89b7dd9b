"""What makes two customers the same; a row of KH Settings."""

from frappe.model.document import Document


class KHDuplicateRule(Document):
	pass
