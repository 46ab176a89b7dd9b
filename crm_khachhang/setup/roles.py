"""The app's roles as records of the site."""

import frappe
from frappe import _

from crm_khachhang.access.roles import ROLES

MODULE = "CRM Khachhang"


def refuse_others() -> None:
	"""Throw if the site has roles of these names that the app did not make.

	Their users would see every customer, and an uninstallation would delete the roles. On a site that
	has the module already (a forced or interrupted installation) the roles are the app's own.
	"""
	if frappe.db.exists("Module Def", MODULE):
		return
	taken = frappe.get_all("Role", filters={"name": ("in", ROLES)}, pluck="name", order_by="name")
	if taken:
		frappe.throw(
			_("This site already has the role {0}. Rename that role, then install again.").format(
				frappe.bold(", ".join(taken))
			)
		)


def create() -> None:
	"""Create the missing roles; all of them may open the desk."""
	for role in ROLES:
		if not frappe.db.exists("Role", role):
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
				ignore_permissions=True
			)


def delete() -> dict[str, list[str]]:
	"""Delete the roles, all made by the app (see `refuse_others`); return them for what names them."""
	frappe.db.delete("Role", {"name": ("in", ROLES)})
	return {"Role": list(ROLES)}
