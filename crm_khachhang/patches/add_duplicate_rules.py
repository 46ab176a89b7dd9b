"""Duplicate rules for a site that had none: until now the tax code was unique by itself."""

import frappe

from crm_khachhang.customers.duplicates import rules


def execute() -> None:
	settings = frappe.get_doc(rules.SETTINGS)
	rules.append_defaults(settings)
	settings.save(ignore_permissions=True)
