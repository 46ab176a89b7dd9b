"""The steps of an installation may run again. What an uninstallation leaves is `uninstall_check`'s."""

import frappe
from frappe.utils import fmt_money

from crm_khachhang.access.roles import MANAGER, ROLES
from crm_khachhang.setup import currency, grants, install, roles
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
			("List View Settings", "KH Customer", "fields", "[]"),
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


class TestCurrency(TestCase):
	def sign(self):
		return frappe.db.get_value("Currency", currency.CURRENCY, ["symbol", "symbol_on_right"])

	def test_amounts_have_the_sign_behind_them(self):
		self.assertEqual(self.sign(), ("₫", 1))
		self.assertEqual(fmt_money(25000000, precision=0, currency="VND", format="#.###"), "25.000.000 ₫")

	def test_a_sign_that_somebody_took_away_stays_away(self):
		frappe.db.set_value("Currency", currency.CURRENCY, {"symbol": None, "symbol_on_right": 0})
		install.after_migrate()
		self.assertEqual(self.sign(), (None, 0))

	def test_taking_the_sign_leaves_the_currency_as_it_was(self):
		currency.take_sign()
		self.assertEqual(self.sign(), (None, 0))
		self.assertIsNone(frappe.db.get_default(currency.GIVEN))

	def test_a_sign_of_the_site_is_neither_changed_nor_taken(self):
		frappe.defaults.clear_default(currency.GIVEN)
		frappe.db.set_value("Currency", currency.CURRENCY, {"symbol": "đ", "symbol_on_right": 0})
		install.after_migrate()
		currency.take_sign()
		self.assertEqual(self.sign(), ("đ", 0))
