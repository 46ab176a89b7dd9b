"""Exports in the background: progress, cancelling, crashes, old files."""

import json
import subprocess
import sys
from dataclasses import replace
from unittest.mock import patch

import frappe
from frappe.utils import CallbackManager

from crm_khachhang.access.roles import MANAGER
from crm_khachhang.exporting import api, files, kinds, reading, runs, watching
from crm_khachhang.exporting.tests import ExportTestCase, folder
from crm_khachhang.tests import TestCase, make_customer, make_user

EXPORT = "KH Export"


class BackgroundTestCase(ExportTestCase):
	def setUp(self):
		super().setUp()
		for module, name, value in (
			(runs, "MOST_AT_ONCE", 2),
			(reading, "CHUNK", 2),
			(runs, "STEP_SECONDS", 0),
		):
			self.addCleanup(setattr, module, name, getattr(module, name))
			setattr(module, name, value)
		self.names = [make_customer(customer_name=f"Khách nền {n}").name for n in range(5)]
		self.user = make_user("kh_xuat@export.example", MANAGER)
		frappe.set_user(self.user)
		self.queued = api.start("xlsx", ["customer_code"], self.names)
		self.name = self.queued["name"]

	def state(self, *fields):
		return frappe.db.get_value(EXPORT, self.name, fields)

	def parts(self) -> list[str]:
		return [path.name for path in folder().iterdir() if path.name.endswith(".part")]


