"""The XML of an .xlsx sheet: how far it reaches, and cut into pieces that are read one after the other.

The library reads a sheet as a whole, into the rectangle around all filled cells: 335 MB for 200,000 rows of
15 columns, and as much as the machine has for two cells in opposite corners. In the form in which every known
program writes sheets (rows in order, each row and each cell with its reference) a sheet can be cut between
its rows, and each piece is a small sheet by itself. What is not in this form is for `sheet_parsing`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crm_khachhang.importing.reading import limits
from crm_khachhang.importing.reading.errors import DAMAGED, UnreadableFile

_LONGEST_ROW = 32 << 20
_SHEET_DATA = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData(?:\s[^<>]*?)?(/?)>")
_ANY_PREFIX = re.compile(rb":(?:c|row)[\s>/]")
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class UncommonForm(Exception):
	"""The sheet is not written as programs usually do, and must be parsed."""


@dataclass
class Survey:
	"""What a sheet holds: `rows` is how many rows have a filled cell, `columns` the number of the last column
	with one, `prefix` the namespace prefix of its elements ("" or "x:")."""

	prefix: str = ""
	rows: int = 0
	columns: int = 0


class Form:
	"""The patterns of a sheet in the common form."""

	def __init__(self, prefix: str):
		name = re.escape(prefix.encode())
		self.prefix = prefix
		self.start = b"<" + prefix.encode() + b"row"
		self.cell = rb"<" + name + rb'c r="'
		self.row = re.compile(rb"<" + name + rb'row(?=[\s>/])(?:[^<>]*?\sr="([1-9]\d{0,6})")?')
		self.filled = re.compile(rb"<" + name + rb"c [^<>]*[^/<>]>(?!</)")
		# Attributes without ">" in them, so that `filled` sees every filled cell. The first is quick and knows
		# the usual attributes, the second asks again where the first finds something. No cell has more than six.
		begin, end = rb"<" + name + rb"c(?! r=\"[A-Z]{1,3}[1-9][0-9]{0,6}\"", rb" ?/?>)[ \t\r\n>/]"
		self.unusual = re.compile(begin + rb'(?: [st]="[A-Za-z0-9]*"){0,2}' + end)
		self.odd = re.compile(begin + rb'(?:\s+[\w:]+="[^"<>]*"){0,8}\s*' + end)
		foreign = rb"(?:(?!" + name + rb")[\w.-]+:)?" if prefix else rb"[\w.-]+:"
		self.foreign = re.compile(rb"<" + foreign + rb"(?:c|row)[\s>/]")
		self.error = re.compile(
			rb"<" + name + rb'c r="([A-Z]+)(\d+)"[^<>]*\st="e"[^<>]*>'
			rb"(?:<" + name + rb"f[^<>]*/>|<" + name + rb"f[^<>]*>[^<]*</" + name + rb"f>)?"
			rb"<" + name + rb"v>([^<]*)<"
		)

	def is_common(self, block: bytes) -> bool:
		"""Whether all cells of some rows are found by the patterns of this form, and by a parser no others."""
		if b"<!" in block or (self.unusual.search(block) and self.odd.search(block)):
			return False
		return not (self.prefix or _ANY_PREFIX.search(block)) or not self.foreign.search(block)

	def behind(self, column: int) -> re.Pattern:
		"""Match a filled cell in a column behind the `column`th."""
		return re.compile(self.cell + rb"(" + _letters_behind(column) + rb")\d+\"[^<>]*(?<!/)>(?!</)")

	def outside(self, window: range) -> re.Pattern:
		"""Match a cell in a row outside the window; see `_window`."""
		return re.compile(self.cell + rb"[A-Z]+(?=[0-9])(?!(?:" + _numbers_in(window) + rb')")')

	def sheet(self, rows: bytes) -> bytes:
		"""Make a sheet of some rows."""
		prefix = self.prefix
		space = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
		opening = f'<{prefix}worksheet {space}="{_NAMESPACE}"><{prefix}sheetData>'
		return opening.encode() + rows + f"</{prefix}sheetData></{prefix}worksheet>".encode()


def survey(chunks: Iterator[bytes]) -> Survey:
	"""Look through a sheet, until it has too many rows. Raises UncommonForm."""
	known = Survey()
	form, last = None, 0
	for prefix, block in _blocks(chunks):
		form = form or Form(prefix)
		known.prefix = prefix
		last = _check(form, block, last)
		known.columns = _last_column(form, block, known.columns)
		known.rows += sum(form.filled.search(row) is not None for row in block.split(form.start))
		if known.rows > limits.SHEET_ROWS:
			break
	return known


def pieces(chunks: Iterator[bytes], found: Survey, cells: int) -> Iterator[bytes]:
	"""Cut a sheet that was surveyed into sheets of at most about `cells` cells, filled or not.

	The first is smaller where that is easy: who looks for the header needs no more.
	Raises UnreadableFile if a cell lies in another row than the one around it.
	"""
	form = Form(found.prefix)
	height = _height(max(cells // max(found.columns, 1), 1))
	parts: list[bytes] = []
	window = _window(0, height)
	for _prefix, block in _blocks(chunks):
		begin = 0
		for row in form.row.finditer(block):
			if int(row[1]) in window:
				continue
			parts.append(block[begin : row.start()])
			yield from _piece(form, parts, window)
			parts, begin, window = [], row.start(), _window(int(row[1]), height)
		parts.append(block[begin:])
	yield from _piece(form, parts, window)


def errors(piece: bytes, prefix: str) -> dict[tuple[int, int], str]:
	"""Give the text of the cells with an error (#N/A, #REF!) by row and column, both from 0."""
	if b't="e"' not in piece:
		return {}
	return {
		(int(row) - 1, column_number(column.decode()) - 1): mark.decode("utf-8", "replace")
		for column, row, mark in Form(prefix).error.findall(piece)
	}


def column_number(letters: str) -> int:
	"""Give the number of a column, from 1: "A" is 1, "XFD" is 16384."""
	number = 0
	for letter in letters.upper():
		number = number * 26 + ord(letter) - 64
	return number


def _blocks(chunks: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
	"""The rows of a sheet in blocks of whole rows, with the namespace prefix; nothing outside the sheet data."""
	pending, opening = b"", None
	for chunk in chunks:
		pending += chunk
		if len(pending) > _LONGEST_ROW:
			raise UncommonForm
		if opening is None:
			opening = _SHEET_DATA.search(pending)
			if opening and opening[2]:
				return
			pending = pending[opening.end() :] if opening else pending
		if opening is None:
			continue
		prefix = opening[1]
		if (end := pending.find(b"</" + prefix + b"sheetData")) >= 0:
			yield prefix.decode(), pending[:end]
			return
		if (cut := pending.rfind(b"<" + prefix + b"row")) > 0:
			yield prefix.decode(), pending[:cut]
			pending = pending[cut:]
	raise UncommonForm


def _check(form: Form, block: bytes, last: int) -> int:
	"""Give the number of the last row; raise UncommonForm for what cannot be cut safely."""
	if not form.is_common(block):
		raise UncommonForm
	for written in form.row.findall(block):
		if not written or int(written) <= last:
			raise UncommonForm
		last = int(written)
	return last


def _last_column(form: Form, block: bytes, known: int) -> int:
	at = 0
	while found := form.behind(known).search(block, at):
		known, at = column_number(found[1].decode()), found.end()
	return known


def _piece(form: Form, parts: list[bytes], window: range) -> Iterator[bytes]:
	rows = b"".join(parts)
	if not form.filled.search(rows):
		return
	if form.outside(window).search(rows):
		raise UnreadableFile(DAMAGED)
	yield form.sheet(rows)


def _height(rows: int) -> int:
	"""The largest number of rows below `rows` with one significant digit: such windows are easy to match."""
	unit = 10 ** (len(str(rows)) - 1)
	return rows // unit * unit


def _window(row: int, height: int) -> range:
	"""The rows that are read together with `row`: `height` of them, of which the first are a window of their own."""
	at = row // height
	if at:
		return range(at * height, (at + 1) * height)
	first = 10 ** (len(str(height)) - 1)
	return range(first) if row < first else range(first, height)


def _numbers_in(window: range) -> bytes:
	"""A pattern of the row numbers in a window, whose width has one significant digit."""
	zeros = len(str(len(window))) - 1
	unit = 10**zeros
	starts = [number // unit for number in window[::unit]]
	lowest = b"[0-9]{1,%d}" % zeros if zeros else b"0"
	return b"|".join(b"%d[0-9]{%d}" % (start, zeros) if start else lowest for start in starts)


def _letters_behind(column: int) -> bytes:
	"""A pattern of the letters of all columns behind the `column`th (from 1; 0: all)."""
	letters = _letters(column)
	patterns = [b"[A-Z]{%d}" % length for length in range(len(letters) + 1, 4)]
	for at, letter in enumerate(letters):
		if letter < "Z":
			rest = len(letters) - at - 1
			patterns.append(b"%s[%c-Z][A-Z]{%d}" % (letters[:at].encode(), ord(letter) + 1, rest))
	return b"|".join(patterns) or b"(?!)"


def _letters(column: int) -> str:
	letters = ""
	while column:
		column, rest = divmod(column - 1, 26)
		letters = chr(65 + rest) + letters
	return letters
