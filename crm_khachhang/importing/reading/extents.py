"""How far the filled cells of a sheet reach, before a library allocates the rectangle around them."""

from dataclasses import dataclass, field

from crm_khachhang.importing.reading import limits
from crm_khachhang.importing.reading.errors import TOO_MANY_ROWS, TOO_WIDE, UnreadableFile

# The text of cells with an error (#N/A) by row and column, from 0.
Marks = dict[tuple[int, int], str]


@dataclass
class Extent:
	"""The rectangle of the filled cells, from 0, and the cells with an error."""

	first_row: int = 1 << 30
	last_row: int = -1
	first_column: int = 1 << 30
	last_column: int = -1
	errors: Marks = field(default_factory=dict)

	@property
	def cells(self) -> int:
		"""How many cells the rectangle has, filled or not."""
		return max(self.last_row - self.first_row + 1, 0) * max(self.last_column - self.first_column + 1, 0)

	def add(self, row: int, first: int, last: int | None = None):
		"""Take in the cells from the column `first` to `last` (default: only `first`) of a row."""
		self.first_row, self.last_row = min(self.first_row, row), max(self.last_row, row)
		self.first_column = min(self.first_column, first)
		self.last_column = max(self.last_column, first if last is None else last)


def check_at_once(cells: int, rows: int):
	"""Raise UnreadableFile if a sheet is too large to be read as a whole."""
	if rows > limits.SHEET_ROWS:
		raise UnreadableFile(TOO_MANY_ROWS, limits.DATA_ROWS)
	if cells > limits.CELLS_AT_ONCE:
		raise UnreadableFile(TOO_WIDE)
