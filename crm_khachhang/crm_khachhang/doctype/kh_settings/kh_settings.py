"""Settings of the module."""

from frappe.model.document import Document

from crm_khachhang.customers import codes
from crm_khachhang.customers.text import tidy


class KHSettings(Document):
	def onload(self):
		self.set_onload("next_code", codes.preview(codes.get_pattern()))

	def validate(self):
		self.code_pattern = tidy(self.code_pattern) or codes.DEFAULT_PATTERN
		codes.validate_pattern(self.code_pattern)
