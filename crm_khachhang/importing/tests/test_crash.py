"""An import survives the death of its process: no row is lost, none is done twice."""

import time
from unittest.mock import patch

import frappe

from crm_khachhang.debts import checking
from crm_khachhang.importing import run, watching
from crm_khachhang.importing.tests.files import forget_imports, make_import
from crm_khachhang.tests.processes import ProcessTestCase

ROWS = 1500
OWING = 600
MARK = "Bị ngắt"

WORKER = """
from crm_khachhang.importing import run, work
work.BATCH_ROWS = 20
say("ready")
wait()
run.work(arguments[0])
say("done")
"""


class Killing(ProcessTestCase):
	"""An import that is begun, and whose worker can be killed; `HEADER` and `rows` are its file."""

	HEADER = ("Tên khách hàng", "SĐT")

	def setUp(self):
		self.doc = make_import(self.HEADER, *self.rows())
		self.addCleanup(self.clean_up)
		# A worker of the bench, where one is up, would do it before ours.
		self.enterContext(patch.object(run, "enqueue"))
		run.start(self.doc, run.RUNNING)
		frappe.db.commit()

	def rows(self):
		return ((f"{MARK} {number}", f"090{number:07d}") for number in range(ROWS))

	def clean_up(self):
		forget_imports([self.doc], MARK)

	def begin(self):
		worker = self.start(WORKER, self.doc.name)
		self.says(worker, "ready")
		print("", file=worker.stdin, flush=True)
		return worker

	def written(self) -> int:
		frappe.db.rollback()
		return frappe.db.count("KH Customer", {"customer_name": ("like", f"{MARK}%")})

	def kill_amid(self) -> int:
		before = self.written()
		worker = self.begin()
		while self.written() == before and worker.poll() is None:
			time.sleep(0.005)
		self.kill(worker)
		return self.written()

	def finish(self):
		"""Two workers at once do the rest."""
		others = [self.begin() for _number in range(2)]
		for worker in others:
			self.says(worker, "done")


class TestKilledWorker(Killing):
	def test_killed_again_and_again(self):
		seen = [self.kill_amid() for _time in range(3)]
		self.assertTrue(0 < seen[0] <= seen[1] <= seen[2], seen)
		self.assertLess(seen[0], ROWS)
		self.finish()
		self.assertEqual(self.written(), ROWS)
		names = frappe.get_all("KH Customer", {"customer_name": ("like", f"{MARK}%")}, pluck="customer_name")
		self.assertEqual(len(set(names)), ROWS)
		doc = frappe.get_doc("KH Import", self.doc.name)
		self.assertEqual((doc.status, doc.total_rows, doc.created, doc.failed), ("Completed", ROWS, ROWS, 0))
		self.assertEqual(frappe.db.count("KH Import Row", {"kh_import": doc.name}), ROWS)
		codes = frappe.get_all("KH Import Row", {"kh_import": doc.name}, pluck="customer")
		self.assertEqual(len(set(codes)), ROWS)

	def test_a_dead_worker_is_noticed(self):
		self.kill_amid()
		doc = frappe.get_doc("KH Import", self.doc.name)
		doc.last_progress_on = "2026-01-01"
		watching.notice_death(doc)
		attempts = frappe.db.get_value("KH Import", doc.name, "attempts")
		self.assertEqual(attempts, 1)


class TestKilledAmidDebts(Killing):
	"""The debt of a row is written with its customer, or not at all."""

	HEADER = (*Killing.HEADER, "Nợ đầu kỳ")

	def rows(self):
		return ((f"{MARK} {number}", f"090{number:07d}", 1000 + number) for number in range(OWING))

	def clean_up(self):
		frappe.db.rollback()
		names = frappe.get_all("KH Customer", {"customer_name": ("like", f"{MARK}%")}, pluck="name")
		for doctype in ("KH Debt Ledger Entry", "KH Debt"):
			frappe.db.delete(doctype, {"customer": ("in", names or [""])})
		frappe.db.commit()
		super().clean_up()

	def owing(self) -> list[tuple]:
		customers = {"customer_name": ("like", f"{MARK}%")}
		return frappe.get_all("KH Customer", customers, ["name", "total_debt"], as_list=True, order_by="name")

	def test_no_debt_is_lost_and_none_is_doubled(self):
		for _time in range(3):
			self.kill_amid()
			self.assertEqual(list(checking.differences()), [])
			debts = frappe.get_all(
				"KH Debt", fields=["customer", "amount"], order_by="customer", as_list=True
			)
			self.assertEqual(debts, self.owing())
		self.finish()
		self.written()
		self.assertEqual(sorted(amount for _name, amount in self.owing()), [1000 + n for n in range(OWING)])
		self.assertEqual(list(checking.differences()), [])
		rows = frappe.get_all("KH Import Row", {"kh_import": self.doc.name}, ["debt", "customer"])
		debts = frappe.get_all("KH Debt", fields=["name as debt", "customer"])
		self.assertEqual({tuple(row.values()) for row in rows}, {tuple(debt.values()) for debt in debts})
