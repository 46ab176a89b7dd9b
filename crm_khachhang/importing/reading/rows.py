"""What every kind of file becomes: numbered rows of plain values."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol
from unicodedata import normalize

Cell = str | int | float | bool | datetime | date | time | None

# Problems of a single row: `SourceRow.problem`.
BAD_CARD = "bad_card"
MORE_CELLS = "more_cells"
# Behind the data: a total, a note, a signature.
NO_DATA = "no_data"


class SourceRow(NamedTuple):
	"""One row. `number` is what the file's own program shows, from 1; of a card, its place among the cards."""

	number: int
	cells: tuple[Cell, ...]

	problem = ""
	extra = ()


class BrokenRow(SourceRow):
	"""A row that was not understood as a whole, with its `problem` as the reason: it must be refused, or left out
	(NO_DATA).

	`cells` is what could be read, `extra` what has no place there: cells beyond the last column of the header
	(MORE_CELLS), the text of the card (BAD_CARD).
	"""

	def __new__(cls, number: int, cells: tuple[Cell, ...], problem: str, extra: tuple[Cell, ...] = ()):
		row = super().__new__(cls, number, cells)
		row.problem = problem
		row.extra = extra
		return row

	def __getnewargs__(self):
		return (self.number, self.cells, self.problem, self.extra)


class Book(Protocol):
	"""A file that was opened. `kind` is what it is, whatever its name says: xlsx, xls, ods, csv or vcf."""

	kind: str

	@property
	def sheets(self) -> list[str]:
		"""Names of the sheets: those that are visible and not empty, then the others. Csv and vcf have one."""

	def rows(self, sheet: str) -> Iterator[SourceRow]:
		"""Rows of a sheet from its first, each time anew. Blank rows may be missing; the numbers are right.

		Raises UnreadableFile for a sheet that does not exist, is too large or turns out to be damaged.
		"""


def plain(values: list) -> list[Cell]:
	"""Give the cells of a row as calamine gives them in their plain form.

	Empty text is None, a whole float an int, text is in NFC and else untouched, a duration is written as a
	spreadsheet shows it ("30:00:00"). One function for a whole row: a file has millions of cells.
	"""
	cells: list[Cell] = []
	for value in values:
		kind = type(value)
		if kind is str:
			value = text(value) if not value.isascii() else value or None
		elif kind is float:
			value = int(value) if value.is_integer() else value
		elif kind is timedelta:
			value = _duration(value)
		cells.append(value)
	return cells


def text(value: str) -> str | None:
	"""Give text in NFC; None if there is none. Spaces count as text: rows are shown exactly as they were."""
	return normalize("NFC", value) or None


def is_blank(value: Cell) -> bool:
	"""True for None and for text of spaces only."""
	return value is None or (isinstance(value, str) and not value.strip())


def is_blank_row(cells: tuple[Cell, ...]) -> bool:
	"""True if no cell holds anything."""
	return all(map(is_blank, cells))


def _duration(value: timedelta) -> str:
	minutes, seconds = divmod(int(abs(value.total_seconds())), 60)
	hours, minutes = divmod(minutes, 60)
	return f"{'-' if value < timedelta() else ''}{hours}:{minutes:02}:{seconds:02}"
