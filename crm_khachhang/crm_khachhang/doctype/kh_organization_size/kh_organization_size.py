"""How large an organization is."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHOrganizationSize(Document):
	def validate(self):
		fields.set_name(self, "size_name")
		fields.check_unique_name(self, "size_name")
