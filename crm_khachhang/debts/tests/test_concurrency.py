"""Sixteen people at the same debts at the same moment: nothing is paid twice, and who comes too late is told."""

import json

import frappe
from frappe.utils import nowdate

from crm_khachhang.debts import checking
from crm_khachhang.debts.payments import credit_of
from crm_khachhang.debts.tests import make_debt
from crm_khachhang.tests import make_customer
from crm_khachhang.tests.processes import ProcessTestCase

PEOPLE = 16
MARK = "Cùng Thu Tiền"

WORKER = """
import json
from crm_khachhang.debts.tests import make_payment
frappe.get_meta("KH Debt Payment"), frappe.get_meta("KH Debt")
customer, rows, amount = arguments[0], json.loads(arguments[1]), float(arguments[2])
frappe.db.sql("set session innodb_lock_wait_timeout = 600")  # sixteen of them on a busy machine wait long
frappe.db.get_value("KH Customer", customer, "total_debt")  # the snapshot of this transaction is an early one
say("ready")
wait()
try:
	make_payment(customer, rows=rows, amount=amount)
	frappe.db.commit()
	say("done")
except frappe.ValidationError as error:
	frappe.db.rollback()
	say("refused " + str(error).replace("\\n", " "))
"""


class TestSixteen(ProcessTestCase):
	def setUp(self):
		self.customer = make_customer(customer_name=MARK, phone=None).name
		self.debts = [make_debt(self.customer, amount=100, due_date=nowdate()).name for _n in range(3)]
		self.addCleanup(self.clean_up)
		frappe.db.commit()

	def clean_up(self):
		"""The ledger keeps what was posted; only its tables know how to forget."""
		frappe.db.rollback()
		for doctype in ("KH Debt Ledger Entry", "KH Debt", "KH Debt Payment"):
			frappe.db.delete(doctype, {"customer": self.customer})
		frappe.db.delete("KH Debt Allocation", {"debt": ("in", self.debts)})
		frappe.delete_doc("KH Customer", self.customer)
		frappe.db.commit()

	def at_once(self, rows: dict, amount: float) -> list[str]:
		"""Let all of them pay at the same moment; return what became of each."""
		given = [self.customer, json.dumps(rows), str(amount)]
		workers = [self.start(WORKER, *given) for _n in range(PEOPLE)]
		for worker in workers:
			self.says(worker, "ready")
		for worker in workers:
			print("", file=worker.stdin, flush=True)
		said = [worker.stdout.readline().strip() for worker in workers]
		frappe.db.rollback()
		return said

	def test_chosen_by_hand(self):
		"""Each wants 30 of every debt of 100: three of them can."""
		said = self.at_once({debt: 30 for debt in self.debts}, 90)
		self.assertEqual(said.count("done"), 3)
		refused = [words for words in said if words != "done"]
		self.assertEqual(len(refused), 13)
		for words in refused:
			self.assertIn("is open of this debt. Lower the amount", words)
		self.assertEqual(self.totals(), (30, 0))

	def test_the_oldest_first(self):
		"""Each pays 30: what is more than owed stays as credit."""
		self.assertEqual(self.at_once(None, 30), ["done"] * PEOPLE)
		self.assertEqual(self.totals(), (300 - 480, 480 - 300))

	def totals(self) -> tuple[float, float]:
		self.assertEqual(list(checking.differences()), [])
		least = frappe.get_all("KH Debt", {"customer": self.customer}, pluck="outstanding_amount")
		self.assertGreaterEqual(min(least), 0)
		return frappe.db.get_value("KH Customer", self.customer, "total_debt"), credit_of(self.customer)
