"""One row of the field rules in KH Settings: what a field of customers or contacts is like in this company."""

from frappe.model.document import Document


class KHFieldRule(Document):
	pass
