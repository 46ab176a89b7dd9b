"""One sale to a customer, written by the documents that sell; tiers and the last purchase come from it."""

from frappe.model.document import Document


class KHSalesFact(Document):
	pass
