"""The only module that knows the library which reads spreadsheets, and what its failures mean."""

import io
from collections.abc import Iterator

import python_calamine

from crm_khachhang.importing.reading.errors import DAMAGED, PROTECTED, UnreadableFile
from crm_khachhang.importing.reading.extents import Marks
from crm_khachhang.importing.reading.rows import Cell, SourceRow, plain


def open_workbook(content: bytes) -> python_calamine.CalamineWorkbook:
	"""Open a workbook of any kind. Raises UnreadableFile: PROTECTED or DAMAGED."""
	try:
		return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
	except BaseException as error:
		raise _refusal(error) from None


def load(book: python_calamine.CalamineWorkbook, number: int) -> python_calamine.CalamineSheet:
	"""Load a sheet by its place, from 0. Raises UnreadableFile."""
	try:
		return book.get_sheet_by_index(number)
	except BaseException as error:
		raise _refusal(error) from None


def visible_names(book: python_calamine.CalamineWorkbook) -> dict[str, bool]:
	"""Names of the sheets with cells and whether people see them, in the order of the tabs."""
	return {
		sheet.name: sheet.visible == python_calamine.SheetVisibleEnum.Visible
		for sheet in book.sheets_metadata
	}


def rows(sheet: python_calamine.CalamineSheet, marks: Marks) -> Iterator[SourceRow]:
	"""Give the rows from the first filled one, their cells from column A; `marks` are the cells with errors."""
	if sheet.start is None:
		return
	first, left = sheet.start
	marked = {row for row, _column in marks}
	for number, values in enumerate(sheet.to_python() if first else sheet.iter_rows(), first):
		cells = (None,) * left + tuple(plain(values))
		if number in marked:
			cells = _with_marks(cells, number, marks)
		yield SourceRow(number + 1, cells)


def _with_marks(cells: tuple[Cell, ...], row: int, marks: Marks) -> tuple[Cell, ...]:
	return tuple(marks.get((row, column)) if value is None else value for column, value in enumerate(cells))


def _refusal(error: BaseException) -> UnreadableFile:
	"""What a failure of the library means. A panic of its native code is no Exception: its class says so."""
	if isinstance(error, python_calamine.PasswordError) or "password" in str(error).lower():
		return UnreadableFile(PROTECTED)
	if isinstance(error, Exception) or type(error).__name__ == "PanicException":
		return UnreadableFile(DAMAGED)
	raise error
