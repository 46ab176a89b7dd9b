"""Two customers that a person judged to be two, although a duplicate rule matches them."""

import frappe
from frappe.model.document import Document


class KHDistinctPair(Document):
	def validate(self):
		self.judged_by = self.judged_by or frappe.session.user
		self.judged_on = self.judged_on or frappe.utils.now()
