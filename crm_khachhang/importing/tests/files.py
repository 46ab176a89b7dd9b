"""Small files for tests, and imports of them."""

from io import BytesIO

import frappe
from openpyxl import Workbook

IMPORT = "KH Import"


def workbook(*rows: tuple) -> bytes:
	"""Return an .xlsx file with `rows` on its only sheet."""
	book = Workbook()
	for row in rows:
		book.active.append(row)
	for cell in (cell for row in book.active for cell in row if isinstance(cell.value, str)):
		cell.data_type = "s"  # "=1+1" as somebody typed it into a text cell
	output = BytesIO()
	book.save(output)
	return output.getvalue()


def upload(content: bytes, file_name: str = "khach.xlsx") -> str:
	"""Return the address of a private file with `content`, of the session's user."""
	file = frappe.get_doc(doctype="File", file_name=file_name, content=content, is_private=1)
	return file.insert().file_url


def make_import(*rows: tuple, **values):
	"""Insert and return an import of a workbook with `rows`, the first of them the header."""
	return frappe.get_doc(doctype=IMPORT, import_file=upload(workbook(*rows)), **values).insert()
