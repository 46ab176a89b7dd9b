"""What a contact does for the customer."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHContactPosition(Document):
	def validate(self):
		fields.set_name(self, "position_name")
		fields.check_unique_name(self, "position_name")
