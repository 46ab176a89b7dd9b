"""The OLE containers that .xls files are, as far as needed: names of streams, and the one of the workbook.

Source: [MS-CFB] Compound File Binary File Format.
"""

import struct

from crm_khachhang.importing.reading.errors import DAMAGED, UnreadableFile

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Streams of a workbook: since Excel 97, and before.
WORKBOOKS = ("workbook", "book")

_END = 0xFFFFFFFA
_HEADER_TABLE = 76
_TABLES_IN_HEADER = 109
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class Container:
	"""An OLE container. Raises UnreadableFile (DAMAGED) if its chains of sectors lead nowhere or in circles."""

	def __init__(self, content: bytes):
		self._content = content
		self._root = (_END, 0)
		try:
			self._sector_size = 1 << struct.unpack_from("<H", content, 30)[0]
			if self._sector_size not in (512, 4096):
				raise UnreadableFile(DAMAGED)
			self._table = self._allocation_table()
			self._entries = self._directory()
			if not self._entries:
				raise UnreadableFile(DAMAGED)
		except (struct.error, IndexError):
			raise UnreadableFile(DAMAGED) from None

	@property
	def names(self) -> list[str]:
		"""Names of the streams."""
		return list(self._entries)

	def workbook(self) -> bytes:
		"""Give the stream of the workbook. Raises UnreadableFile (DAMAGED)."""
		places = {name.lower(): place for name, place in self._entries.items()}
		return self._stream(*next(places[name] for name in WORKBOOKS if name in places))

	def _stream(self, start: int, size: int) -> bytes:
		try:
			content = self._small(start) if size < self._small_limit() else self._chain(start)
		except (struct.error, IndexError):
			raise UnreadableFile(DAMAGED) from None
		if len(content) < size:
			raise UnreadableFile(DAMAGED)
		return content[:size]

	def _sector(self, number: int) -> bytes:
		start = (number + 1) * self._sector_size
		return self._content[start : start + self._sector_size]

	def _numbers(self, sector: bytes) -> tuple[int, ...]:
		return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

	def _allocation_table(self) -> list[int]:
		sectors = list(struct.unpack_from(f"<{_TABLES_IN_HEADER}I", self._content, _HEADER_TABLE))
		following = struct.unpack_from("<I", self._content, 68)[0]
		# Each of these sectors names so many others that this is enough for any file.
		for _turn in range(len(self._content) // self._sector_size // _TABLES_IN_HEADER + 1):
			if following >= _END:
				break
			*more, following = self._numbers(self._sector(following))
			sectors += more
		table: list[int] = []
		for sector in sectors:
			if len(table) > len(self._content) // self._sector_size:  # an entry for each sector that there is
				break
			if sector < _END:
				table += self._numbers(self._sector(sector))
		return table

	def _chain(self, number: int) -> bytes:
		sectors = []
		while number < _END:
			if len(sectors) > len(self._table):
				raise UnreadableFile(DAMAGED)
			sectors.append(self._sector(number))
			number = self._table[number]
		return b"".join(sectors)

	def _directory(self) -> dict[str, tuple[int, int]]:
		entries = {}
		content = self._chain(struct.unpack_from("<I", self._content, 48)[0])
		for at in range(0, len(content) - _ENTRY + 1, _ENTRY):
			length, kind = struct.unpack_from("<HB", content, at + 64)
			place = struct.unpack_from("<II", content, at + 116)
			if kind == _ROOT:
				self._root = place
			if kind == _STREAM:
				name = content[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
				entries.setdefault(name, place)
		return entries

	def _small_limit(self) -> int:
		return struct.unpack_from("<I", self._content, 56)[0]

	def _small(self, number: int) -> bytes:
		"""Short streams share sectors: 64 bytes each, in a stream and with a table of their own."""
		table = self._numbers(self._chain(struct.unpack_from("<I", self._content, 60)[0]))
		shared = self._chain(self._root[0])
		parts = []
		while number < _END:
			if len(parts) > len(table):
				raise UnreadableFile(DAMAGED)
			parts.append(shared[number * 64 : number * 64 + 64])
			number = table[number]
		return b"".join(parts)
