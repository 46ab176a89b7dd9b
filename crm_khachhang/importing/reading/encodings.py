"""Which characters the bytes of a text file stand for.

UTF-8 and UTF-16 by their byte order marks; UTF-16 without one where every second byte is zero; else UTF-8 if
the whole file is; else Windows-1258, what Excel in Vietnam writes as "CSV", where tones follow their vowel as
characters of their own (the caller composes them: NFC). Bytes that Windows-1258 does not have, or a tone
that follows no letter, speak for Windows-1252.
"""

import codecs
import re

from crm_khachhang.importing.reading.errors import CHARACTERS, UnreadableFile

_CHUNK = 1 << 20
_SAMPLE = 4096
_TONE_WITHOUT_LETTER = re.compile(r"(?:^|[^\w\u0300-\u036f])[\u0300-\u036f]", re.MULTILINE)
_MULTIBYTE = re.compile(rb"[\xc3-\xc6\xe1][\x80-\xbf]{1,2}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_MARKS = (
	(codecs.BOM_UTF8, "utf-8-sig"),
	(codecs.BOM_UTF16_LE, "utf-16"),
	(codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(content: bytes) -> str:
	"""Give the name of a codec that decodes all of `content`, the byte order mark left out.

	Raises UnreadableFile (CHARACTERS, with the line) for text that is UTF-8 or UTF-16 in most places only:
	decoding it as anything else would spoil every name in it.
	"""
	marked = next((name for mark, name in _MARKS if content.startswith(mark)), "")
	encoding = marked or _unmarked_utf16(content) or "utf-8"
	wrong = _first_wrong_byte(content, encoding)
	if wrong is None:
		return encoding
	if encoding != "utf-8" or _is_mostly_utf8(content):
		raise UnreadableFile(CHARACTERS, content.count(b"\n", 0, wrong) + 1)
	return _windows(content)


def decode(content: bytes) -> str:
	"""Decode a short text, such as one card; what nothing can decode is replaced, never refused."""
	try:
		return content.decode(encoding_of(content))
	except UnreadableFile:
		return content.decode("utf-8", "replace")


def utf16(content: bytes) -> str:
	"""Give the codec if the text begins with the byte order mark of UTF-16 or is clearly UTF-16 without, else ""."""
	return (
		"utf-16"
		if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
		else _unmarked_utf16(content)
	)


def _unmarked_utf16(content: bytes) -> str:
	sample = content[:_SAMPLE]
	even, odd = sample[::2].count(0), sample[1::2].count(0)
	if odd * 8 > len(sample) and even * 20 < odd:
		return "utf-16-le"
	if even * 8 > len(sample) and odd * 20 < even:
		return "utf-16-be"
	return ""


def _first_wrong_byte(content: bytes, encoding: str) -> int | None:
	decoder = codecs.getincrementaldecoder(encoding)()
	for start in range(0, max(len(content), 1), _CHUNK):
		try:
			decoder.decode(content[start : start + _CHUNK], start + _CHUNK >= len(content))
		except UnicodeDecodeError as error:
			return start + error.start
	return None


def _is_mostly_utf8(content: bytes) -> bool:
	good = sum(1 for _found in _MULTIBYTE.finditer(content))
	high = sum(1 for _found in _HIGH.finditer(content))
	return good > 2 and good * 10 > high * 9


def _windows(content: bytes) -> str:
	for encoding in ("cp1258", "cp1252"):
		if _first_wrong_byte(content, encoding) is None and _is_likely(content, encoding):
			return encoding
	return "latin-1"


def _is_likely(content: bytes, encoding: str) -> bool:
	return encoding != "cp1258" or not _TONE_WITHOUT_LETTER.search(content[: 1 << 16].decode(encoding))
