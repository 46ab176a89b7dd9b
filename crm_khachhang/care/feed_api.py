"""Endpoints of the calendar feed: its content for who has the address, and the address for its person."""

import frappe
from frappe import _

from crm_khachhang.access.arguments import text
from crm_khachhang.access.roles import is_administrator
from crm_khachhang.care import feed
from crm_khachhang.care.dates import APPOINTMENT


@frappe.whitelist(allow_guest=True, methods=["GET"])
def ics(token: str) -> None:
	"""Answer with the calendar that the token opens; a wrong, an old and a former colleague's token are not found."""
	user = feed.user_of(token)
	if not user:
		frappe.throw(_("There is no such calendar."), frappe.DoesNotExistError)
	frappe.local.response.update(
		{
			"type": "download",
			"filename": "lich-cham-soc.ics",
			"filecontent": feed.content_for(user),
			"content_type": "text/calendar",
			"display_content_as": "inline",
		}
	)


@frappe.whitelist()
def address() -> str:
	"""Return the address of the user's own feed; "" while there is none."""
	_check()
	return feed.address_of(frappe.session.user)


@frappe.whitelist(methods=["POST"])
def renew() -> str:
	"""Give the user's own feed a new address and return it."""
	_check()
	return feed.renew(frappe.session.user)


@frappe.whitelist(methods=["POST"])
def revoke(user: str | None = None) -> None:
	"""End the user's own feed, or for who administers the module that of another `user`, who may have left."""
	_check()
	person = text(user, "user") or frappe.session.user
	if person != frappe.session.user and not is_administrator():
		frappe.throw(_("Only a manager can stop the calendar of somebody else."), frappe.PermissionError)
	feed.revoke(person)


def _check() -> None:
	frappe.has_permission(APPOINTMENT, "read", throw=True)
