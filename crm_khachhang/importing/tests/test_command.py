"""The importer on the command line."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import frappe

from crm_khachhang.importing import command, source, work
from crm_khachhang.importing import run as importing_run
from crm_khachhang.importing.tests.files import workbook
from crm_khachhang.tests import TestCase, make_customer, make_user

CUSTOMER = "KH Customer"
HEADER = ("Tên khách hàng", "SĐT", "MST", "Nhóm KH")


class TestCommand(TestCase):
	def setUp(self):
		super().setUp()
		folder = TemporaryDirectory()
		self.addCleanup(folder.cleanup)
		self.path = Path(folder.name) / "khach.xlsx"

	def run_with(self, *rows, **given) -> tuple[int, dict]:
		self.path.write_bytes(workbook(*rows))
		with patch.object(command.click, "echo") as echo:
			code = command.run(self.path, as_json=True, **given)
		return code, json.loads(echo.call_args[0][0])

	def test_counts_and_errors(self):
		code, report = self.run_with(("Công ty ABC",), HEADER, ("Lê Tư", "0906483615"), ("Lê Năm", "12"))
		errors = report.pop("errors")
		self.assertEqual(code, 1)
		self.assertEqual(report, {"total_rows": 2, "created": 1, "updated": 0, "skipped": 0, "failed": 1})
		self.assertEqual(
			[(error["row"], error["field"], error["value"]) for error in errors], [(4, "phone", "12")]
		)
		self.assertIn("Digits are missing", errors[0]["reason"])

	def test_a_good_file_ends_with_zero(self):
		code, report = self.run_with(HEADER, ("Lê Tư", "0906483615"))
		self.assertEqual((code, report["created"]), (0, 1))
		self.assertEqual(frappe.get_last_doc("KH Import").created, 1)

	def test_the_file_is_opened_once(self):
		with patch.object(source, "open_content", wraps=source.open_content) as opened:
			self.run_with(HEADER, ("Lê Tư", "0906483615"))
			self.assertEqual(opened.call_count, 1)
			self.run_with(HEADER, ("Lê Năm", "0906483616"))
			self.assertEqual(opened.call_count, 2)

	def test_what_browsers_may_upload_is_no_limit_here(self):
		with patch.dict(frappe.local.conf, max_file_size=10):
			code, report = self.run_with(HEADER, ("Lê Tư", "0906483615"))
		self.assertEqual((code, report["created"]), (0, 1))

	def test_a_dry_run_leaves_nothing(self):
		before = frappe.db.count("KH Import")
		code, report = self.run_with(HEADER, ("Lê Tư", "0906483615"), dry_run=True)
		self.assertEqual((code, report["created"]), (0, 1))
		self.assertFalse(frappe.db.exists(CUSTOMER, {"phone_e164": "+84906483615"}))
		self.assertEqual(frappe.db.count("KH Import"), before)

	def test_modes_and_matching(self):
		make_customer(customer_name="Lê Tư", phone="0906483615")
		rows = (HEADER, ("Lê Tư B", "0906 483 615"), ("Mới", "0912000111"))
		code, report = self.run_with(*rows, mode="both", match_by="phone,tax_code")
		self.assertEqual((code, report["created"], report["updated"]), (0, 1, 1))
		code, report = self.run_with(*rows, mode="update", match_by="phone")
		self.assertEqual((code, report["skipped"]), (0, 2))

	def test_owner_and_masters(self):
		owner = make_user("owner@command.example", "KH Sales User")
		rows = (HEADER, ("Lê Tư", "0906483615", None, "Nhóm dòng lệnh"))
		code, report = self.run_with(*rows, owner=owner)
		self.assertEqual((code, report["errors"][0]["field"]), (1, "customer_group"))
		code, report = self.run_with(*rows, owner=owner, create_masters=True)
		self.assertEqual(code, 0)
		customer = frappe.get_last_doc(CUSTOMER, {"phone_e164": "+84906483615"})
		self.assertEqual(customer.account_manager, owner)

	def test_what_was_stopped_meanwhile_is_no_success(self):
		for end in ("Cancelled", "Failed"):

			def stop(name, end=end):
				frappe.db.set_value("KH Import", name, "status", end)

			with patch.object(importing_run.telling, "tell", stop), patch.object(work, "BATCH_ROWS", 1):
				rows = ((f"Lê {number} {end}", f"0906483{number}{len(end):02d}") for number in range(3))
				code, report = self.run_with(HEADER, *rows)
			self.assertEqual((code, report["created"], report["failed"]), (1, 1, 0))
			self.assertEqual(set(report), {"errors", "total_rows", "created", "updated", "skipped", "failed"})

	def test_what_cannot_be_read_ends_with_two(self):
		self.path.write_bytes(b"<html><table></table></html>")
		with patch.object(command.click, "echo") as echo, patch.object(frappe.db, "rollback"):
			self.assertEqual(command.run(self.path, as_json=True), 2)
			self.assertIn("web page", echo.call_args[0][0])
			self.assertEqual(command.run(self.path.with_name("gone.xlsx"), as_json=True), 2)
			self.path.write_bytes(workbook(HEADER, ("Lê Tư",)))
			self.assertEqual(command.run(self.path, as_json=True, sheet="Khác"), 2)
			self.assertEqual(command.run(self.path, as_json=True, match_by="name", mode="both"), 2)
