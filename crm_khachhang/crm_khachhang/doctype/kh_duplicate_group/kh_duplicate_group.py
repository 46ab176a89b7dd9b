"""Customers that a scan found to be perhaps the same."""

from frappe.model.document import Document


class KHDuplicateGroup(Document):
	pass
