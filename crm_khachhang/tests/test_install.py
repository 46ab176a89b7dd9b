"""The steps of an installation may run again. What an uninstallation leaves is `uninstall_check`'s."""

import frappe

from crm_khachhang.access.roles import MANAGER, ROLES
from crm_khachhang.setup import grants, install, roles
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

	def test_a_changed_value_counts_as_a_change(self):
		changes = (
			("Role", MANAGER, "desk_access", 0),
			("DocPerm", {"parent": "Contact", "role": MANAGER}, "delete", 0),
			("KH Province", "01", "province_name", "Elsewhere"),
			("List View Settings", "KH Customer", "total_fields", "4"),
			("KH Settings", None, "code_pattern", "X.###"),
		)
		for doctype, name, field, value in changes:
			with self.subTest(doctype), self.assertRaises(AssertionError):
				self.assertChangesNothing(lambda c=(doctype, name, field, value): frappe.db.set_value(*c))

	def test_installing_beside_a_role_of_the_same_name(self):
		roles.refuse_others()
		frappe.db.delete("Module Def", {"name": roles.MODULE})
		with self.assertRaisesRegex(frappe.ValidationError, f"{MANAGER}.*Rename that role"):
			roles.refuse_others()
		frappe.db.delete("Role", {"name": ("in", ROLES)})
		roles.refuse_others()

	def test_roles_open_the_desk(self):
		for role in ROLES:
			self.assertEqual(frappe.db.get_value("Role", role, "desk_access"), 1, role)

	def test_grants_leave_the_standard_rights(self):
		for doctype in grants.DOCTYPES:
			holders = frappe.get_all("DocPerm", filters={"parent": doctype}, pluck="role", order_by="idx")
			self.assertLessEqual({*ROLES, "System Manager", "Sales User"}, set(holders))
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
