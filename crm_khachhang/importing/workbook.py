"""The refused rows of an import as a workbook: as given, with the reason behind, ready to correct and import again."""

from functools import partial
from io import BytesIO

from frappe import _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from crm_khachhang.customers.text_cells import text_cell
from crm_khachhang.importing import messages, results, source

WIDTH, REASON_WIDTH = 18, 70


def refused(doc) -> bytes:
	"""Return the workbook of the refused rows of a KH Import whose file the user may read."""
	reasons = results.refused(doc.name)
	opened, _hash = source.open_file(doc.import_file, doc.sheet_name)
	book = Workbook(write_only=True)
	sheet = book.create_sheet(_("Refused Rows"))
	sheet.freeze_panes = "A2"
	labels = opened.header.labels
	for number in range(1, len(labels) + 2):
		letter = get_column_letter(number)
		sheet.column_dimensions[letter].width = REASON_WIDTH if number > len(labels) else WIDTH
	sheet.append([_bold(sheet, label) for label in (*labels, _(messages.REASON))])
	for row in opened.rows():
		if row.number in reasons:
			given, more = (map(partial(_cell, sheet), cells) for cells in (row.cells, row.extra))
			# What had no column stands behind the reason, where it keeps the row from being imported as it is.
			sheet.append([*given, _wrapped(sheet, reasons[row.number]), *more])
	output = BytesIO()
	book.save(output)
	return output.getvalue()


def _bold(sheet, label: object) -> WriteOnlyCell:
	cell = _cell(sheet, str(label or ""))
	cell.font = Font(bold=True)
	return cell


def _wrapped(sheet, text: str) -> WriteOnlyCell:
	cell = _cell(sheet, text)
	cell.alignment = Alignment(wrap_text=True, vertical="top")
	return cell


def _cell(sheet, value: object) -> WriteOnlyCell:
	"""A cell with the value as it was; text stays text, whatever a spreadsheet would make of it."""
	return text_cell(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value=value)
