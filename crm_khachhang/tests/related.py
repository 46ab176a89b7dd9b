"""Factories of documents that hold a customer, as the tests of several packages make them."""

import frappe
from frappe.utils import now_datetime, today


def make_doctype(name: str, fields: list[dict], **values) -> None:
	"""Make a custom DocType, which commits."""
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": name,
			"module": "Core",
			"custom": 1,
			"fields": fields,
			"permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}],
		}
		| values
	).insert()


class AnotherApp:
	"""DocTypes as another app could have, whose names begin with `prefix`: `holding` with a link, a Dynamic Link and
	rows, which are of `row`."""

	LINK = {"fieldname": "customer", "fieldtype": "Link", "options": "KH Customer", "label": "Customer"}

	def __init__(self, prefix: str):
		self.holding, self.row = f"{prefix} Holding", f"{prefix} Row"
		self.made = []

	def make(self, **values) -> None:
		"""Make both, the holding with `values`; drops what a test that was killed left behind. It commits."""
		self.add(self.row, [self.LINK], istable=1, permissions=[])
		about = {"fieldname": "about", "fieldtype": "Dynamic Link", "options": "about_type", "label": "About"}
		fields = [
			self.LINK,
			{"fieldname": "about_type", "fieldtype": "Link", "options": "DocType", "label": "Type"},
			about,
			{"fieldname": "rows", "fieldtype": "Table", "options": self.row, "label": "Rows"},
		]
		self.add(self.holding, fields, **values)

	def add(self, name: str, fields: list[dict], **values) -> None:
		"""Make one more DocType."""
		self._drop(name)
		make_doctype(name, fields, **values)
		self.made.insert(0, name)

	def drop(self) -> None:
		"""Take everything away."""
		frappe.db.rollback()  # else dropping the tables would commit what the tests made
		for name in self.made:
			self._drop(name)

	@staticmethod
	def _drop(name: str) -> None:
		frappe.delete_doc("DocType", name, force=True)
		frappe.db.sql_ddl(f"drop table if exists `tab{name}`")


def make_contact(first_name: str, *customers: str):
	contact = frappe.get_doc(doctype="Contact", first_name=first_name)
	for customer in customers:
		contact.append("links", {"link_doctype": "KH Customer", "link_name": customer})
	return contact.insert()


def make_address(title: str, *customers: str):
	address = frappe.get_doc(
		doctype="Address", address_title=title, address_line1="1 Láng Hạ", city="Hà Nội", country="Vietnam"
	)
	for customer in customers:
		address.append("links", {"link_doctype": "KH Customer", "link_name": customer})
	return address.insert()


def make_care(customer: str, **values):
	return frappe.get_doc(
		{
			"doctype": "KH Care Schedule",
			"customer": customer,
			"subject": "Gọi lại",
			"starts_on": now_datetime(),
		}
		| values
	).insert()


def make_sale(customer: str):
	return frappe.get_doc(
		doctype="KH Sales Fact", customer=customer, posting_date=today(), amount=1000000, orders=1
	).insert()
