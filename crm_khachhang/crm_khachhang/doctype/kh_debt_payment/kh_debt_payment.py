"""What lowers debts: money that comes, credit that is used, debts that are given up; and money that goes back."""

import frappe

from crm_khachhang.debts import balances, ledger, payments, rules
from crm_khachhang.debts.money import total
from crm_khachhang.debts.vouchers import Voucher


class KHDebtPayment(Voucher):
	derived = ("unallocated_amount",)

	def check_if_latest(self):
		super().check_if_latest()
		if self._action in ("save", "submit"):
			payments.prepare_rows(self)

	def before_validate(self):
		rules.check_posting_date(self)

	def validate(self):
		rules.check_currency(self)
		rules.check_amount(self)
		payments.prepare(self)

	def before_submit(self):
		rules.check_total(self, payments.SIGNS[self.payment_type])
		self.unallocated_amount = 0  # posting adds to it

	def on_submit(self):
		ledger.post(self, payments.lines(self))
		self.unallocated_amount = float(payments.left_over(self))

	def before_update_after_submit(self):
		self.show_derived()

	def on_update_after_submit(self):
		# The form was read before others used the credit.
		balances.derive_payment(self.name)
		self.show_derived()

	def before_cancel(self):
		super().before_cancel()
		payments.check_credit_is_left(self)
		rules.check_total(self, -payments.SIGNS[self.payment_type])
		rules.check_open(self, total(row.amount for row in self.allocations))

	def on_cancel(self):
		ledger.reverse(self)
		self.unallocated_amount = 0


def on_doctype_update():
	# The credit of a customer; the payments of a period; the list of one type.
	for fields in (
		["customer", "unallocated_amount"],
		["posting_date", "payment_type", "customer"],
		["payment_type", "posting_date"],
	):
		frappe.db.add_index(balances.PAYMENT, fields, "kh_" + "_".join(fields))
