"""Names the oldest contact of each customer its primary one, where a site has contacts already."""

import frappe

from crm_khachhang.customers.contacts import primary
from crm_khachhang.customers.contacts.links import CUSTOMER


def execute():
	link, customer = frappe.qb.DocType("Dynamic Link"), frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(link).join(customer).on(customer.name == link.link_name)
	query = query.select(customer.name).distinct().where(link.parenttype == "Contact")
	query = query.where((link.link_doctype == CUSTOMER) & customer.primary_contact.isnull())
	for name in query.run(pluck=True):
		primary.repair(name)
