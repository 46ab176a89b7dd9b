"""One search for duplicates over all customers."""

from frappe.model.document import Document


class KHDuplicateScan(Document):
	pass
