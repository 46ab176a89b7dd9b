"""A name that a column has in files of this company, and the field that it means."""

from frappe.model.document import Document


class KHImportAlias(Document):
	pass
