"""Where the header of a sheet is, and the rows of data between it and the totals.

Above a header stand the company's name, a title, a date; a header may have two rows, the upper one naming groups
of columns; below it may stand a row that numbers the columns, "(1) (2) (3)"; the same header may come again on
every printed page. What is behind the data is for `footer`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from crm_khachhang.importing.reading import footer
from crm_khachhang.importing.reading.errors import NO_ROWS, UnreadableFile
from crm_khachhang.importing.reading.rows import (
	MORE_CELLS,
	BrokenRow,
	Cell,
	SourceRow,
	is_blank,
	is_blank_row,
)

SEARCHED_ROWS = 50

Lines = tuple[tuple[str, ...], ...]

_REQUIRED_MARK = re.compile(r"\s*(?:\(\s*\*+\s*\)|\*+)\s*")
_COLUMN_NUMBER = re.compile(r"[(\[]?\s*(\d{1,3}|[A-Z])\s*[)\]]?(?:\s*=.*)?")


class Header(NamedTuple):
	"""The header of a sheet.

	`row` is the number of its last row, `labels` has one for each column, "" where there is none; white space
	is tidied, "(*)" stays. Of two rows a column's label is "Group - Column" where the upper one groups several.
	`lines` are its rows as they stand, the last one last.
	"""

	row: int
	labels: tuple[str, ...]
	lines: Lines


def find(rows: Iterable[SourceRow], is_known: Callable[[str], int | bool]) -> Header:
	"""Find the header in the first 50 rows: the one with the most labels that `is_known`, first as it stands,
	then without "(*)"; numbers weigh, so that a label may count for more than another. If no row has labels
	that are known for half of its cells or at least twice, it is the one with the most cells of text.

	Raises UnreadableFile (NO_ROWS) if all of these rows are blank.
	"""
	first = [row for row in islice(rows, SEARCHED_ROWS) if not is_blank_row(row.cells)]
	if not first:
		raise UnreadableFile(NO_ROWS)
	lines = [tuple(map(label, row.cells)) for row in first]
	at = _best(lines, is_known)
	return _with_groups(first, lines, at, is_known)


def data_rows(rows: Iterable[SourceRow], header: Header, tell: bool = False) -> Iterator[SourceRow]:
	"""Give the rows behind the header without blank rows, repeated headers, a row that numbers the columns and
	the totals at the end; cells are padded or cut to the header's length.

	A row that has more cells than the header, not blank, becomes a BrokenRow (MORE_CELLS). With `tell` the totals and
	notes at the end come too, as broken rows (NO_DATA), for those who want to show them.
	"""
	behind = (row for row in rows if row.number > header.row and not is_blank_row(row.cells))
	data = footer.without(_without_headers(behind, header), tell)
	width = len(header.labels)
	return (_fitted(row, width) for row in data)


def label(value: Cell) -> str:
	"""Give the text of a header cell: line breaks and doubled spaces become one space."""
	return "" if value is None else " ".join(str(value).split())


def bare(text: str) -> str:
	"""Give a label without the mark of a required column: "Tên (*)" is "Tên"."""
	return _REQUIRED_MARK.sub(" ", text).strip()


def _weight(text: str, is_known: Callable[[str], int | bool]) -> int:
	return int(is_known(text) or is_known(bare(text))) if text else 0


def _best(lines: list[tuple[str, ...]], is_known: Callable[[str], int | bool]) -> int:
	weights = [[_weight(text, is_known) for text in line] for line in lines]
	at = max(range(len(lines)), key=lambda number: (sum(weights[number]), -number))
	known = sum(map(bool, weights[at]))
	if known >= 2 or known * 2 >= _filled(lines[at]) > 0:
		return at
	return max(range(len(lines)), key=lambda number: (_words(lines[number]), -number))


def _filled(line: tuple[str, ...]) -> int:
	return sum(map(bool, line))


def _words(line: tuple[str, ...]) -> int:
	"""How many different cells have letters, and fewer digits than letters."""
	return len({text for text in line if sum(map(str.isalpha, text)) > sum(map(str.isdigit, text))})


def _with_groups(
	rows: list[SourceRow], lines: list[tuple[str, ...]], at: int, is_known: Callable[[str], int | bool]
) -> Header:
	for upper in (at, at - 1):
		pair = lines[upper : upper + 2] if upper >= 0 else []
		if len(pair) == 2 and rows[upper].number + 1 == rows[upper + 1].number and _is_pair(*pair, is_known):
			return Header(rows[upper + 1].number, _joined(*pair), tuple(pair))
	return Header(rows[at].number, lines[at], (lines[at],))


def _is_pair(upper: tuple[str, ...], lower: tuple[str, ...], is_known: Callable[[str], int | bool]) -> bool:
	"""Whether the upper row groups columns of the lower: at least one group has two columns below it, no column
	has a text in both rows unless it begins a group, others stand in the upper row alone, and the lower one has
	labels: half of them are known, alone or behind their group."""
	width = max(len(upper), len(lower))
	upper, lower = _padded(upper, width), _padded(lower, width)
	groups = _groups(upper, lower)
	below = [at for at in range(width) if lower[at]]
	single = [at for at in range(width) if upper[at] and not lower[at]]
	if not single or not groups or any(upper[at] and not groups.get(at) for at in below):
		return False
	if any(at not in groups for at in below) or not any(map(str.isalpha, "".join(lower))):
		return False
	known = [
		at for at in below if _weight(lower[at], is_known) or _weight(f"{groups[at]} - {lower[at]}", is_known)
	]
	return len(known) * 2 >= len(below)


def _groups(upper: tuple[str, ...], lower: tuple[str, ...]) -> dict[int, str]:
	"""The group of each column: a text in the upper row with texts below it and below the blank cells beside it."""
	groups: dict[int, str] = {}
	begin = 0
	while begin < len(upper):
		end = begin + 1
		while end < len(upper) and not upper[end] and lower[end]:
			end += 1
		if upper[begin] and lower[begin] and end - begin > 1:
			groups.update(dict.fromkeys(range(begin, end), upper[begin]))
		begin = end
	return groups


def _joined(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
	width = max(len(upper), len(lower))
	upper, lower = _padded(upper, width), _padded(lower, width)
	groups = _groups(upper, lower)
	return tuple(
		f"{groups[at]} - {lower[at]}" if at in groups else upper[at] or lower[at] for at in range(width)
	)


def _padded(line: tuple[str, ...], width: int) -> tuple[str, ...]:
	return line + ("",) * (width - len(line))


def _without_headers(rows: Iterator[SourceRow], header: Header) -> Iterator[SourceRow]:
	is_first = True
	for row in rows:
		if not ((is_first and _numbers_columns(row.cells)) or _is_header(row.cells, header)):
			yield row
		is_first = False


def _is_header(cells: tuple[Cell, ...], header: Header) -> bool:
	"""Whether a row is one of the header's own. Its first cell, which nearly always differs, is looked at first."""
	for line in header.lines:
		if cells and label(cells[0]) == line[0] and _trimmed(map(label, cells)) == _trimmed(line):
			return True
	return False


