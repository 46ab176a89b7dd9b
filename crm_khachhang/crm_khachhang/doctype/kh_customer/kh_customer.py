"""A customer: an organization or an individual."""

import frappe
from frappe import _
from frappe.contacts.address_and_contact import delete_contact_and_address, load_address_and_contact
from frappe.model.document import Document

from crm_khachhang.access.roles import is_administrator
from crm_khachhang.customers import codes, fields, messages
from crm_khachhang.customers.duplicates import check as duplicates
from crm_khachhang.customers.duplicates import distinct
from crm_khachhang.customers.search import index, words
from crm_khachhang.customers.text import tidy


class KHCustomer(Document):
	def onload(self):
		load_address_and_contact(self)

	def autoname(self):
		fields.set_text(self, "customer_code")
		self.customer_code = codes.assign(self.customer_code)
		self.name = self.customer_code

	def validate(self):
		fields.set_tax_code(self)  # before set_texts: numbers have lost the zeros in front of them
		fields.set_texts(self)
		self.set_code()
		self.status = self.status or "Prospect"
		fields.set_name(self, "customer_name")
		fields.set_phones(self)
		fields.set_email(self)
		fields.check_date(self, "date_of_birth")
		fields.check_date(self, "founding_date")
		fields.check_account_manager(self)
		fields.set_province_of_ward(self)
		index.set_keys(self)
		duplicates.validate(self)

	def on_update(self):
		index.save_words(self)
		duplicates.keep_override(self)

	def set_code(self):
		"""An import may give the name and leave the code empty. Saving again does not judge an old code."""
		if self.customer_code and not self.is_new():
			return
		codes.check_characters(self.name)
		self.customer_code = tidy(self.customer_code) or self.name
		if self.customer_code != self.name:
			fields.refuse(self, "customer_code", messages.CODE_AND_NAME)

	def before_rename(self, old: str, new: str, merge: bool = False) -> str:
		"""Changing a code is for administrators; the new one obeys the rules of a typed code."""
		if not is_administrator():
			frappe.throw(_("Only a KH Manager may change a customer code."), frappe.PermissionError)
		if merge:
			frappe.throw(_("Customers cannot be merged by renaming. Keep the two codes different."))
		code = tidy(new)
		codes.check_characters(code)
		codes.check_free(code, besides=old)
		return code

	def after_rename(self, old: str, new: str, merge: bool = False):
		self.db_set("customer_code", new, update_modified=False)
		index.rename(self, old)

	def on_trash(self):
		delete_contact_and_address(self.doctype, self.name)
		distinct.forget(self.name)
		index.remove(self)


def on_doctype_update():
	words.create_table()
	# Names of a salesperson's customers, in order, without reading the customers.
	frappe.db.add_index("KH Customer", ["name_key", "account_manager"], "kh_name_key_owner")
