"""What somebody made of the columns of one kind of file: the next file with the same header is read so."""

from frappe.model.document import Document


class KHImportLayout(Document):
	pass
