"""A customer that somebody chose for a care plan, besides that of its tier or group. Written by the app only."""

import frappe
from frappe.model.document import Document


class KHCarePlanCustomer(Document):
	pass


def on_doctype_update():
	# Who follows a plan by choice; whether a customer does.
	frappe.db.add_index("KH Care Plan Customer", ["care_plan", "customer"])
