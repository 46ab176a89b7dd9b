"""Endpoints of the masters."""

import frappe
from frappe import _

from crm_khachhang.customers.masters import MASTERS, merging


@frappe.whitelist(methods=["POST"])
def merge(doctype: str, loser: str, winner: str) -> str:
	"""Merge the master `loser` into `winner`; return the title of what is left. For who may delete masters."""
	_check_permission(doctype)
	merging.merge(doctype, loser, winner)
	return merging.title_of(doctype, winner)


@frappe.whitelist()
def used_by(doctype: str, name: str) -> int:
	"""Return how many customers have the master, for the question before merging."""
	_check_permission(doctype)
	fieldnames = [
		df.fieldname for df in frappe.get_meta("KH Customer").get_link_fields() if df.options == doctype
	]
	return sum(frappe.db.count("KH Customer", {fieldname: name}) for fieldname in fieldnames)


def _check_permission(doctype: str) -> None:
	if doctype not in MASTERS:
		frappe.throw(_("Only masters can be merged here."), frappe.PermissionError)
	frappe.has_permission(doctype, "write", throw=True)
	frappe.has_permission(doctype, "delete", throw=True)
