"""A customer's further addresses, which are Frappe's own documents."""

import frappe

from crm_khachhang.setup import address_template
from crm_khachhang.tests import TestCase, make_customer


class TestAddresses(TestCase):
	def add_address(self, customer):
		return frappe.get_doc(
			doctype="Address",
			address_title="Kho",
			address_type="Shipping",
			address_line1="Số 5 Lê Lợi",
			city="Thành phố Huế",
			country="Vietnam",
			links=[{"link_doctype": "KH Customer", "link_name": customer.name}],
		).insert()

	def test_a_customer_with_an_address_opens_and_shows_it(self):
		customer = make_customer()
		self.add_address(customer)
		customer.run_method("onload")
		shown = customer.get_onload("addr_list")[0]["display"]
		self.assertIn("Số 5 Lê Lợi", shown)
		self.assertIn("Thành phố Huế", shown)

	def test_a_sites_own_templates_stay(self):
		before = frappe.get_all(
			"Address Template", fields=["name", "template", "is_default"], order_by="name"
		)
		address_template.create()
		after = frappe.get_all("Address Template", fields=["name", "template", "is_default"], order_by="name")
		self.assertEqual(before, after)
		self.assertTrue(before)
