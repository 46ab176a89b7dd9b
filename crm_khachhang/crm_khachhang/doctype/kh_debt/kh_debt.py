"""One receivable: what a customer owes since a day, until a day."""

import frappe
from frappe.model.document import Document

from crm_khachhang.debts import balances, debts, due, ledger, rules


class KHDebt(Document):
	def check_if_latest(self):
		ledger.hold(self.customer)
		super().check_if_latest()

	def before_validate(self):
		rules.check_posting_date(self)
		self.due_date = self.due_date or due.due_date(self.customer, self.posting_date)

	def validate(self):
		rules.check_currency(self)
		rules.check_amount(self)
		rules.check_due_date(self)
		debts.keep_derived(self)

	def before_submit(self):
		rules.check_total(self)

	def on_submit(self):
		ledger.post(self, debts.lines(self))
		debts.show_derived(self)

	def before_update_after_submit(self):
		debts.show_derived(self)

	def on_update_after_submit(self):
		debts.derive_again(self)

	def before_cancel(self):
		rules.check_period(self)
		debts.check_nothing_is_paid(self)

	def on_cancel(self):
		ledger.reverse(self)
		debts.show_derived(self)

	def on_trash(self):
		ledger.check_not_posted(self)


def on_doctype_update():
	# What is open of a customer, and what of it is overdue; the nightly sweep; the debts of reports by due date.
	for fields in (
		["customer", "outstanding_amount", "due_date"],
		["status", "due_date"],
		["due_date", "outstanding_amount", "customer"],
	):
		frappe.db.add_index(balances.DEBT, fields, "kh_" + "_".join(fields))
