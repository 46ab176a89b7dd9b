"""What the desk must know of debts before it draws a page."""

import frappe

from crm_khachhang.debts.rules import write_off_role


def extend(bootinfo) -> None:
	"""Say whether the user is offered to write debts off."""
	bootinfo.kh_may_write_off = write_off_role() in frappe.get_roles()
