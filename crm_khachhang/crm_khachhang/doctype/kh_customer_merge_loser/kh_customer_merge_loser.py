"""A customer that went in a merge, with the values it had."""

from frappe.model.document import Document


class KHCustomerMergeLoser(Document):
	pass
