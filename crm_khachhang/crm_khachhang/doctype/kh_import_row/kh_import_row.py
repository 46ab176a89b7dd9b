"""One row of a file and what became of it.

Written by SQL in the transaction that writes the customer. The customer is plain text, not a link: its row outlives it.
Nobody reads these rows but through the endpoints of their import.
"""

import frappe
from frappe.model.document import Document


class KHImportRow(Document):
	pass


def on_doctype_update():
	frappe.db.add_index("KH Import Row", ["kh_import", "outcome", "row_no"], "kh_import_outcome")
