"""Address books (.vcf): one card, one row."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from crm_khachhang.importing.reading import encodings, limits, own_cards
from crm_khachhang.importing.reading.card_lines import BadLine, properties
from crm_khachhang.importing.reading.card_rows import LABELS, row_of
from crm_khachhang.importing.reading.errors import (
	NO_ROWS,
	NO_SUCH_SHEET,
	TOO_MANY_ROWS,
	UnreadableFile,
)
from crm_khachhang.importing.reading.rows import BAD_CARD, BrokenRow, SourceRow

SHEET = "vcf"

_BEGIN = re.compile(rb"^[ \t]*BEGIN:VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(rb"^[ \t]*END:VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
# As much as a cell of Excel holds.
_SHOWN = 32_767


class CardBook:
	"""An address book with one sheet: the labels of `card_rows` as row 0, then the cards from 1.

	A card that cannot be understood as a whole (a line that is no property, no end) is a BrokenRow.
	"""

	kind = "vcf"

	def __init__(self, content: bytes, translate: Callable[[str], str] = str):
		if encodings.utf16(content):
			content = content.decode(encodings.encoding_of(content)).encode()
		content = content.removeprefix(b"\xef\xbb\xbf")
		# Old Macs ended lines by a carriage return alone.
		self._content = content if b"\n" in content else content.replace(b"\r", b"\n")
		self._translate = translate
		self._has_own = own_cards.SIGN in self._content.upper()
		count = sum(1 for _begin in _BEGIN.finditer(self._content))
		if not count:
			raise UnreadableFile(NO_ROWS)
		if count > limits.DATA_ROWS:
			raise UnreadableFile(TOO_MANY_ROWS, limits.DATA_ROWS)

	@property
	def sheets(self) -> list[str]:
		"""The one name `rows` knows."""
		return [SHEET]

	def rows(self, sheet: str = SHEET) -> Iterator[SourceRow]:
		"""The header and a row for each card."""
		if sheet != SHEET:
			raise UnreadableFile(NO_SUCH_SHEET, sheet)
		yield SourceRow(0, (*LABELS, *own_cards.LABELS) if self._has_own else LABELS)
		for number, card in enumerate(self._cards(), 1):
			yield self._row(number, card)

	def _cards(self) -> Iterator[bytes]:
		"""The text of each card, up to the next one."""
		begins = [found.start() for found in _BEGIN.finditer(self._content)]
		ends = [*begins[1:], len(self._content)]
		for begin, end in zip(begins, ends, strict=True):
			yield self._content[begin:end]

	def _row(self, number: int, card: bytes) -> SourceRow:
		found = list(islice(properties(card), limits.CARD_PROPERTIES + 1))
		good = [one for one in found if not isinstance(one, BadLine)]
		cells = row_of(good, self._translate)
		if self._has_own:
			cells = own_cards.cells_of(good, cells)
		is_whole = len(good) == len(found) <= limits.CARD_PROPERTIES
		if is_whole and _END.search(card) and cells[0]:
			return SourceRow(number, cells)
		return BrokenRow(number, cells, BAD_CARD, (encodings.decode(card)[:_SHOWN],))
