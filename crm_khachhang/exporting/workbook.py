"""Workbooks of Excel, written from front to back: memory holds a chunk of rows, however many there are.

openpyxl makes the file with its styles, widths, frozen heads and filters. The rows below the heads go straight into
the sheet's part of the file: openpyxl, also write-only, makes an object of every cell and needs most of the time
for that. No cell can become a formula: texts are typed as texts (`inlineStr`), which no program calculates.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import BinaryIO

import frappe
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from crm_khachhang.exporting.cells import LONGEST, Cell, cut

# Below the heads.
MOST_ROWS = 1_048_575
NARROWEST, WIDEST = 9, 60
LONGEST_TITLE = 31

# Excel takes 1900 for a leap year: only from this day on its numbers are one less than the days since 1899-12-30.
FIRST_SURE_DAY = date(1900, 3, 1)
FIRST_DAY = date(1900, 1, 1)
DAYS_BEFORE = date(1899, 12, 30).toordinal()
SECONDS = 86_400

_FORBIDDEN_IN_TITLES = re.compile(r"[\\/*?:\[\]]")
_END_OF_ROWS = b"</sheetData>"
_SPECIAL = re.compile("[&<>\r]|_x")
# Excel writes characters so that XML has no place for: what only looks like one is written as such a character itself.
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

TEXTS = (str, type(None))


@dataclass
class Sheet:
	"""A sheet: its heads, and chunks of rows of as many cells; `count` of them are expected.

	`formats`: by the number of a column, how Excel shows its values of each type. `wrapped`: long texts stand on several lines.
	"""

	title: str
	heads: list[str]
	chunks: Iterable[list[tuple[Cell, ...]]]
	count: int
	formats: dict[int, dict[type, str]] = field(default_factory=dict)
	wrapped: bool = False
	has_filter: bool = True


def write(file: BinaryIO, sheets: list[Sheet]) -> None:
	"""Write a workbook of the sheets into the binary file."""
	streams = [_Stream(sheet) for sheet in sheets]
	template = _template(streams)
	with (
		zipfile.ZipFile(template) as parts,
		zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as out,
	):
		places = {f"xl/worksheets/sheet{number}.xml": one for number, one in enumerate(streams, 1)}
		for part in parts.namelist():
			content = parts.read(part)
			if part in places:
				_splice(out, part, content, places[part])
			else:
				out.writestr(part, content)


def _splice(out: zipfile.ZipFile, part: str, content: bytes, stream: "_Stream") -> None:
	"""Write the part of a sheet with its rows."""
	head, end, tail = content.partition(_END_OF_ROWS)
	with out.open(part, "w", force_zip64=True) as target:
		target.write(head)
		for xml in stream.xml():
			target.write(xml)
		target.write(end + tail)


def _template(streams: list["_Stream"]) -> io.BytesIO:
	"""The workbook with everything but the rows below the heads."""
	book = Workbook()
	book.remove(book.active)
	titles: set[str] = set()
	for stream in streams:
		stream.prepare(book.create_sheet(sheet_title(stream.sheet.title, titles)))
	saved = io.BytesIO()
	book.save(saved)
	return saved


def sheet_title(title: str, taken: set[str]) -> str:
	"""Return a title that Excel allows and that no other sheet has; `taken` grows by it."""
	tidy = _FORBIDDEN_IN_TITLES.sub(" ", title).strip(" '")[:LONGEST_TITLE] or "1"
	number, unique = 1, tidy
	while unique.casefold() in taken:
		number += 1
		unique = f"{tidy[: LONGEST_TITLE - 4]} {number}"
	taken.add(unique.casefold())
	return unique


class _Stream:
	"""The rows of a sheet on their way into the file."""

	def __init__(self, sheet: Sheet):
		self.sheet = sheet
		self.chunks = iter(sheet.chunks)
		self.first = next(self.chunks, [])
		self.letters = [get_column_letter(number) for number in range(1, len(sheet.heads) + 1)]

	def prepare(self, page: Worksheet) -> None:
		"""Write the heads and what is to be known of the page before its rows."""
		sheet = self.sheet
		for number, head in enumerate(sheet.heads, 1):
			cell = page.cell(1, number, cut(head))
			cell.data_type = "s"
			cell.font = Font(bold=True)
			cell.fill = PatternFill("solid", fgColor="DDE7F3")
			cell.alignment = Alignment(vertical="top", wrap_text=True)
		for letter, width in zip(self.letters, self._widths(), strict=True):
			page.column_dimensions[letter].width = width
		page.freeze_panes = "B2" if len(sheet.heads) > 3 else "A2"
		if sheet.has_filter:
			page.auto_filter.ref = f"A1:{self.letters[-1]}{sheet.count + 1}"
		self.styles = _styles(page, sheet)

	def _widths(self) -> Iterator[float]:
		"""From the heads and the first chunk: what comes later may be wider, as on every page."""
		for number, head in enumerate(self.sheet.heads):
			longest = max((_length(row[number]) for row in self.first), default=0)
			yield min(max(longest, len(head) + 3, NARROWEST), WIDEST) + 1.5

	def xml(self) -> Iterator[bytes]:
		"""Yield the rows as XML, chunk by chunk."""
		number, chunk = 2, self.first
		while chunk is not None:
			yield "".join(self._rows(chunk, number)).encode()
			number += len(chunk)
			chunk = next(self.chunks, None)

	def _rows(self, chunk: list[tuple[Cell, ...]], number: int) -> Iterator[str]:
		"""Column by column, where the values are of one type, and then put together by rows."""
		written = [
			_column(self.letters[at], values, number, self.styles[at])
			for at, values in enumerate(zip(*chunk, strict=True))
		]
		for at, cells in enumerate(zip(*written, strict=True), number):
			yield f'<row r="{at}">{"".join(cells)}</row>'


def _column(letter: str, values: tuple[Cell, ...], number: int, styles: dict[type, str]) -> list[str]:
	"""The cells of a column from row `number` on; none ("") for None. Most columns are texts."""
	if any(kind not in TEXTS for kind in set(map(type, values))):
		return [
			"" if value is None else _cell(f"{letter}{at}", value, styles)
			for at, value in enumerate(values, number)
		]
	before, after = f'"{styles[str]} t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
	return [
		"" if value is None else f'<c r="{letter}{at}{before}{_escaped(value)}{after}'
		for at, value in enumerate(values, number)
	]


def _length(value: Cell) -> int:
	"""How many characters a value takes on the page."""
	if value is None:
		return 0
	if isinstance(value, str):
		return max(map(len, value.split("\n", 3)), default=0)
	if isinstance(value, int | float):
		return len(f"{value:,}")
	return 16 if isinstance(value, datetime) else 10


def _styles(page: Worksheet, sheet: Sheet) -> list[dict[type, str]]:
	"""Of each column, the attribute `s` that its cells need by the type of their values."""
	day = date_format()
	standard = {date: day, datetime: f"{day} hh:mm", time: "hh:mm:ss"}
	found = []
	for number in range(len(sheet.heads)):
		formats = standard | sheet.formats.get(number, {})
		styles = {kind: _style(page, number_format) for kind, number_format in formats.items()}
		styles[str] = _wrapping_style(page) if sheet.wrapped else ""
		found.append(styles)
	return found


def _style(page: Worksheet, number_format: str) -> str:
	"""Register a style with openpyxl; the cell that carries it stays empty and is not written."""
	cell = type(page["A1"])(page, row=1, column=1)
	cell.number_format = number_format
	return f' s="{cell.style_id}"'


def _wrapping_style(page: Worksheet) -> str:
	cell = type(page["A1"])(page, row=1, column=1)
	cell.alignment = Alignment(wrap_text=True, vertical="top")
	return f' s="{cell.style_id}"'


def date_format() -> str:
	"""Return the site's format of dates, as Excel writes it."""
	return (frappe.get_system_settings("date_format") or "yyyy-mm-dd").lower()