class TestBackground(BackgroundTestCase):
	def test_it_is_queued_and_then_told(self):
		self.assertEqual((self.queued["status"], self.queued["is_open"]), ("Queued", True))
		self.assertFalse(self.queued["file_url"])
		told = []
		with patch.object(
			frappe, "publish_realtime", lambda event, data=None, **to: told.append((event, data, to))
		):
			runs.work_in_background(self.name)
		progress = [(data.done, data.status) for event, data, _to in told if event == "kh_export"]
		self.assertEqual(progress, [(2, "Running"), (4, "Running"), (5, "Running"), (5, "Completed")])
		self.assertTrue(all(to["user"] == self.user for event, _d, to in told if event == "kh_export"))
		self.assertEqual(
			self.state("status", "total", "done", "title"), ("Completed", 5, 5, "Excel: 5 customers")
		)
		log = frappe.get_last_doc("Notification Log", {"document_type": EXPORT})
		self.assertEqual((log.for_user, log.document_name), (self.user, self.name))
		self.assertIn("ready to download: <strong>Excel: 5 customers</strong>", log.subject)
		self.assertEqual(self.parts(), [])

	def test_cancelled_before_it_began(self):
		self.assertEqual(api.cancel(self.name)["status"], "Cancelled")
		self.assertFalse(runs.work(self.name))
		self.assertEqual(self.state("status", "file_url"), ("Cancelled", None))

	def test_cancelled_amid(self):
		with patch.object(runs.telling, "publish", lambda name: api.cancel(name)):
			self.assertFalse(runs.work(self.name))
		self.assertEqual(self.state("status", "file_url"), ("Cancelled", None))
		self.assertEqual(self.parts(), [])
		self.assertFalse(frappe.db.exists("File", {"file_name": ("like", f"%{self.name}%")}))

	def test_another_worker_took_it_over(self):
		with patch.object(
			runs.telling, "publish", lambda name: frappe.db.set_value(EXPORT, name, "worker", "khac")
		):
			self.assertFalse(runs.work(self.name))
		self.assertEqual(self.state("status", "worker"), ("Running", "khac"))

	def test_an_unexpected_error(self):
		with patch.object(reading, "cells_of", side_effect=ZeroDivisionError):
			runs.work_in_background(self.name)
		status, error = self.state("status", "error")
		self.assertEqual(
			(status, error), ("Failed", "An unexpected error; the administrator finds it in the error log.")
		)
		self.assertTrue(frappe.db.exists("Error Log", {"method": "KH Export"}))
		self.assertIn("Your export failed", frappe.get_last_doc("Notification Log").subject)
		self.assertEqual(self.parts(), [])
		self.assertEqual(api.retry(self.name)["status"], "Queued")
		self.assertTrue(runs.work(self.name))
		self.assertEqual(self.state("status", "done"), ("Completed", 5))

	def test_a_starter_who_left(self):
		frappe.set_user("Administrator")
		frappe.db.set_value("User", self.user, "enabled", 0)
		self.addCleanup(frappe.clear_document_cache, "User", self.user)
		runs.work(self.name)
		self.assertEqual(
			self.state("status", "error"), ("Failed", "The user who started it is no longer enabled.")
		)

	def test_standing_still(self):
		api.resume(self.name)
		self.assertEqual(self.state("attempts"), 0)
		for attempt in range(1, watching.MOST_ATTEMPTS + 1):
			frappe.db.set_value(EXPORT, self.name, "last_progress_on", "2020-01-01")
			watching.resume_stale()
			self.assertEqual(self.state("attempts"), attempt)
		frappe.db.set_value(EXPORT, self.name, "last_progress_on", "2020-01-01")
		watching.resume_stale()
		self.assertEqual(self.state("status"), "Failed")
		self.assertIn("stopped several times", self.state("error"))
		self.assertIn("Your export failed", frappe.get_last_doc("Notification Log").subject)

	def test_a_running_one_is_not_deleted(self):
		with self.assertRaisesRegex(frappe.ValidationError, "still running"):
			frappe.delete_doc(EXPORT, self.name)

	def test_what_a_killed_worker_left_is_removed(self):
		files.unfinished(self.name, "cu").write_bytes(b"half")
		runs.work(self.name)
		self.assertEqual(self.parts(), [])

	def test_a_file_that_cannot_be_removed_keeps_no_other(self):
		names = [self.name, runs.create("csv", [], [make_customer().name]).name]
		for name in names:
			runs.work(name)
			frappe.db.set_value(EXPORT, name, "finished_on", "2020-01-01")
		remove = files.remove

		def fail_once(name, url):
			if name == names[0]:
				raise PermissionError("the disk")
			remove(name, url)

		with patch.object(files, "remove", fail_once):
			watching.remove_old_files()
		left = [bool(frappe.db.get_value(EXPORT, name, "file_url")) for name in names]
		self.assertEqual(left, [True, False])

	def test_more_customers_than_a_sheet_has_rows(self):
		excel = replace(kinds.get("xlsx"), most=2)
		excel.check(2)
		self.assertRaisesRegex(frappe.ValidationError, "3", excel.check, 3)
		self.assertEqual(kinds.get("xlsx").most, 1_048_575)

	def test_files_are_removed_after_some_days(self):
		runs.work(self.name)
		watching.remove_old_files()
		path = folder() / self.state("file_url").rpartition("/")[2]
		self.assertTrue(path.exists())
		frappe.db.set_value(EXPORT, self.name, "finished_on", "2020-01-01")
		with patch.object(frappe.db, "after_commit", CallbackManager()) as behind:
			watching.remove_old_files()
			self.assertTrue(path.exists(), "a rollback would not bring it back")
			behind.run()
		self.assertFalse(path.exists())
		self.assertEqual(self.state("status", "file_url"), ("Completed", ""))
		self.assertEqual(api.retry(self.name)["status"], "Queued")


class TestKilledProcess(TestCase):
	def test_the_next_worker_writes_the_whole_file(self):
		program = [sys.executable, "-m", "crm_khachhang.exporting.tests.crash"]
		done = subprocess.run(
			[*program, frappe.local.site],
			cwd=frappe.utils.get_bench_path() + "/sites",
			stdout=subprocess.PIPE,
			encoding="utf-8",
			timeout=300,
			check=True,
		)
		found = json.loads(done.stdout.splitlines()[-1])
		self.assertEqual(
			found["after_kill"], {"status": "Running", "file_url": None, "files": 0, "parts": 1}, found
		)
		self.assertEqual(found["at_the_end"], {"status": "Completed", "rows": found["customers"], "parts": 0})
