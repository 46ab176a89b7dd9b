"""A row of a payment: how much of it pays which debt."""

from frappe.model.document import Document


class KHDebtAllocation(Document):
	pass
