"""Cells of workbooks that stay text, whatever a spreadsheet would make of them."""

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE


def text_cell(sheet, value: str | None) -> WriteOnlyCell:
	"""Return a cell that holds a text: openpyxl would take what begins with = for a formula."""
	cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value or ""))
	cell.data_type = "s"
	return cell
