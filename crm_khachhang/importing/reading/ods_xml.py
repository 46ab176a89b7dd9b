"""The content of an .ods: how many cells it has once everything that is said to be repeated is repeated.

A row or a cell may say that it stands for a thousand, or a million; the library writes them all out.
"""

import re
from collections.abc import Iterator

from crm_khachhang.importing.reading.errors import INFLATES, UnreadableFile
from crm_khachhang.importing.reading.extents import check_at_once

_ROW = b"<table:table-row"
_TABLE = re.compile(rb"<table:table[\s>]")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d+)")
_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d+)")
_SPACES = re.compile(rb"text:c\s*=\s*[\"']\d{5}")
_FILLED = re.compile(rb"<text:p|office:(?:[a-z]+-)?value\s*=|table:formula|string")
_LONGEST_ROW = 32 << 20
_COPIES_AT_MOST = 256 << 20


def check(chunks: Iterator[bytes]):
	"""Raise UnreadableFile if a table is too large to be read as a whole."""
	rows = columns = copies = 0
	for row in _rows(chunks):
		if _TABLE.search(row):
			rows = columns = 0
		repeated, width = _size(row)
		if not width:
			continue
		rows += repeated
		columns = max(columns, width)
		copies += len(row) * (repeated - 1) + _copied(row) * repeated
		if copies > _COPIES_AT_MOST:
			raise UnreadableFile(INFLATES)
		check_at_once(rows * columns, rows)


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
	"""How often a row is repeated, and its width up to its last filled cell."""
	if not row.startswith(_ROW) or not _FILLED.search(row):
		return 0, 0
	found = _ROWS.search(row[: row.find(b">")])
	if _SPACES.search(row):
		raise UnreadableFile(INFLATES)
	cells = row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell")
	width = cells + sum(map(int, _COLUMNS.findall(_without_last_blank(row))))
	return int(found[1]) if found else 1, width


def _without_last_blank(row: bytes) -> bytes:
	"""The row up to its last filled cell: the blank ones behind are never written out."""
	at = max((match.end() for match in _FILLED.finditer(row)), default=0)
	end = row.find(b">", at)
	return row[: end + 1]


def _copied(row: bytes) -> int:
	"""How many bytes repeated cells become."""
	if not (repeats := _COLUMNS.findall(row)):
		return 0
	filled = [cell for cell in _CELL.findall(row) if _FILLED.search(cell)]
	most = max((int(found[1]) for cell in filled if (found := _COLUMNS.search(cell))), default=1)
	return len(row) * (most - 1) if repeats else 0
