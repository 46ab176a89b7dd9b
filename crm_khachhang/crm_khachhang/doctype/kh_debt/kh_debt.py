"""One receivable: what a customer owes since a day, until a day."""

import frappe

from crm_khachhang.debts import balances, debts, due, ledger, rules
from crm_khachhang.debts.money import exact
from crm_khachhang.debts.vouchers import Voucher


class KHDebt(Voucher):
	derived = debts.DERIVED

	def check_if_latest(self):
		super().check_if_latest()
		rules.check_date(self, "promised_on")

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
		rules.check_open(self, exact(self.amount))

	def on_submit(self):
		ledger.post(self, debts.lines(self))
		self.show_derived()

	def before_update_after_submit(self):
		self.show_derived()

	def on_update_after_submit(self):
		# The form was read before others paid.
		balances.derive_debts([self.name])
		self.show_derived()

	def before_cancel(self):
		super().before_cancel()
		debts.check_nothing_is_paid(self)
		rules.check_total(self, -1)

	def on_cancel(self):
		ledger.reverse(self)
		self.show_derived()

	def on_discard(self):
		# Frappe 16 makes a draft that nobody wants a cancelled document.
		self.db_set("status", "Cancelled")


def on_doctype_update():
	# What is open of a customer, and what of it is overdue; the nightly sweep; the debts of reports by due date; the list
	# of one type.
	for fields in (
		["customer", "outstanding_amount", "due_date"],
		["status", "due_date"],
		["due_date", "outstanding_amount", "customer"],
		["debt_type", "posting_date"],
	):
		frappe.db.add_index(balances.DEBT, fields, "kh_" + "_".join(fields))
