"""A tier of customers: its criteria, and what its customers get by default."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHCustomerTier(Document):
	def validate(self):
		fields.set_name(self, "tier_name")
		fields.check_unique_name(self, "tier_name")
