"""The shared strings of an .xlsx, of which each piece of a sheet gets those that its cells name.

Cells name strings by number. The library reads all strings for each workbook that it opens, and copies the text
into every cell: one long text and its number in each of a million cells would be a bomb that no look at the
archive finds.
"""

import re
from array import array
from collections.abc import Iterator

from crm_khachhang.importing.reading import limits
from crm_khachhang.importing.reading.errors import INFLATES, UnreadableFile

# Excel holds 32,767 characters in a cell; as XML, with formats, some times as many bytes.
_LONGEST = 1 << 20
_COPIES_AT_MOST = 256 << 20
_STRING = re.compile(rb"<(?:[\w.-]+:)?si[\s>/]")
_NAMED = re.compile(rb"\st=\"s\"[^<>]{0,200}>\s*<(?:[\w.-]+:)?v>(\d{1,9})<")
# What a cell that names a string holds, in whatever form: more than enough to find them all.
_ANY_FORM = (b'"s"', b"'s'")


class SharedStrings:
	"""The strings as XML, and where each begins. Raises UnreadableFile (INFLATES) for more than is reasonable."""

	def __init__(self, chunks: Iterator[bytes]):
		self.xml = b"".join(chunks)
		self._places = array("I", (found.start() for found in _STRING.finditer(self.xml)))
		self._places.append(max(self.xml.rfind(b"</"), self._places[-1] if self._places else 0))
		self._longest = max(map(int.__sub__, self._places[1:], self._places), default=0)
		if len(self._places) > limits.SHARED_STRINGS or self._longest > _LONGEST:
			raise UnreadableFile(INFLATES)

	def of(self, sheet: bytes) -> bytes:
		"""Give the XML of the strings that the cells of a sheet name, with blank ones in the places of others.

		All strings for a sheet whose cells name them in an unusual way. Raises UnreadableFile (INFLATES) if the
		cells would become too much text together.
		"""
		named = [int(number) for number in _NAMED.findall(sheet)]
		others = sum(map(sheet.count, _ANY_FORM)) - len(named)
		wanted = sorted({number for number in named if number < len(self._places) - 1})
		longest = max(map(self._length, wanted), default=0)
		if len(named) * longest > _COPIES_AT_MOST:
			self._check(sum(map(self._length, named)))
		if others:
			self._check(others * self._longest)
			return self.xml
		return b"<sst>" + b"".join(self._with_blanks(wanted)) + b"</sst>"

	def _with_blanks(self, wanted: list[int]) -> Iterator[bytes]:
		following = 0
		for number in wanted:
			if number > following:
				yield b"<si/>" * (number - following)
			yield self.xml[self._places[number] : self._places[number + 1]]
			following = number + 1

	def _check(self, copied: int):
		if copied > _COPIES_AT_MOST:
			raise UnreadableFile(INFLATES)

	def _length(self, number: int) -> int:
		return self._places[number + 1] - self._places[number] if number < len(self._places) - 1 else 0
