"""What the tests of exports share: reading back what was written."""

from io import BytesIO
from pathlib import Path

import frappe
from frappe.utils import get_files_path
from openpyxl import load_workbook

from crm_khachhang.exporting import api
from crm_khachhang.tests import TestCase

CUSTOMER = "KH Customer"


class ExportTestCase(TestCase):
	def setUp(self):
		super().setUp()
		before = set(folder().iterdir())
		self.addCleanup(lambda: [path.unlink() for path in set(folder().iterdir()) - before])

	def export(self, file_type: str, names: list[str] | None, fieldnames: list[str] = (), **more) -> dict:
		"""Export as the session's user; return the summary of what has ended well."""
		summary = api.start(file_type, list(fieldnames), names, **more)
		self.assertEqual((summary["status"], summary["error"]), ("Completed", ""))
		return summary

	def workbook(self, names: list[str] | None, fieldnames: list[str] = (), **more):
		"""Return the only sheet of the exported workbook."""
		return load_workbook(content(self.export("xlsx", names, fieldnames, **more))).active

	def rows(self, names: list[str] | None, fieldnames: list[str] = (), **more) -> list[tuple]:
		"""Return the rows of the exported workbook, the heads first."""
		return list(self.workbook(names, fieldnames, **more).iter_rows(values_only=True))

	def text(self, file_type: str, names: list[str], fieldnames: list[str] = ()) -> str:
		return content(self.export(file_type, names, fieldnames)).getvalue().decode("utf-8-sig")


def folder() -> Path:
	return Path(get_files_path(is_private=1))


def content(summary: dict) -> BytesIO:
	return BytesIO((folder() / summary["file_url"].rpartition("/")[2]).read_bytes())


def add_field(case: TestCase, fieldname: str, **values) -> None:
	"""Give the customers a custom field for the test, without its column: changing the table would commit."""
	field = frappe.get_doc(doctype="Custom Field", dt=CUSTOMER, fieldname=fieldname, **values)
	field.db_insert()
	frappe.clear_cache(doctype=CUSTOMER)
	case.addCleanup(frappe.clear_cache, doctype=CUSTOMER)
