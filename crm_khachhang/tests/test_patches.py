"""What a site that had the app already gets with a release."""

import json
from unittest.mock import patch

import frappe

from crm_khachhang.customers.lists.kanban import BOARDS
from crm_khachhang.patches import add_debts, drop_former_debt_indexes, widen_customer_list
from crm_khachhang.setup.desk import LISTS
from crm_khachhang.tests import TestCase


class TestWidenCustomerList(TestCase):
	def setUp(self):
		super().setUp()
		self.settings = frappe.get_doc("List View Settings", "KH Customer")

	def columns_after(self, before: tuple[str, ...]) -> tuple[str, ...]:
		"""Run the patch twice on a site that shows the columns `before`; return what it shows then."""
		self.settings.fields = json.dumps([{"fieldname": name, "label": name} for name in before])
		self.settings.save()
		for _ in range(2):
			widen_customer_list.execute()
		self.settings.reload()
		return tuple(field["fieldname"] for field in json.loads(self.settings.fields))

	def test_the_columns_of_the_first_release_become_those_of_this_one(self):
		self.assertEqual(self.columns_after(widen_customer_list.FORMER_COLUMNS), LISTS["KH Customer"][1])
		if self.settings.meta.has_field("total_fields"):  # Frappe 16 shows all that are chosen
			self.assertEqual(self.settings.total_fields, "10")

	def test_columns_that_a_company_chose_stay(self):
		chosen = ("customer_name", "status_field", "email")
		self.assertEqual(self.columns_after(chosen), chosen)

	def test_a_board_that_is_missing_is_made(self):
		frappe.delete_doc("Kanban Board", BOARDS[0].name, force=True)
		widen_customer_list.execute()
		self.assertTrue(frappe.db.exists("Kanban Board", BOARDS[0].name))


class TestAddDebts(TestCase):
	def test_a_site_that_had_none(self):
		frappe.delete_doc("List View Settings", "KH Debt")
		frappe.db.set_single_value("KH Settings", {"aging_days": None, "write_off_role": None})
		add_debts.execute()
		self.assertTrue(frappe.db.exists("List View Settings", "KH Debt"))
		settings = frappe.get_doc("KH Settings")
		self.assertEqual((settings.aging_days, settings.write_off_role), ("30, 60, 90, 120", "KH Manager"))


class TestFormerIndexes(TestCase):
	def test_those_of_the_ledger(self):
		"""What is not there is left alone; what is there goes. A statement that changes a table would end the test's transaction."""
		there = {drop_former_debt_indexes.NAMES[1]}
		with (
			patch.object(frappe.db, "has_index", side_effect=lambda _table, name: name in there),
			patch.object(frappe.db, "sql_ddl") as changed,
		):
			drop_former_debt_indexes.execute()
		wanted = (
			"alter table `tabKH Debt Ledger Entry` drop index `kh_posting_date_voucher_type_customer_amount`"
		)
		changed.assert_called_once_with(wanted)

	def test_a_new_site_has_none_of_them(self):
		table = drop_former_debt_indexes.TABLE
		found = {row.Key_name for row in frappe.db.sql(f"show index from `{table}`", as_dict=True)}
		self.assertFalse(found & set(drop_former_debt_indexes.NAMES))
		self.assertIn("kh_customer_posting_date_amount_due_date_debt", found)
