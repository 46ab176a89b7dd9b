"""Recording and taking back sales; the date of the last purchase follows."""

import frappe
from frappe.utils import getdate

from crm_khachhang.customers import sales
from crm_khachhang.tests import TestCase, make_customer


class TestSales(TestCase):
	def setUp(self):
		super().setUp()
		self.customer = make_customer().name

	def last(self):
		return frappe.db.get_value("KH Customer", self.customer, "last_purchase_date")

	def record(self, day: str, amount: float = 100, **values):
		return sales.record(self.customer, day, amount, **values)

	def total(self) -> tuple:
		rows = frappe.get_all("KH Sales Fact", {"customer": self.customer}, ["amount", "orders"])
		return sum(row.amount for row in rows), sum(row.orders for row in rows)

	def test_the_newest_sale_is_the_last_purchase(self):
		for day in ("2026-02-01", "2026-03-01", "2026-01-01"):
			self.record(day)
		self.assertEqual(self.last(), getdate("2026-03-01"))

	def test_a_return_is_no_purchase(self):
		self.record("2026-01-01")
		self.record("2026-02-01", -40, orders=0)
		self.assertEqual((self.last(), self.total()), (getdate("2026-01-01"), (60, 1)))

	def test_taking_back(self):
		self.record("2026-01-01", voucher_type="User", voucher_no="Guest")
		self.record("2026-02-01", 50, voucher_type="User", voucher_no="Administrator")
		self.assertEqual(sales.reverse("User", "Administrator"), 1)
		self.assertEqual((self.last(), self.total()), (getdate("2026-01-01"), (100, 1)))
		self.assertEqual(sales.reverse("User", "Administrator"), 0)
		self.assertEqual(self.total(), (100, 1))
		sales.reverse("User", "Guest")
		self.assertEqual((self.last(), self.total()), (None, (0, 0)))

	def test_a_form_opened_before_the_sale_does_not_set_the_date_back(self):
		self.record("2026-01-01")
		opened = frappe.get_doc("KH Customer", self.customer)
		self.record("2026-02-01")
		opened.status = "Active"
		opened.save()
		self.assertEqual(self.last(), getdate("2026-02-01"))

	def test_imported_without_sales(self):
		customer = frappe.get_doc("KH Customer", self.customer)
		customer.last_purchase_date = "2025-05-05"
		customer.save()
		self.assertEqual(self.last(), getdate("2025-05-05"))

	def test_nobody_writes_facts_by_hand(self):
		frappe.set_user("Administrator")
		fact = frappe.get_meta("KH Sales Fact")
		self.assertFalse(any(perm.create or perm.write for perm in fact.permissions))
