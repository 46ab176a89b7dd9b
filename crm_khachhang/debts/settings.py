"""What KH Settings say of debts: their standards, and what they may say."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from crm_khachhang.customers import fields
from crm_khachhang.debts import buckets, messages
from crm_khachhang.debts.balances import SETTINGS
from crm_khachhang.debts.reminding import steps

# Field -> what holds until somebody says something else.
STANDARDS = {
	"aging_days": buckets.USUAL,
	"credit_check": "Warn",
	"credit_override_role": "KH Manager",
	"write_off_role": "KH Manager",
}


def give_standards(settings: Document) -> None:
	"""Fill what has no value yet."""
	for fieldname, value in STANDARDS.items():
		settings.set(fieldname, settings.get(fieldname) or value)


def of(fieldname: str) -> str:
	"""Return a setting, or its standard where it is empty."""
	return frappe.get_cached_doc(SETTINGS).get(fieldname) or STANDARDS[fieldname]


def validate(settings: Document) -> None:
	"""Refuse days of ages that do not rise, and steps of reminders that cannot be."""
	try:
		buckets.ends(settings.aging_days or STANDARDS["aging_days"])
	except ValueError:
		fields.refuse(settings, "aging_days", messages.AGING_DAYS)
	steps.validate(settings)
	settings.credit_overdue_days = max(cint(settings.credit_overdue_days), 0)
