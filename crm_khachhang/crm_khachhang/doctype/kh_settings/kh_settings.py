"""Settings of the module."""

from frappe.model.document import Document

from crm_khachhang.customers import codes, fields
from crm_khachhang.customers.duplicates import indexes as duplicate_indexes
from crm_khachhang.customers.duplicates import rules as duplicate_rules
from crm_khachhang.customers.text import tidy


class KHSettings(Document):
	def onload(self):
		"""A stored pattern that is not valid has no preview: the form opens and can repair it."""
		pattern = codes.get_pattern()
		next_code = "" if codes.problem_of_pattern(pattern) else codes.preview(pattern)
		self.set_onload("next_code", next_code)
		self.set_onload("duplicate_fields", duplicate_rules.suitable_fields())

	def validate(self):
		fields.set_texts(self)
		self.code_pattern = tidy(self.code_pattern) or codes.DEFAULT_PATTERN
		codes.validate_pattern(self.code_pattern)
		duplicate_rules.validate(self)

	def on_update(self):
		duplicate_indexes.ensure_later()
