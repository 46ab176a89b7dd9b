"""The content of an .ods: how many cells it has once everything that is said to be repeated is repeated.

A row or a cell may say that it stands for a thousand, or a million; the library writes them all out.
"""

import re
from collections.abc import Iterator
from datetime import time

from crm_khachhang.importing.reading.errors import INFLATES, UnreadableFile
from crm_khachhang.importing.reading.extents import Marks, check_at_once
from crm_khachhang.importing.reading.rows import Cell, SourceRow

_ROW = b"<table:table-row"
_TABLE = re.compile(rb"<table:table[\s>]")
_CELL_BEGIN = re.compile(rb"<table:(?:covered-)?table-cell\b")
_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,9})")
_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,9})")
_SPACES = re.compile(rb"text:c\s*=\s*[\"']\d{5}")
_CELL_WITH_TEXT = re.compile(rb"<table:(?:covered-)?table-cell\b([^<>]*)>(?:<text:p>([^<]*))?")
_DURATION = re.compile(r"PT(\d{1,6})H(\d\d)M(\d\d)(?:[.,]\d+)?S")
_FILLED = re.compile(rb"<text:p|office:(?:[a-z]+-)?value\s*=|table:formula|string")
_LONGEST_ROW = 32 << 20
_COPIES_AT_MOST = 256 << 20


def check(chunks: Iterator[bytes]) -> list[Marks]:
	"""Give the text of the cells with an error (#N/A) of each table by row and column, from 0: the library gives
	them as empty. Raises UnreadableFile if a table is too large to be read as a whole."""
	tables: list[Marks] = [{}]
	rows = columns = copies = 0
	for row in _rows(chunks):
		repeated, width = _size(row)
		if width:
			columns = max(columns, width)
			copies += len(row) * (repeated - 1) + _copied(row) * repeated
			_check(rows + repeated, columns, copies)
			_add_errors(tables[-1], row, rows)
		rows += repeated
		if _TABLE.search(row):
			tables.append({})
			rows = columns = 0
	return tables[1:]


def with_times(rows: Iterator[SourceRow]) -> Iterator[SourceRow]:
	"""The rows with times as such: the library gives them as "PT08H30M00S". From 24 hours on they are text."""
	for row in rows:
		if any(isinstance(cell, str) and cell.startswith("PT") for cell in row.cells):
			row = SourceRow(row.number, tuple(map(_time, row.cells)))
		yield row


def _time(cell: Cell) -> Cell:
	found = _DURATION.fullmatch(cell) if isinstance(cell, str) else None
	if not found:
		return cell
	hours, minutes, seconds = map(int, found.groups())
	if hours < 24 and minutes < 60 and seconds < 60:
		return time(hours, minutes, seconds)
	return f"{hours}:{minutes:02}:{seconds:02}"


def _check(rows: int, columns: int, copies: int):
	check_at_once(rows * columns, rows)
	if copies > _COPIES_AT_MOST:
		raise UnreadableFile(INFLATES)


def _add_errors(marks: Marks, row: bytes, number: int):
	if b'value-type="error"' not in row:
		return
	column = 0
	for cell in _CELL_WITH_TEXT.finditer(row):
		repeated = _COLUMNS.search(cell[1])
		if b'value-type="error"' in cell[1]:
			marks[number, column] = (cell[2] or b"#N/A").decode("utf-8", "replace")
		column += int(repeated[1]) if repeated else 1


def _rows(chunks: Iterator[bytes]) -> Iterator[bytes]:
	"""Cut the content before each row; what precedes the first, or a new table, belongs to the piece before."""
	pending = b""
	for chunk in chunks:
		pending += chunk
		*whole, pending = re.split(rb"(?=<table:table-row[\s>/])", pending)
		yield from whole
		if len(pending) > _LONGEST_ROW:
			raise UnreadableFile(INFLATES)
	yield pending


def _size(row: bytes) -> tuple[int, int]:
	"""How often a row is repeated, and its width up to its last filled cell; 0 for a blank one."""
	if not row.startswith(_ROW):
		return 0, 0
	found = _ROWS.search(row[: row.find(b">")])
	repeated = min(int(found[1]), 1 << 21) if found else 1
	if not _FILLED.search(row):
		return repeated, 0
	if _SPACES.search(row):
		raise UnreadableFile(INFLATES)
	cells = row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell")
	return repeated, cells + sum(map(int, _COLUMNS.findall(_without_last_blank(row))))


def _without_last_blank(row: bytes) -> bytes:
	"""The row up to its last filled cell: the blank ones behind are never written out."""
	at = max((match.end() for match in _FILLED.finditer(row)), default=0)
	end = row.find(b">", at)
	return row[: end + 1]


def _copied(row: bytes) -> int:
	"""How many bytes repeated cells become beyond those that are written."""
	copied = 0
	for cell in _CELL_BEGIN.split(row)[1:] if _COLUMNS.search(row) else ():
		repeated = _COLUMNS.search(cell[: cell.find(b">")])
		if repeated and _FILLED.search(cell):
			copied += len(cell) * (int(repeated[1]) - 1)
	return copied
