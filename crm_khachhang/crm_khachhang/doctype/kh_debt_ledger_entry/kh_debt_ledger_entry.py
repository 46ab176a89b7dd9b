"""One line of the ledger: added by a voucher (`debts/ledger.py`), never changed, never deleted."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.debts import ledger, messages


class KHDebtLedgerEntry(Document):
	def check_if_latest(self):
		self._stays()

	def on_trash(self):
		self._stays()

	def before_rename(self, *_names):
		self._stays()

	def _stays(self):
		frappe.throw(_(messages.LEDGER_STAYS), frappe.PermissionError)


def on_doctype_update():
	# What was open of each debt on a day; of a customer in a period, and how old it was; what vouchers moved in a period:
	# each from the index alone. The lines of a voucher, and the credit of a payment.
	for fields in (
		["debt", "posting_date", "amount", "customer", "due_date"],
		["customer", "posting_date", "amount", "due_date", "debt"],
		["voucher_no", "voucher_type"],
		["payment", "posting_date", "amount"],
		["posting_date", "voucher_type", "customer", "amount", "voucher_no"],
	):
		frappe.db.add_index(ledger.ENTRY, fields, "kh_" + "_".join(fields))
