"""The shared strings of an .xlsx: how long each is.

Cells name them by number, and the library copies the text into every cell: one long text and a number in each
of a million cells would be a bomb that no look at the archive finds.
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
_NUMBER = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^<>]*>\s*<(?:[\w.-]+:)?v>\s*(\d+)")


def lengths(chunks: Iterator[bytes]) -> array:
	"""Give the length of each string's XML in bytes. Raises UnreadableFile for one of more than a megabyte."""
	found = array("I")
	seen, begin, tail = 0, None, b""
	for chunk in chunks:
		block = tail + chunk
		offset = seen - len(tail)
		for match in _STRING.finditer(block):
			if begin is not None:
				found.append(offset + match.start() - begin)
			begin = offset + match.start()
		seen += len(chunk)
		tail = _open_tag(block)
		if len(found) > limits.SHARED_STRINGS:
			raise UnreadableFile(INFLATES)
		if begin is not None and seen - begin > _LONGEST + len(chunk):
			raise UnreadableFile(INFLATES)
	if begin is not None:
		found.append(seen - begin)
	return found


def check_copies(sheet: bytes, known: array):
	"""Raise UnreadableFile if the strings that the cells of a sheet name are too much text together."""
	longest = max(known, default=0)
	if sheet.count(b'"s"') * longest <= _COPIES_AT_MOST and sheet.count(b"'s'") == 0:
		return
	numbers = map(int, _NUMBER.findall(sheet))
	if sum(known[number] for number in numbers if number < len(known)) > _COPIES_AT_MOST:
		raise UnreadableFile(INFLATES)


def _open_tag(block: bytes) -> bytes:
	"""The end of a block from its last tag on, if that is still open (it may be one that was not seen)."""
	at = block.rfind(b"<")
	return block[at:] if at >= 0 and b">" not in block[at:] and len(block) - at < 64 else b""
