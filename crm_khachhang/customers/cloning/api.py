"""Endpoints of cloning: for who may read the customer and create customers."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.access import customers as access
from crm_khachhang.access.arguments import names
from crm_khachhang.customers.cloning import copying
from crm_khachhang.customers.cloning.copying import CUSTOMER


@frappe.whitelist()
def parts(customer: str) -> dict:
	"""Return what the dialog offers: `customer_name` and the number of contacts, addresses, tags, attachments."""
	source = _source(customer)
	return {"customer_name": source.customer_name, "parts": copying.parts_of(source)}


@frappe.whitelist(methods=["POST"])
def clone(customer: str, include: str | list[str] | None = None, customer_name: str | None = None) -> str:
	"""Clone the customer with the named parts ("contacts", "addresses", "tags", "attachments"); return the code."""
	source = _source(customer)
	return copying.clone(source, customer_name, names(include, "include")).name


def _source(customer: str) -> Document:
	"""Return the customer to clone; who may not see it does not learn whether it exists."""
	if not frappe.has_permission(CUSTOMER, "create"):
		frappe.throw(_("You may not create customers."), frappe.PermissionError)
	return access.check_permission(customer)
