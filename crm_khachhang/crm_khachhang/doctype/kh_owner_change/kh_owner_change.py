"""One change of a customer's owner: from, to, with a note. Written by the app only."""

from frappe.model.document import Document


class KHOwnerChange(Document):
	pass
