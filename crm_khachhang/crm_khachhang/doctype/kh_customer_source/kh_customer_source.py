"""Where a customer came from."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHCustomerSource(Document):
	def validate(self):
		fields.set_name(self, "source_name")
		fields.check_unique_name(self, "source_name")
