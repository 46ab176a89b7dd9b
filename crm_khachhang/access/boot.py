"""Names of colleagues for the desk, which would show e-mail addresses in the column of owners."""

import frappe

from crm_khachhang.access.roles import ROLES, has_app_permission

# A company with more people than this loads the names where it meets them, as Frappe does.
MOST_PEOPLE = 2000


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
