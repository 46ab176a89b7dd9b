"""The trade that a customer is in."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHIndustry(Document):
	def validate(self):
		fields.set_name(self, "industry_name")
		fields.check_unique_name(self, "industry_name")
