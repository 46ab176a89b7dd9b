"""Days on which the company does not work: rows of KH Settings."""

from frappe.model.document import Document


class KHHoliday(Document):
	pass
