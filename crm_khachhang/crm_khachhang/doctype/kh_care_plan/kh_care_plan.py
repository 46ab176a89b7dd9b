"""A plan of touches that customers of a tier, or selected ones, get."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class KHCarePlan(Document):
	def validate(self):
		fields.set_name(self, "plan_name")
		fields.check_unique_name(self, "plan_name")
