"""The steps of an installation may run again. What an uninstallation leaves is `uninstall_check`'s."""

import frappe

from crm_khachhang.access.roles import ROLES
from crm_khachhang.setup import grants, install
from crm_khachhang.tests import TestCase, site_snapshot

# Renewed with every migration, under other names but with the same rights.
RENEWED = {"DocPerm"}


class TestInstall(TestCase):
	def assertChangesNothing(self, step):
		before = site_snapshot.take()
		step()
		lines = site_snapshot.differences(before, site_snapshot.take())
		self.assertEqual([line for line in lines if line.split(":")[0] not in RENEWED], [])

	def test_installing_again(self):
		self.assertChangesNothing(install.after_install)

	def test_migrating(self):
		self.assertChangesNothing(install.after_migrate)

	def test_roles_open_the_desk(self):
		for role in ROLES:
			self.assertEqual(frappe.db.get_value("Role", role, "desk_access"), 1, role)

	def test_grants_leave_the_standard_rights(self):
		for doctype in grants.DOCTYPES:
			roles = frappe.get_all("DocPerm", filters={"parent": doctype}, pluck="role", order_by="idx")
			self.assertLessEqual({*ROLES, "System Manager", "Sales User"}, set(roles))
			self.assertFalse(frappe.db.exists("Custom DocPerm", {"parent": doctype}))

	def test_a_lost_grant_returns_with_the_next_migration(self):
		frappe.db.delete("DocPerm", {"parent": "Contact", "role": ("in", ROLES)})
		install.after_migrate()
		self.assertEqual(frappe.db.count("DocPerm", {"parent": "Contact", "role": ("in", ROLES)}), len(ROLES))

	def test_a_grant_that_an_administrator_removed_stays_away(self):
		frappe.permissions.setup_custom_perms("Contact")
		frappe.db.delete("Custom DocPerm", {"parent": "Contact", "role": ("in", ROLES)})
		install.after_migrate()
		self.assertFalse(frappe.db.exists("Custom DocPerm", {"parent": "Contact", "role": ("in", ROLES)}))
