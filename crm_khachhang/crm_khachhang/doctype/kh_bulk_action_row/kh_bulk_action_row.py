"""One customer of a bulk action and what became of it.

The customer is plain text, not a link: a link would keep the customer from being deleted, and its row
outlives it. Nobody reads these rows but through the endpoints of their bulk action.
"""

import frappe
from frappe.model.document import Document


class KHBulkActionRow(Document):
	pass


def on_doctype_update():
	frappe.db.add_index("KH Bulk Action Row", ["bulk_action", "outcome", "position"])