def _cell(place: str, value: Cell, styles: dict[type, str]) -> str:
	kind = type(value)
	style = styles.get(kind, "")
	if kind is str:
		return (
			f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>'
		)
	if kind is int or kind is float:
		return f'<c r="{place}"{style}><v>{value!r}</v></c>'
	if kind is time:
		return f'<c r="{place}"{style}><v>{to_excel(value)!r}</v></c>'
	day = value.date() if kind is datetime else value
	if day < FIRST_DAY:  # Excel knows no day before it
		return _cell(place, frappe.utils.formatdate(value, date_format()), styles)
	return f'<c r="{place}"{style}><v>{_serial(value)!r}</v></c>'


def _serial(value: date | datetime) -> int | float:
	"""The number by which Excel knows a day, with the time as its fraction."""
	if isinstance(value, datetime):
		part = (value.hour * 3600 + value.minute * 60 + value.second) / SECONDS
		return _serial(value.date()) + part
	days = value.toordinal() - DAYS_BEFORE
	return days if value >= FIRST_SURE_DAY else days - 1


def _escaped(value: str) -> str:
	if len(value) > LONGEST:
		value = cut(value)
	if not _SPECIAL.search(value):
		return value
	for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
		value = value.replace(sign, written)
	return _CODE.sub("_x005F_", value)
