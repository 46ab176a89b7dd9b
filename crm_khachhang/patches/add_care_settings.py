"""Working hours, holidays and reminders for a site that had none: until now nothing asked for them."""

import frappe

from crm_khachhang.care import settings as care_settings
from crm_khachhang.care.working_time import SETTINGS


def execute() -> None:
	settings = frappe.get_doc(SETTINGS)
	care_settings.give_standards(settings)
	settings.save(ignore_permissions=True)
