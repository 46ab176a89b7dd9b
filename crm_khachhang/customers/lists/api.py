"""Endpoints of the lists of customers: typed, permission first, thin."""

import frappe

from crm_khachhang.customers.lists import operators


@frappe.whitelist()
def no_purchase_field() -> dict:
	"""Return the days to choose from, for the filter "no purchase for"; nothing in it is secret."""
	return operators.no_purchase_field()
