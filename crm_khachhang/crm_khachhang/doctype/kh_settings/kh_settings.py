"""Settings of the module."""

from frappe.model.document import Document

from crm_khachhang.care import settings as care_settings
from crm_khachhang.customers import codes, fields
from crm_khachhang.customers.duplicates import indexes as duplicate_indexes
from crm_khachhang.customers.duplicates import rules as duplicate_rules
from crm_khachhang.customers.field_rules import rules as field_rules
from crm_khachhang.customers.text import tidy
from crm_khachhang.debts import settings as debt_settings
from crm_khachhang.debts.papers import settings as paper_settings

# Written by `tiers.jobs` alone.
LAST_COMPUTATION = ("tiers_computed_on", "tiers_computed", "tiers_changed")


class KHSettings(Document):
	def onload(self):
		"""A stored pattern that is not valid has no preview: the form opens and can repair it."""
		pattern = codes.get_pattern()
		next_code = "" if codes.problem_of_pattern(pattern) else codes.preview(pattern)
		self.set_onload("next_code", next_code)
		field_rules.drop_overruled(self)
		self.set_onload("duplicate_fields", duplicate_rules.suitable_fields())
		self.set_onload("banks", paper_settings.bank_names())

	def validate(self):
		fields.set_texts(self)
		self.code_pattern = tidy(self.code_pattern) or codes.DEFAULT_PATTERN
		codes.validate_pattern(self.code_pattern)
		field_rules.save(self)
		duplicate_rules.validate(self)
		care_settings.validate(self)
		debt_settings.validate(self)
		paper_settings.validate(self)
		self.keep_last_computation()

	def keep_last_computation(self):
		"""A form that was opened before tiers were computed does not set the time back."""
		if before := self.get_doc_before_save():
			for fieldname in LAST_COMPUTATION:
				self.set(fieldname, before.get(fieldname))

	def on_update(self):
		duplicate_indexes.ensure_later()
