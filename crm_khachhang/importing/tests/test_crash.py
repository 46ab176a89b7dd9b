"""An import survives the death of its process: no row is lost, none is done twice."""

import time
from unittest.mock import patch

import frappe

from crm_khachhang.importing import run, watching
from crm_khachhang.importing.tests.files import forget_imports, make_import
from crm_khachhang.tests.processes import ProcessTestCase

ROWS = 1500
MARK = "Bị ngắt"

WORKER = """
from crm_khachhang.importing import run, work
work.BATCH_ROWS = 20
say("ready")
wait()
run.work(arguments[0])
say("done")
"""


class TestKilledWorker(ProcessTestCase):
	def setUp(self):
		rows = ((f"{MARK} {number}", f"090{number:07d}") for number in range(ROWS))
		self.doc = make_import(("Tên khách hàng", "SĐT"), *rows)
		self.addCleanup(self.clean_up)
		# A worker of the bench, where one is up, would do it before ours.
		self.enterContext(patch.object(run, "enqueue"))
		run.start(self.doc, run.RUNNING)
		frappe.db.commit()

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

	def test_killed_again_and_again(self):
		seen = [self.kill_amid() for _time in range(3)]
		self.assertTrue(0 < seen[0] <= seen[1] <= seen[2], seen)
		self.assertLess(seen[0], ROWS)
		others = [self.begin() for _number in range(2)]
		for worker in others:
			self.says(worker, "done")
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
