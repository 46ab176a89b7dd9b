"""The shared strings of an .xls: how long each is; and how much text the cells of a sheet become.

Like `shared_strings` for .xlsx. Source: [MS-XLS] 2.5.293 XLUnicodeRichExtendedString; the strings go on over
records, and each further record begins with a byte that says anew how wide the characters are.
"""

import struct
from array import array

from crm_khachhang.importing.reading.errors import INFLATES, UnreadableFile

STRINGS, CONTINUED, CELL = 0x00FC, 0x003C, 0x00FD

_COPIES_AT_MOST = 256 << 20
_WIDE, _EAST_ASIAN, _RICH = 1, 4, 8


def lengths(records: list[bytes]) -> array:
	"""Give the number of characters of each string; `records` are the contents of STRINGS and those CONTINUED.

	Ends with the first that cannot be followed: the library cannot either.
	"""
	found = array("I")
	if not records:
		return found
	reader = _Reader(records)
	reader.skip(8)
	try:
		while reader.more():
			found.append(reader.string())
	except (struct.error, IndexError):
		return found
	return found


def check_copies(numbers: array, known: array):
	"""Raise UnreadableFile if the strings that cells name by number are too much text together."""
	if len(numbers) * max(known, default=0) <= _COPIES_AT_MOST:
		return
	if sum(known[number] for number in numbers if number < len(known)) > _COPIES_AT_MOST:
		raise UnreadableFile(INFLATES)


class _Reader:
	def __init__(self, records: list[bytes]):
		self._records = records
		self._record = 0
		self._at = 0

	def more(self) -> bool:
		self._go_on()
		return self._record < len(self._records)

	def skip(self, count: int):
		"""Pass bytes that simply go on in the next record."""
		while count:
			step = min(count, self._left())
			if not step:
				self._next()
				continue
			self._at += step
			count -= step

	def string(self) -> int:
		"""Pass a string and give its number of characters."""
		count, flags = struct.unpack("<HB", self._take(3))
		runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
		phonetic = struct.unpack("<I", self._take(4))[0] if flags & _EAST_ASIAN else 0
		self._characters(count, flags & _WIDE)
		self.skip(4 * runs + phonetic)
		return count

	def _characters(self, count: int, wide: int):
		while count:
			fitting = min(count, self._left() // (1 + wide))
			self._at += fitting * (1 + wide)
			count -= fitting
			if count:
				self._next()
				wide = self._take(1)[0] & _WIDE

	def _take(self, count: int) -> bytes:
		self._go_on()
		self._at += count
		return self._records[self._record][self._at - count : self._at]

	def _left(self) -> int:
		return len(self._records[self._record]) - self._at

	def _go_on(self):
		while self._record < len(self._records) and not self._left():
			self._next()

	def _next(self):
		self._record, self._at = self._record + 1, 0
