"""A province or city of Vietnam since 2025-07-01, named by its two-digit code."""

from frappe.model.document import Document


class KHProvince(Document):
	pass
