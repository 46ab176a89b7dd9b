"""Appointments that repeat: what each is, and the rule of their days.

Nobody writes it: it follows what people do with its appointments (care/recurrence).
"""

import frappe
from frappe.model.document import Document

from crm_khachhang.care.private import OwnText
from crm_khachhang.care.recurrence import reading, series


class KHCareSeries(OwnText, Document):
	def before_validate(self):
		series.set_days(self)

	def validate(self):
		if not self.ended:
			reading.check(self)


def on_doctype_update():
	# Every night: those that are not made as far as they should be.
	frappe.db.add_index(series.SERIES, ["ended", "made_until"])