def _trimmed(texts: Iterable[str]) -> list[str]:
	trimmed = list(texts)
	while trimmed and not trimmed[-1]:
		trimmed.pop()
	return trimmed


def _numbers_columns(cells: tuple[Cell, ...]) -> bool:
	"""Whether the cells count: "(1) (2) (3)", "1 2 3", or "A B 1 2 3=1+2". Without brackets at least three."""
	texts = [label(cell) for cell in cells if not is_blank(cell)]
	found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
	if not all(found) or len(texts) < (2 if texts[0][0] in "([" else 3):
		return False
	letters = [match[1] for match in found if match[1].isalpha()]
	numbers = [match[1] for match in found if match[1].isdigit()]
	expected = [chr(65 + at) for at in range(len(letters))] + [str(at + 1) for at in range(len(numbers))]
	return [match[1] for match in found] == expected


def _fitted(row: SourceRow, width: int) -> SourceRow:
	if len(row.cells) == width:
		return row
	cells, extra = row.cells[:width], row.cells[width:]
	cells += (None,) * (width - len(cells))
	if row.problem:
		return BrokenRow(row.number, cells, row.problem, row.extra)
	if is_blank_row(extra):
		return SourceRow(row.number, cells)
	return BrokenRow(row.number, cells, MORE_CELLS, extra)
