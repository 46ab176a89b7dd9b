"""Others at the same customers at the same moment: each customer once, each opening debt once."""

import time
from unittest.mock import patch

import frappe

from crm_khachhang.debts import checking, ledger, opening
from crm_khachhang.importing import run
from crm_khachhang.importing.tests.files import forget_imports, make_import
from crm_khachhang.tests import make_customer
from crm_khachhang.tests.processes import ProcessTestCase

MARK = "Cùng lúc"
WORKER = """
from crm_khachhang.importing import run, work
work.BATCH_ROWS = 10
frappe.get_meta("KH Customer")
frappe.db.rollback()
say("ready")
wait()
run.work(arguments[0])
say("done")
"""
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def tax_codes(count: int) -> list[str]:
	"""Return tax codes with their check digit, from a range that no other test uses."""
	found, number = [], 9_000_000
	while len(found) < count:
		number += 1
		digits = f"09{number:07d}"
		rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11
		if rest:
			found.append(f"{digits}{10 - rest}")
	return found


class TestTwoImports(ProcessTestCase):
	def setUp(self):
		self.codes = tax_codes(60)
		header = ("Tên khách hàng", "Loại khách", "MST")
		rows = [(f"{MARK} {code}", "Tổ chức", code) for code in self.codes]
		self.imports = [make_import(header, *rows), make_import(header, *reversed(rows))]
		self.addCleanup(self.clean_up)
		# A worker of the bench, where one is up, would do them before ours.
		self.enterContext(patch.object(run, "enqueue"))
		for doc in self.imports:
			run.start(doc, run.RUNNING)
		frappe.db.commit()

	def clean_up(self):
		forget_imports(self.imports, MARK)

	def test_each_customer_once(self):
		workers = [self.start(WORKER, doc.name) for doc in self.imports]
		for worker in workers:
			self.says(worker, "ready")
		for worker in workers:
			print("", file=worker.stdin, flush=True)
		for worker in workers:
			self.says(worker, "done")
		frappe.db.rollback()
		found = frappe.get_all("KH Customer", {"tax_code": ("in", self.codes)}, pluck="tax_code")
		self.assertEqual(sorted(found), sorted(self.codes))
		docs = [frappe.get_doc("KH Import", doc.name) for doc in self.imports]
		self.assertEqual(sum(doc.created for doc in docs), len(self.codes))
		self.assertEqual(sum(doc.failed for doc in docs), len(self.codes))
		self.assertEqual({doc.total_rows for doc in docs}, {len(self.codes)})


class TestOpeningDebtMeanwhile(ProcessTestCase):
	"""Somebody posts the opening debt of a customer while an import of the same waits for that customer."""

	def setUp(self):
		self.customer = make_customer(customer_name=f"{MARK} ghi nợ", phone=None).name
		rows = ((self.customer, 900),)
		choices = {"mode": "Create or Update", "match_by": "code"}
		self.doc = make_import(("Mã KH", "Nợ đầu kỳ"), *rows, **choices)
		self.addCleanup(self.clean_up)
		self.enterContext(patch.object(run, "enqueue"))
		run.start(self.doc, run.RUNNING)
		frappe.db.commit()

	def clean_up(self):
		frappe.db.rollback()
		for doctype in ("KH Debt Ledger Entry", "KH Debt"):
			frappe.db.delete(doctype, {"customer": self.customer})
		frappe.db.commit()
		forget_imports([self.doc], MARK)

	def test_it_is_not_recorded_twice(self):
		ledger.hold(self.customer)
		worker = self.start(WORKER, self.doc.name)
		self.says(worker, "ready")
		print("", file=worker.stdin, flush=True)
		self.wait_until_it_waits()
		opening.save(opening.new(900), self.customer)
		frappe.db.commit()
		self.says(worker, "done")
		frappe.db.rollback()
		self.assertEqual(frappe.db.count("KH Debt", {"customer": self.customer}), 1)
		self.assertEqual(frappe.get_doc("KH Import", self.doc.name).skipped, 1)
		self.assertEqual(list(checking.differences()), [])

	def wait_until_it_waits(self) -> None:
		"""Until the database has let the worker wait for the customer for a while."""
		waiting = "select 1 from information_schema.processlist where time_ms > 300 and info like %s"
		end = time.monotonic() + 120
		while not frappe.db.sql(waiting, ("select%tabKH Customer%for update",)):
			self.assertLess(time.monotonic(), end, "the worker did not come to the customer")
			time.sleep(0.05)
