"""One change of a customer's tier: from, to, why. Written by the app only."""

from frappe.model.document import Document


class KHTierChange(Document):
	pass
