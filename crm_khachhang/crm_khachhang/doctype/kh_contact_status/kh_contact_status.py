"""Where a contact stands with us."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHContactStatus(Document):
	def validate(self):
		fields.set_name(self, "status_name")
		fields.check_unique_name(self, "status_name")
