"""One customer of a duplicate group."""

from frappe.model.document import Document


class KHDuplicateMember(Document):
	pass
