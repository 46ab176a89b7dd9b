"""A smallest .xls, written by hand: no library that the app or its tests have can write one.

An OLE container of sectors of 512 bytes: allocation table, directory, and the workbook as BIFF8 records.
"""

import struct

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, content: bytes = b"") -> bytes:
	"""A record of BIFF."""
	return struct.pack("<HH", kind, len(content)) + content


def begin(kind: int) -> bytes:
	"""The begin of the workbook (5) or a sheet (16)."""
	return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def number(row: int, column: int, value: float) -> bytes:
	"""A cell with a number."""
	return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: str) -> bytes:
	"""A cell with text."""
	return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def error(row: int, column: int, code: int) -> bytes:
	"""A cell with an error, such as 0x2A: #N/A."""
	return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def shared(row: int, column: int, string: int) -> bytes:
	"""A cell with a shared string."""
	return record(0x00FD, struct.pack("<HHHI", row, column, 0, string))


def strings(*texts: str) -> bytes:
	"""Shared strings, the long ones going on in further records."""
	content = struct.pack("<II", len(texts), len(texts))
	records = b""
	kind = 0x00FC
	for text in texts:
		content += struct.pack("<HB", len(text), 1)
		for at in range(0, len(text), 4000):
			if at:
				records, kind, content = records + record(kind, content), 0x003C, b"\1"
			content += text[at : at + 4000].encode("utf-16-le")
	return records + record(kind, content)


def workbook(*cells: bytes, name: str = "KH", first: bytes = b"") -> bytes:
	"""The stream of a workbook of one sheet."""
	title = struct.pack("<BB", len(name), 0) + name.encode("ascii")
	codepage = record(0x0042, struct.pack("<H", 1200))
	head = begin(5) + first + codepage
	place = len(head) + len(record(0x0085, b"\0" * 6 + title)) + 4
	sheet = record(0x0085, struct.pack("<IH", place, 0) + title)
	return head + sheet + record(0x000A) + begin(16) + b"".join(cells) + record(0x000A)


def container(stream: bytes, name: str = "Workbook") -> bytes:
	"""An OLE container with one stream."""
	stream = stream.ljust(4096, b"\0")
	stream += b"\0" * (-len(stream) % 512)
	count = len(stream) // 512
	tables = -(-(count + 3) // 126)
	table = [*[_TABLE] * tables, _END, *range(tables + 2, tables + 1 + count), _END]
	table += [_FREE] * (128 * tables - len(table))
	root = _entry("Root Entry", 5, _END, 0, child=1)
	directory = root + _entry(name, 2, tables + 1, len(stream)) + b"\0" * 256
	return _header(tables) + struct.pack(f"<{len(table)}I", *table) + directory + stream


def xls(*cells: bytes, **options) -> bytes:
	"""An .xls of one sheet."""
	return container(workbook(*cells, **options))


def _header(tables: int) -> bytes:
	signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
	shape = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
	places = struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
	return signature + shape + places + struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
	encoded = (name + "\0").encode("utf-16-le")
	head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
	return head + struct.pack("<III", _FREE, _FREE, child) + b"\0" * 36 + struct.pack("<IQ", start, size)
