"""A plan of touches that customers of a tier or group, or selected ones, get."""

import frappe
from frappe.model.document import Document

from crm_khachhang.care.plans import jobs, rules
from crm_khachhang.care.plans.members import CHOSEN
from crm_khachhang.customers import fields


class KHCarePlan(Document):
	def validate(self):
		fields.set_name(self, "plan_name")
		fields.check_unique_name(self, "plan_name")
		rules.check_touches(self)
		rules.forget_absence(self)

	def on_update(self):
		jobs.enqueue([self.name])

	def on_trash(self):
		"""Appointments keep a plan from being deleted; that customers were chosen for it does not."""
		frappe.db.delete(CHOSEN, {"care_plan": self.name})
