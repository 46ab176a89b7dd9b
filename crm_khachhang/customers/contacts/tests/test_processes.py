"""Two people who add the first contact of a customer at once, with real processes on real connections."""

import time

import frappe

from crm_khachhang.tests import make_customer
from crm_khachhang.tests.processes import ProcessTestCase

# Adds a contact, and waits before it commits.
ADD = """
customer, name = arguments
frappe.db.get_value("KH Customer", customer, "primary_contact")  # what it sees from now on
say("ready")
wait()
contact = frappe.get_doc(doctype="Contact", first_name=name)
contact.append("links", {"link_doctype": "KH Customer", "link_name": customer})
contact.insert()
say("added")
wait()
frappe.db.commit()
say("committed")
"""


class TestProcesses(ProcessTestCase):
	def setUp(self):
		super().setUp()
		self.customer = make_customer(customer_name="Công ty Hai Người", phone="").name
		frappe.db.commit()
		self.addCleanup(self.delete)

	def delete(self):
		frappe.db.rollback()
		for contact in self.contacts():
			frappe.delete_doc("Contact", contact, force=True)
		frappe.delete_doc("KH Customer", self.customer)
		frappe.db.commit()

	def contacts(self) -> list[str]:
		filters = {"link_doctype": "KH Customer", "link_name": self.customer, "parenttype": "Contact"}
		return frappe.get_all("Dynamic Link", filters, pluck="parent")

	def test_one_becomes_the_primary_contact(self):
		first, second = (self.start(ADD, self.customer, name) for name in ("Anh Một", "Chị Hai"))
		for process in (first, second):
			self.says(process, "ready")
		self.goes_on(first, "added")
		print("", file=second.stdin, flush=True)
		time.sleep(2)  # until it waits for the customer; were it later, the first would be done all the same
		self.goes_on(first, "committed")
		self.says(second, "added")
		self.goes_on(second, "committed")
		primary = frappe.db.get_value("KH Customer", self.customer, "primary_contact")
		self.assertEqual(frappe.db.get_value("Contact", primary, "first_name"), "Anh Một")
		self.assertEqual(len(self.contacts()), 2)
