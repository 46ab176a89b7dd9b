"""The record of one merge: which customer stayed, which went, and all values of those. Written by the app only."""

from frappe.model.document import Document


class KHCustomerMerge(Document):
	pass
