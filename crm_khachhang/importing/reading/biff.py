"""A look at the records of an .xls workbook: how far its sheets reach, and which cells show an error.

The library allocates the rectangle around all filled cells before anybody can ask how large it is, and gives
cells with an error (#N/A) as empty ones. Source: [MS-XLS]; a record is type, length, content.
"""

import struct
from array import array
from collections.abc import Iterator

from crm_khachhang.importing.reading import biff_strings
from crm_khachhang.importing.reading.errors import DAMAGED, PROTECTED, UnreadableFile
from crm_khachhang.importing.reading.extents import Extent

_BOF, _EOF, _SHEET, _ENCRYPTED = 0x0809, 0x000A, 0x0085, 0x002F
_FORMULA, _ERROR, _SEVERAL_NUMBERS = 0x0006, 0x0205, 0x00BD
_ONE_CELL = {_FORMULA, _ERROR, 0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E}
_MARKS = {
	0x00: "#NULL!",
	0x07: "#DIV/0!",
	0x0F: "#VALUE!",
	0x17: "#REF!",
	0x1D: "#NAME?",
	0x24: "#NUM!",
	0x2A: "#N/A",
}


def extents(stream: bytes) -> list[Extent]:
	"""Give the extent of each sheet of a workbook stream, in the order of its tabs. Raises UnreadableFile."""
	try:
		starts, strings = _globals(stream)
		known = biff_strings.lengths(strings)
		end = 0
		found = {}
		for start in sorted(starts):
			# Sheets that overlap would be read again and again.
			if start < end:
				raise UnreadableFile(DAMAGED)
			found[start], end = _extent(stream, start, known)
		return [found[start] for start in starts]
	except (struct.error, IndexError):
		raise UnreadableFile(DAMAGED) from None


def _globals(stream: bytes) -> tuple[list[int], list[bytes]]:
	"""Where the sheets begin, and the records of the shared strings."""
	starts: list[int] = []
	strings: list[bytes] = []
	before = 0
	for kind, at, size in _records(stream, 0):
		if kind == _ENCRYPTED:
			raise UnreadableFile(PROTECTED)
		if kind == _SHEET:
			starts += struct.unpack_from("<I", stream, at)
		# Only records right behind the strings continue them.
		before = kind if kind != biff_strings.CONTINUED else before
		if before == biff_strings.STRINGS:
			strings.append(stream[at : at + size])
	return starts, strings


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
	"""Records of the substream at `start`; those of substreams within it (charts) are left out."""
	at, depth = start, 0
	while at + 4 <= len(stream):
		kind, size = struct.unpack_from("<HH", stream, at)
		depth += (kind == _BOF) - (kind == _EOF)
		if depth == 1:
			yield kind, at + 4, size
		at += 4 + size
		if depth <= 0:
			return


def _extent(stream: bytes, start: int, strings: array) -> tuple[Extent, int]:
	"""The extent of the sheet at `start`, and where its records end."""
	extent, end = Extent(), start
	numbers = array("I")
	for kind, at, size in _records(stream, start):
		end = at + size
		if kind in _ONE_CELL:
			row, column = struct.unpack_from("<HH", stream, at)
			extent.add(row, column)
			if kind == biff_strings.CELL:
				numbers.extend(struct.unpack_from("<I", stream, at + 6))
			elif mark := _mark(stream, kind, at):
				extent.errors[row, column] = mark
		elif kind == _SEVERAL_NUMBERS:
			row, column = struct.unpack_from("<HH", stream, at)
			extent.add(row, column, struct.unpack_from("<H", stream, at + size - 2)[0])
	biff_strings.check_copies(numbers, strings)
	return extent, end


def _mark(stream: bytes, kind: int, at: int) -> str:
	"""The error that a cell shows: of an error cell, or of the result of a formula."""
	if kind == _ERROR:
		code, is_error = struct.unpack_from("<BB", stream, at + 6)
		return _MARKS.get(code, "#N/A") if is_error else ""
	if kind == _FORMULA and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6 : at + 7] == b"\x02":
		return _MARKS.get(stream[at + 8], "#N/A")
	return ""
