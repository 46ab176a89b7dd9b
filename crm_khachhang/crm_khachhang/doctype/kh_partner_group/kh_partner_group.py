"""A group of partners."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHPartnerGroup(Document):
	def validate(self):
		fields.set_name(self, "group_name")
		fields.check_unique_name(self, "group_name")
