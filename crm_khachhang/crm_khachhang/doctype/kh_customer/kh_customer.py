"""A customer: an organization or an individual."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.access.roles import is_administrator
from crm_khachhang.care import appointments
from crm_khachhang.customers import (
	codes,
	deletion,
	fields,
	form,
	messages,
	profile,
	terms,
	validation,
)
from crm_khachhang.customers.creation import saving
from crm_khachhang.customers.duplicates import check as duplicates
from crm_khachhang.customers.duplicates import distinct
from crm_khachhang.customers.owners import changes as owner_changes
from crm_khachhang.customers.search import index, words
from crm_khachhang.customers.text import tidy
from crm_khachhang.customers.tiers import changes as tier_changes
from crm_khachhang.debts import overview as debts

# Fields whose index has the owner as its second column (`on_doctype_update`), instead of an index of their own.
OWNED_BY = ("customer_type", "status", "source", "customer_group", "tier", "province", "name_key")
LAST_CARE = ["last_care_on", "creation", "account_manager", "status", "next_care_on"]


class KHCustomer(Document):
	def onload(self):
		form.load(self)
		self.set_onload("kh_care", appointments.of(self.name))
		self.set_onload("kh_debts", debts.of(self))
		self.set_onload("terms", terms.effective(self))

	def before_print(self, settings=None):
		profile.prepare(self)

	def autoname(self):
		fields.set_text(self, "customer_code")
		self.customer_code = codes.assign(self.customer_code)
		self.name = self.customer_code

	def validate(self):
		validation.run(validation.TEXTS, self)
		self.set_code()
		validation.run(validation.VALUES, self)
		fields.check_numbers(self)
		fields.check_texts(self)
		index.set_keys(self)
		duplicates.validate(self)

	def before_save(self):
		fields.take_computed_now(self)

	def after_insert(self):
		saving.save_companions(self)

	def on_update(self):
		index.save_words(self)
		duplicates.keep_override(self)
		owner_changes.record(self)
		tier_changes.record_by_hand(self)

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
		self.check_permission()  # who does not see the customer is not told that there is one
		if not is_administrator():
			frappe.throw(_("Only a KH Manager may change a customer code."), frappe.PermissionError)
		if merge:
			if self.flags.kh_merged_into != new:  # set by customers/merging only
				frappe.throw(_("Customers cannot be merged by renaming. Keep the two codes different."))
			return new
		code = tidy(new)
		codes.check_characters(code)
		codes.check_free(code, besides=old)
		return code

	def after_rename(self, old: str, new: str, merge: bool = False):
		if not merge:
			self.db_set("customer_code", new, update_modified=False)
			index.rename(self, old)
		else:
			index.refresh([new])  # the contacts of the other are its contacts now

	def is_whitelisted(self, method_name: str):
		"""Frappe's check of a method called by name, after that of the customer."""
		self.check_permission()
		return super().is_whitelisted(method_name)

	def on_trash(self):
		if not self.flags.kh_merged_into:
			deletion.release(self)
			distinct.forget(self.name)
		index.remove(self)


def on_doctype_update():
	words.create_table()
	# Whose the customers are stands beside what lists filter on and charts group by: so those of a team are
	# counted, and their names come in order, without reading a customer.
	for fieldname in OWNED_BY:
		frappe.db.add_index("KH Customer", [fieldname, "account_manager"], f"kh_{fieldname}_owner")
	# What the report of customers without care asks stands in one index, in the order in which it shows them.
	frappe.db.add_index("KH Customer", LAST_CARE, "kh_last_care")
	# The list sorts by the date of creation, and a chart counts by it; Frappe 15 does not index it.
	if not frappe.db.get_column_index("tabKH Customer", "creation", unique=False):
		frappe.db.add_index("KH Customer", ["creation"])
