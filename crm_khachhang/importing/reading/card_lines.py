"""The text of a card as properties: unfolded, decoded, split.

vobject splits a line into name, parameters, group and value. What it does not do is done here before: lines
of vCard 2.1 that go on behind a "=" (quoted-printable), names of character sets and of encodings in any
spelling, text of old phones without a character set, pictures (left out before anything looks at them).
"""

import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple

import vobject.base
import vobject.icalendar

from crm_khachhang.importing.reading import encodings

_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_LINE = re.compile(rb"[^\r\n]+")
_SOFT_BREAK = re.compile(rb"=[ \t]*$")
_QUOTED = re.compile(rb"^[^:]*?;(?:ENCODING=)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_CHARSET = re.compile(rb"^[^:]*?;CHARSET=\"?([\w.-]+)", re.IGNORECASE)
_DECODED_PARAMETERS = re.compile(
	r";(?:ENCODING=)?(?:QUOTED-PRINTABLE|8BIT|7BIT)\b|;CHARSET=[^;:]*", re.IGNORECASE
)
_PICTURE = re.compile(
	rb"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-WAB-GAL|X-MS-CARDPICTURE)[;:]", re.IGNORECASE
)
_BASE64 = re.compile(rb"^[A-Za-z0-9+/]{20,}={0,2}$")
_ESCAPED = re.compile(r"\\([nN,;:\\\"])")


class BadLine(ValueError):
	"""A line that is no property."""


class Property(NamedTuple):
	"""A line of a card. `types` are TYPE parameters in upper case, `pairs` all others by name."""

	name: str
	value: str
	types: frozenset[str]
	pairs: dict[str, list[str]]
	group: str

	@property
	def parts(self) -> list[str]:
		"""The value of a structured property (N, ADR, ORG) by its semicolons; several values become one."""
		split = vobject.icalendar.stringToTextValues(self.value, listSeparator=";", charList=";")
		return [_unescape(part).strip() for part in split]

	@property
	def text(self) -> str:
		"""The value as people wrote it."""
		return _unescape(self.value).strip()

	@property
	def is_preferred(self) -> bool:
		"""Whether the card calls it the first among its like."""
		return "PREF" in self.types or "PREF" in self.pairs


def properties(card: bytes) -> Iterator[Property | BadLine]:
	"""Give the properties of a card, pictures left out; BadLine (not raised) for a line that is none."""
	for line in _logical_lines(card):
		try:
			yield _property(_decoded(line))
		except (vobject.base.VObjectError, ValueError, LookupError):
			yield BadLine(encodings.decode(line))


def _logical_lines(card: bytes) -> Iterator[bytes]:
	lines = iter(_LINE.findall(_FOLD.sub(b"\n\t", card)))
	pending = b""
	skipping = False
	for line in lines:
		if line[:1] in b" \t":
			pending += b"" if skipping else line[1:]
			continue
		if skipping and _BASE64.match(line):
			continue
		if pending and _QUOTED.match(pending) and _SOFT_BREAK.search(pending):
			pending = _SOFT_BREAK.sub(b"", pending) + line
			continue
		if pending.strip():
			yield pending
		skipping = bool(_PICTURE.match(line))
		pending = b"" if skipping else line
	if pending.strip():
		yield pending


def _decoded(line: bytes) -> str:
	"""The text of a line, without the parameters that said how it was encoded."""
	charset = _CHARSET.match(line)
	head, colon, value = line.partition(b":")
	if _QUOTED.match(line):
		value = quopri.decodestring(_SOFT_BREAK.sub(b"", value))
	text = value.decode(charset[1].decode()) if charset else encodings.decode(value)
	if _QUOTED.match(line):
		# A line break that was encoded is one of the value, as are backslashes.
		text = re.sub(r"\r\n|\r|\n", r"\\n", text)
	return _DECODED_PARAMETERS.sub("", encodings.decode(head)) + colon.decode() + text


def _property(line: str) -> Property:
	parsed = vobject.base.textLineToContentLine(line)
	types = {value.upper() for value in (*parsed.params.pop("TYPE", ()), *parsed.singletonparams)}
	types = {part.strip() for value in types for part in value.split(",")}
	return Property(parsed.name, parsed.value, frozenset(types), parsed.params, (parsed.group or "").upper())


def _unescape(text: str) -> str:
	return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
