"""Spreadsheets as books: .xlsx in pieces, .xls and .ods as a whole."""

from collections.abc import Iterator
from functools import cached_property

from crm_khachhang.importing.reading import (
	biff,
	calamine,
	limits,
	ods_xml,
	ole,
	sheet_parsing,
	sheet_xml,
)
from crm_khachhang.importing.reading.archive import Archive
from crm_khachhang.importing.reading.errors import (
	DAMAGED,
	NO_ROWS,
	NO_SUCH_SHEET,
	TOO_MANY_ROWS,
	TOO_WIDE,
	UnreadableFile,
)
from crm_khachhang.importing.reading.extents import Extent, Marks, check_at_once
from crm_khachhang.importing.reading.kinds import ODS, XLS, XLSX
from crm_khachhang.importing.reading.rows import SourceRow
from crm_khachhang.importing.reading.workbook_parts import Parts, Sheet

_CELLS_OF_A_PIECE = 100_000


class XlsxBook:
	"""An .xlsx (or .xlsm), read in pieces. Raises UnreadableFile if no sheet can be read or all are empty."""

	kind = XLSX

	def __init__(self, content: bytes):
		self._content = content
		self._archive = Archive(content)
		self._parts = Parts(self._archive)
		self._sheets = {sheet.name: sheet for sheet in self._parts.sheets}
		self._surveys: dict[str, sheet_xml.Survey | Extent] = {}
		self._check_sheets()

	@property
	def sheets(self) -> list[str]:
		"""Names of the sheets, those that are visible and not empty first."""
		return _in_order(
			{name: sheet.visible and self._is_filled(sheet) for name, sheet in self._sheets.items()}
		)

	def rows(self, sheet: str) -> Iterator[SourceRow]:
		"""Rows of a sheet. Raises UnreadableFile."""
		if sheet not in self._sheets:
			raise UnreadableFile(NO_SUCH_SHEET, sheet)
		chosen = self._sheets[sheet]
		known = self._survey(chosen)
		_check(known)
		if isinstance(known, Extent):
			return self._rows_at_once(chosen, known)
		return self._rows_in_pieces(chosen, known)

	def _check_sheets(self):
		"""Raise UnreadableFile if no sheet can be read, for the reason of the first."""
		filled = [sheet for sheet in self._sheets.values() if self._is_filled(sheet)]
		refusals = [error for sheet in filled if (error := _refusal_of(self._survey(sheet)))]
		if len(refusals) == len(filled):
			raise refusals[0] if refusals else UnreadableFile(NO_ROWS)

	def _rows_in_pieces(self, sheet: Sheet, known: sheet_xml.Survey) -> Iterator[SourceRow]:
		chunks = self._archive.chunks(sheet.member)
		for piece in sheet_xml.pieces(chunks, known, _CELLS_OF_A_PIECE):
			yield from calamine.rows(self._loaded(piece), sheet_xml.errors(piece, known.prefix))

	def _loaded(self, sheet: bytes):
		book = self._parts.workbook_of(sheet, self._parts.shared_strings.of(sheet))
		return calamine.load(calamine.open_workbook(book), 0)

	def _rows_at_once(self, sheet: Sheet, extent: Extent) -> Iterator[SourceRow]:
		content = self._archive.read(sheet.member, limits.INFLATED_BYTES)
		return calamine.rows(self._loaded(content), extent.errors)

	def _is_filled(self, sheet: Sheet) -> bool:
		known = self._survey(sheet)
		return bool(known.cells if isinstance(known, Extent) else known.rows)

	def _survey(self, sheet: Sheet) -> sheet_xml.Survey | Extent:
		if sheet.member not in self._surveys:
			try:
				self._surveys[sheet.member] = sheet_xml.survey(self._archive.chunks(sheet.member))
			except sheet_xml.UncommonForm:
				self._surveys[sheet.member] = sheet_parsing.extent_of(self._archive.chunks(sheet.member))
		return self._surveys[sheet.member]


class WholeBook:
	"""An .xls or .ods, whose sheets are loaded one at a time and whole. Raises UnreadableFile."""

	def __init__(self, content: bytes, kind: str):
		self.kind = kind
		self._marks = _errors_of_xls(content) if kind == XLS else _errors_of_ods(content)
		self._book = calamine.open_workbook(content)
		self._visible = calamine.visible_names(self._book)
		self._loaded: tuple[str, object] = ("", None)
		if not any(map(self._is_filled, self._visible)):
			raise UnreadableFile(NO_ROWS)

	@cached_property
	def sheets(self) -> list[str]:
		"""Names of the sheets, those that are visible and not empty first."""
		return _in_order({name: seen and self._is_filled(name) for name, seen in self._visible.items()})

	def rows(self, sheet: str) -> Iterator[SourceRow]:
		"""Rows of a sheet. Raises UnreadableFile."""
		if sheet not in self._visible:
			raise UnreadableFile(NO_SUCH_SHEET, sheet)
		number = list(self._visible).index(sheet)
		marks = self._marks[number] if number < len(self._marks) else {}
		rows = calamine.rows(self._sheet(sheet), marks)
		return ods_xml.with_times(rows) if self.kind == ODS else rows

	def _sheet(self, name: str):
		if self._loaded[0] != name:
			self._loaded = ("", None)
			self._loaded = (name, calamine.load(self._book, list(self._visible).index(name)))
		return self._loaded[1]

	def _is_filled(self, name: str) -> bool:
		return self._sheet(name).start is not None


def _in_order(wanted: dict[str, bool]) -> list[str]:
	return sorted(wanted, key=lambda name: not wanted[name])


def _check(known: sheet_xml.Survey | Extent):
	if isinstance(known, Extent):
		check_at_once(known.cells, known.last_row + 1)
	elif known.rows > limits.SHEET_ROWS:
		raise UnreadableFile(TOO_MANY_ROWS, limits.DATA_ROWS)
	elif known.rows * known.columns > limits.CELLS_IN_PIECES:
		raise UnreadableFile(TOO_WIDE)


def _refusal_of(known: sheet_xml.Survey | Extent) -> UnreadableFile | None:
	try:
		_check(known)
	except UnreadableFile as error:
		return error
	return None


def _errors_of_xls(content: bytes) -> list[Marks]:
	found = biff.extents(ole.Container(content).workbook())
	for extent in found:
		check_at_once(extent.cells, extent.last_row + 1)
	return [extent.errors for extent in found]


def _errors_of_ods(content: bytes) -> list[Marks]:
	archive = Archive(content)
	if "content.xml" not in archive.names:
		raise UnreadableFile(DAMAGED)
	return ods_xml.check(archive.chunks("content.xml"))
