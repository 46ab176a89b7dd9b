"""Small files for tests, and imports of them."""

from io import BytesIO

import frappe
from openpyxl import Workbook

from crm_khachhang.importing.writing import removal

CUSTOMER, IMPORT = "KH Customer", "KH Import"


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


def let_import(test, role: str) -> None:
	"""During `test` a company gives people of `role` the import right."""
	frappe.permissions.add_permission(CUSTOMER, role, 0)
	frappe.permissions.update_permission_property(CUSTOMER, role, 0, "import", 1, validate=False)
	if not frappe.db.exists("DocPerm", {"parent": IMPORT, "role": role}):
		frappe.permissions.add_permission(IMPORT, role, 0)
		for right in ("create", "write"):
			frappe.permissions.update_permission_property(IMPORT, role, 0, right, 1, validate=False)
	frappe.clear_cache(doctype=CUSTOMER)
	test.addCleanup(frappe.clear_cache, doctype=CUSTOMER)


def forget_imports(imports: list, mark: str) -> None:
	"""Delete what a test with other processes committed: `imports`, and the customers whose names begin with `mark`."""
	frappe.db.rollback()
	names = frappe.get_all(CUSTOMER, {"customer_name": ("like", f"{mark}%")}, pluck="name")
	removal.remove(names)
	frappe.db.delete("Deleted Document", {"deleted_name": ("in", names or [""])})
	for doc in imports:
		frappe.db.set_value(IMPORT, doc.name, "status", "Failed")
		frappe.delete_doc(IMPORT, doc.name, force=True)
		for name in frappe.get_all("File", {"file_url": doc.import_file}, pluck="name"):
			frappe.delete_doc("File", name, force=True)
	frappe.db.delete("KH Import Layout")
	frappe.db.delete("Notification Log", {"document_type": IMPORT})
	frappe.db.commit()
