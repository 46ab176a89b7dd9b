"""What the desk learns at its start: names of colleagues, and that it has nothing to offer which the server refuses."""

import frappe

from crm_khachhang.access.roles import ROLES, has_app_permission

# A company with more people than this loads the names where it meets them, as Frappe does.
MOST_PEOPLE = 2000
OUR_PREFIX = "KH "


def add_colleagues(bootinfo) -> None:
	"""Add full name and picture of everybody with a role of the app; nobody's time zone, nor who they are else."""
	if not has_app_permission():
		return
	for person in _colleagues():
		bootinfo.user_info.setdefault(
			person.name,
			frappe._dict(
				name=person.name, fullname=person.full_name, image=person.user_image, email=person.name
			),
		)


def offer_no_closed_import(bootinfo) -> None:
	"""Take our DocTypes from the lists that offer to import, where Frappe's Data Import itself may not be opened."""
	if not frappe.has_permission("Data Import", "create"):
		bootinfo.user.can_import = [
			doctype for doctype in bootinfo.user.can_import if not doctype.startswith(OUR_PREFIX)
		]


def _colleagues() -> list[frappe._dict]:
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	return (
		frappe.qb.from_(user)
		.join(role)
		.on((role.parent == user.name) & (role.parenttype == "User"))
		.select(user.name, user.full_name, user.user_image)
		.distinct()
		.where(role.role.isin(ROLES))
		.orderby(user.name)
		.limit(MOST_PEOPLE)
		.run(as_dict=True)
	)
