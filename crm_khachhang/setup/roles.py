"""The app's roles as records of the site."""

import frappe

from crm_khachhang.access.roles import ROLES


def create() -> None:
	"""Create the missing roles; all of them may open the desk."""
	for role in ROLES:
		if not frappe.db.exists("Role", role):
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
				ignore_permissions=True
			)


def delete() -> None:
	"""Delete the roles with every right and every assignment of them."""
	for holder in ("Has Role", "DocPerm", "Custom DocPerm"):
		frappe.db.delete(holder, {"role": ("in", ROLES)})
	for role in ROLES:
		frappe.delete_doc("Role", role, force=True, ignore_missing=True)
