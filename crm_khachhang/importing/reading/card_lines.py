"""The text of a card as properties: unfolded, decoded, split.

vobject takes values apart at their semicolons. What it does not do is done here: lines of vCard 2.1 that go on
behind a "=" (quoted-printable), names of character sets and of encodings in any spelling, text of old phones
without a character set, pictures (left out before anything looks at them). Lines are cut here too: the pattern of
vobject takes for ever for some, such as "TEL;A,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,".
"""

import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple

import vobject.icalendar

from crm_khachhang.importing.reading import encodings

# Each sign of a line has one place in this pattern only: so it never tries twice.
_PROPERTY = re.compile(r'(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)((?:;(?:"[^"]*"|[^";:])*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9_-]+)((?:"[^"]*"|[^";])*)')
_PARAMETER_VALUE = re.compile(r'"([^"]*)"|([^",]+)')
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
		except (ValueError, LookupError):
			yield BadLine(encodings.decode(line))


def _logical_lines(card: bytes) -> Iterator[bytes]:
	skipping = False
	quoted: list[bytes] = []
	for found in _LINE.finditer(_FOLD.sub(b"", card.lstrip())):
		line = found[0]
		if skipping and _BASE64.match(line):
			continue
		goes_on = bool(quoted or _QUOTED.match(line)) and bool(_SOFT_BREAK.search(line))
		if goes_on:
			quoted.append(_SOFT_BREAK.sub(b"", line))
			continue
		line, quoted = b"".join((*quoted, line)), []
		skipping = bool(_PICTURE.match(line))
		if line.strip() and not skipping:
			yield line
	if quoted:
		yield b"".join(quoted)


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
	found = _PROPERTY.fullmatch(line)
	if not found:
		raise ValueError(line)
	group, name, parameters, value = found.groups()
	pairs: dict[str, list[str]] = {}
	types: list[str] = []
	for parameter, written in _PARAMETER.findall(parameters):
		values = [quoted or bare for quoted, bare in _PARAMETER_VALUE.findall(written.removeprefix("="))]
		if values:
			pairs.setdefault(parameter.upper(), []).extend(values)
		else:
			types.append(parameter)  # as vCard 2.1 writes types
	types += pairs.pop("TYPE", ())
	split = {part.strip() for written in types for part in written.upper().split(",")}
	# Lotus Notes writes an underscore for a hyphen.
	return Property(name.upper().replace("_", "-"), value, frozenset(split), pairs, (group or "").upper())


def _unescape(text: str) -> str:
	return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
