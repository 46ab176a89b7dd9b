"""A supplier or partner who may refer customers."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHPartner(Document):
	def validate(self):
		fields.set_name(self, "partner_name")
		fields.check_unique_name(self, "partner_name")
