"""What debts and payments have in common on their way into the database: who holds the customer, what nobody may say,
and that a cancelled voucher is the one that was posted.
"""

import frappe
from frappe.model.document import Document

from crm_khachhang.customers import fields
from crm_khachhang.debts import ledger, messages, rules


class Voucher(Document):
	"""A document of one customer that posts when it is submitted. `derived`: its fields that follow from the ledger."""

	derived: tuple[str, ...] = ()

	def check_if_latest(self):
		check_shape(self)
		if self.is_new():
			# Frappe looks for the customer first, and would tell by its words which ones there are.
			self.check_permission("create")
		ledger.hold(self.customer)
		super().check_if_latest()
		check_whose(self)
		keep_trace(self)

	def before_cancel(self):
		self.check_as_posted()
		rules.check_period(self)

	def on_trash(self):
		ledger.check_not_posted(self)

	def show_derived(self):
		"""Put what the database says now into the document."""
		self.update(frappe.db.get_value(self.doctype, self.name, self.derived, as_dict=True))

	def check_as_posted(self):
		"""Refuse to cancel what says something else than what was posted: Frappe would write it, and reverse that."""
		self.show_derived()
		self.validate_update_after_submit()


def check_shape(voucher: Document) -> None:
	"""Refuse lists and objects where one value belongs, in the voucher and in its rows: no query is given them.

	And texts that are too long.
	"""
	for doc in (voucher, *voucher.get_all_children()):
		fields.set_texts(doc)
		fields.check_texts(doc)


def check_whose(voucher: Document) -> None:
	"""Refuse to post for another customer than before: the form is older than a merge, or somebody says another one."""
	before = voucher.get_doc_before_save()
	if before and before.docstatus.is_submitted() and before.customer != voucher.customer:
		fields.refuse(voucher, "customer", messages.OTHER_CUSTOMER_NOW)


def keep_trace(voucher: Document) -> None:
	"""Whose a voucher was is written by merging alone."""
	before = voucher.get_doc_before_save()
	voucher.moved_from = before.moved_from if before else None
