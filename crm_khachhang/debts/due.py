"""When a debt must be paid."""

from datetime import date, timedelta

import frappe
from frappe.utils import cint, getdate

from crm_khachhang.customers import terms

CUSTOMER = "KH Customer"


def due_date(customer: str, posting_date) -> date:
	"""Return the posting date and the payment days that hold for the customer: its own, its tier's, group's, settings'."""
	days = terms.effective(frappe.get_doc(CUSTOMER, customer))["payment_days"]["value"]
	return getdate(posting_date) + timedelta(days=cint(days))
