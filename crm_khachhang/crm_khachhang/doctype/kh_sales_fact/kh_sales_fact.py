"""One sale to a customer, written by the documents that sell; tiers and the last purchase come from it."""

import frappe
from frappe.model.document import Document


class KHSalesFact(Document):
	pass


def on_doctype_update():
	"""The first index answers a customer's sales in a period alone, and MariaDB would take one of the customer only
	before it; the second finds those of a document."""
	frappe.db.add_index(
		"KH Sales Fact", ["customer", "posting_date", "amount", "orders"], "kh_sales_of_customer"
	)
	frappe.db.add_index("KH Sales Fact", ["voucher_type", "voucher_no"], "kh_sales_of_voucher")
