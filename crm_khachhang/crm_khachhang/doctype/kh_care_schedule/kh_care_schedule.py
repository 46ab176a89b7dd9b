"""One planned or done touch of a customer."""

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime

from crm_khachhang.care import holding, private, rules
from crm_khachhang.care.dates import OPEN, bring_forward, refresh_dates
from crm_khachhang.care.inviting import deleting, invited
from crm_khachhang.care.recurrence import saving as recurrence
from crm_khachhang.customers import fields


class KHCareSchedule(private.OwnText, Document):
	def check_if_latest(self):
		"""Frappe locks the appointment here: what belongs to it comes first."""
		holding.hold(self)
		super().check_if_latest()

	def before_validate(self):
		rules.set_subject(self)

	def validate(self):
		rules.keep_what_the_server_writes(self)
		fields.check_texts(self)
		private.keep_contact(self)
		rules.check_customer(self)
		rules.check_contact(self)
		rules.check_times(self)
		rules.check_assigned_to(self)
		rules.check_follows(self)
		rules.set_done_on(self)
		rules.keep_moved_from(self)
		rules.set_remind_at(self)
		recurrence.validate(self)

	def before_save(self):
		recurrence.before_save(self)

	def on_update(self):
		recurrence.on_update(self)
		if not self.get_doc_before_save() and self.status in OPEN:
			bring_forward([(self.customer, get_datetime(self.starts_on))])
		elif rules.touches_dates(self):
			refresh_dates(rules.customers_of(self))

	def on_trash(self):
		holding.hold(self)
		deleting.tell(self)
		invited.forget(self.name)

	def after_delete(self):
		refresh_dates({self.customer})


def on_doctype_update():
	# A person's calendar; what a person has to do; a customer's history; what is open and overdue, and what reports count
	# by day, both with whose it is, so that no appointment is read; what a plan still plans with a customer.
	for columns in (
		["assigned_to", "starts_on"],
		["assigned_to", "status", "starts_on"],
		["customer", "starts_on"],
		["status", "starts_on", "assigned_to", "customer"],
		["starts_on", "status", "assigned_to", "activity_type", "customer"],
		["care_plan", "status", "customer"],
	):
		frappe.db.add_index("KH Care Schedule", columns, "kh_" + "_".join(columns))
