"""A ward, commune or special zone of Vietnam since 2025-07-01, named by its five-digit code."""

from frappe.model.document import Document


class KHWard(Document):
	pass
