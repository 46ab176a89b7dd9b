"""Text with a delimiter: .csv, .txt, .tsv, whatever program wrote it.

The delimiter is the one that Excel is told in a first line `sep=;`, else the comma, semicolon or tab that cuts
the first lines into the most regular rows. Rows count as Excel shows them: a line break within quotes starts
no new row, and a line `sep=;` is none. Values stay text. A cell that an export protected by an apostrophe
("'+84…", "'=SUM", "ghi chú; '=SUM") loses it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from crm_khachhang.importing.reading import encodings, limits
from crm_khachhang.importing.reading.errors import (
	NO_ROWS,
	NO_SUCH_SHEET,
	OPEN_QUOTE,
	TOO_MANY_ROWS,
	UnreadableFile,
)
from crm_khachhang.importing.reading.rows import Cell, SourceRow, text

SHEET = "csv"

_DELIMITERS = ("\t", ";", ",")
_SAMPLE_CHARACTERS = 1 << 16
_SAMPLE_ROWS = 200
_EXCEL_HINT = re.compile(r'\ufeff?"?sep=(.)"?\r?\n?', re.IGNORECASE)
_PROTECTED = re.compile(r"'+[=+\-@＝＋－＠\t\r]")
_PROTECTED_INSIDE = re.compile(r"(?<![;\s\"'])[;\s\"']+(?=[=+\-@＝＋－＠])")
_ENDS = frozenset(";\t\r\n")
_END = "\x1f\x1fend\x1f\x1f"


class DelimitedBook:
	"""A text file with one sheet. Raises UnreadableFile; all its text has been decoded and cut once by then."""

	kind = "csv"

	def __init__(self, content: bytes):
		self._content = content
		self._encoding = encodings.encoding_of(content)
		with self._open() as stream:
			sample = stream.read(_SAMPLE_CHARACTERS)
		hint = _EXCEL_HINT.match(sample)
		self._hint_length = hint.end() if hint else 0
		self._delimiter = hint[1] if hint else delimiter_of(sample)
		self._check()

	@property
	def sheets(self) -> list[str]:
		"""The one name `rows` knows."""
		return [SHEET]

	def rows(self, sheet: str = SHEET) -> Iterator[SourceRow]:
		"""Rows that are not blank. Raises UnreadableFile (OPEN_QUOTE, with the row) where a quote swallows the rest."""
		if sheet != SHEET:
			raise UnreadableFile(NO_SUCH_SHEET, sheet)
		for number, values in self._records():
			if any(values):
				yield SourceRow(number, tuple(map(_cell, values)))

	def _check(self):
		count = 0
		for number, values in self._records():
			count = number if any(values) else count
		if not count:
			raise UnreadableFile(NO_ROWS)
		if count > limits.SHEET_ROWS:
			raise UnreadableFile(TOO_MANY_ROWS, limits.DATA_ROWS)

	def _records(self) -> Iterator[tuple[int, list[str]]]:
		with self._open() as stream:
			stream.read(self._hint_length)
			reader = csv.reader(_with_end(stream), delimiter=self._delimiter)
			values, number = [], 0
			try:
				for number, values in enumerate(reader, 1):
					if values[:1] != [_END]:
						yield number, values
			except csv.Error:
				raise UnreadableFile(OPEN_QUOTE, number + 1) from None
		if values[:1] != [_END]:
			raise UnreadableFile(OPEN_QUOTE, number)

	def _open(self) -> io.TextIOWrapper:
		encoding = self._encoding
		return io.TextIOWrapper(io.BytesIO(self._content), encoding=encoding, newline="")


def delimiter_of(sample: str) -> str:
	"""Give the delimiter of the text that begins with `sample`; a comma if no line is cut by any."""
	lines = sample.splitlines(keepends=True)
	whole = lines[:-1] if len(sample) >= _SAMPLE_CHARACTERS else lines
	return max(_DELIMITERS[::-1], key=lambda delimiter: _regularity(whole[:_SAMPLE_ROWS], delimiter))


def _regularity(lines: list[str], delimiter: str) -> tuple[bool, int, float, int]:
	"""How well a delimiter cuts lines: whether most get one width, how early the first of these comes (titles
	stand above a header, but the header is cut by the true delimiter, and by commas in addresses it is not),
	how many, how wide."""
	widths = [width for record in _lenient(lines, delimiter) if (width := len(record))]
	counted = Counter(width for width in widths if width > 1)
	if not counted:
		return False, 0, 0.0, 0
	usual, times = max(counted.items(), key=lambda item: (item[1], item[0]))
	share = times / len(widths)
	return share >= 0.5, -widths.index(usual), share**2 * (usual - 1) ** 0.5, usual


def _lenient(lines: list[str], delimiter: str) -> list[list[str]]:
	records = []
	try:
		records.extend(csv.reader(lines, delimiter=delimiter))
	except csv.Error:
		pass
	return records


def _with_end(lines: Iterator[str]) -> Iterator[str]:
	"""The lines, and one more by which the reader shows that no quote is open at the end."""
	last = "\n"
	for last in lines:
		yield last
	if not last.endswith(("\n", "\r")):
		yield "\n"
	yield _END


def _cell(value: str) -> Cell:
	if "'" in value:
		value = _PROTECTED_INSIDE.sub(_unprotected, value[1:] if _PROTECTED.match(value) else value)
	return text(value)


def _unprotected(found: re.Match) -> str:
	return found[0] if _ENDS.isdisjoint(found[0]) else found[0].removesuffix("'")
