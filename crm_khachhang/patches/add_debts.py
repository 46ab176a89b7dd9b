"""The columns of the lists of debts, and what the settings say of debts, for a site that had none."""

import frappe

from crm_khachhang.debts import settings as debt_settings
from crm_khachhang.setup import desk


def execute() -> None:
	desk.create_list_settings()
	settings = frappe.get_doc(debt_settings.SETTINGS)
	debt_settings.give_standards(settings)
	settings.save(ignore_permissions=True)
