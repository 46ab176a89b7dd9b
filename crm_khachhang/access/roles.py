"""The roles of the app. Nothing else in the app spells their names."""

import frappe

MANAGER = "KH Manager"
SALES_USER = "KH Sales User"
ACCOUNTANT = "KH Accountant"
VIEWER = "KH Viewer"

ROLES = (MANAGER, SALES_USER, ACCOUNTANT, VIEWER)

# Who administers the module: settings, masters, renaming.
ADMINISTRATORS = (MANAGER, "System Manager")


def has_app_permission() -> bool:
	"""Whether the session's user gets a tile for the app on the apps screen."""
	return bool({*ROLES, "System Manager"} & set(frappe.get_roles()))


def is_administrator(user: str | None = None) -> bool:
	"""Whether `user` (default: the session's) administers the module."""
	return bool(set(ADMINISTRATORS) & set(frappe.get_roles(user)))
