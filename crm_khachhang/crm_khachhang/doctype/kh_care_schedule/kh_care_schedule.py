"""One planned or done touch of a customer."""

from frappe.model.document import Document

from crm_khachhang.care import rules
from crm_khachhang.care.dates import refresh_dates


class KHCareSchedule(Document):
	def before_validate(self):
		rules.set_subject(self)

	def validate(self):
		rules.check_customer(self)
		rules.check_contact(self)
		rules.check_times(self)
		rules.check_assigned_to(self)
		rules.set_done_on(self)

	def on_update(self):
		if rules.touches_dates(self):
			refresh_dates(rules.customers_of(self))

	def after_delete(self):
		refresh_dates({self.customer})
