"""The colours in which lists show masters."""

import frappe

from crm_khachhang.customers.masters import COLOURED

NO_COLOUR = "Gray"


def of_all() -> dict[str, dict[str, str]]:
	"""Return for each DocType of coloured masters the colour, in small letters, of each that is not gray."""
	return {doctype: _of(doctype) for doctype in COLOURED}


def _of(doctype: str) -> dict[str, str]:
	masters = frappe.get_all(
		doctype, filters={"color": ("not in", ("", NO_COLOUR))}, fields=["name", "color"], order_by="name"
	)
	return {master.name: master.color.lower() for master in masters}
