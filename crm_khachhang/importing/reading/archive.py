"""Zip archives (xlsx, ods) with the trust that they deserve."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from crm_khachhang.importing.reading import limits
from crm_khachhang.importing.reading.errors import DAMAGED, INFLATES, PROTECTED, UnreadableFile

_CHUNK = 1 << 20
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, KeyError)
_DOCUMENT_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Archive:
	"""The members of a zip archive, inflated in chunks: a bomb is refused before it bursts.

	The declared sizes are summed up first; a member is inflated up to its declared size only, and one whose
	checksum does not fit then is damaged. Pictures and whatever else is no table are never inflated. Raises UnreadableFile: DAMAGED, INFLATES, or PROTECTED for members encrypted by a zip program.
	"""

	def __init__(self, content: bytes):
		try:
			self._zip = zipfile.ZipFile(io.BytesIO(content))
		except _FAILURES:
			raise UnreadableFile(DAMAGED) from None
		# Some programs write the paths of Windows.
		self._members = {member.filename.replace("\\", "/"): member for member in self._zip.infolist()}
		self._check_directory()

	def _check_directory(self):
		members = self._zip.infolist()
		declared = sum(member.file_size for member in members)
		if declared > limits.INFLATED_BYTES or len(members) > limits.ARCHIVE_MEMBERS:
			raise UnreadableFile(INFLATES)
		if any(member.flag_bits & 1 for member in members):
			raise UnreadableFile(PROTECTED)
		if len(members) != len(self._members):
			# Of two members with one name, two programs may read different ones.
			raise UnreadableFile(DAMAGED)

	@property
	def names(self) -> list[str]:
		"""Names of the members, in the order of the directory."""
		return list(self._members)

	def size(self, name: str) -> int:
		"""Inflated size in bytes as declared. More is never inflated: a member that has more is damaged."""
		return self._members[name].file_size

	def chunks(self, name: str) -> Iterator[bytes]:
		"""Give a member in chunks of at most a megabyte."""
		size = 0
		try:
			member = self._members[name]
			with self._zip.open(member) as stream:
				while chunk := stream.read(_CHUNK):
					size += len(chunk)
					_check_ratio(size, member.compress_size)
					yield chunk
		except _FAILURES as error:
			raise _refusal(error) from None

	def read(self, name: str, at_most: int = limits.PART_BYTES) -> bytes:
		"""Give a whole member. Raises UnreadableFile (INFLATES) if it has more than `at_most` bytes."""
		if name in self._members and self.size(name) > at_most:
			raise UnreadableFile(INFLATES)
		return b"".join(self.chunks(name))

	def tree(self, name: str) -> ElementTree.Element:
		"""Parse a small XML member. One that declares entities is refused: no spreadsheet program does."""
		content = self.read(name)
		if _DOCUMENT_TYPE.search(content.replace(b"\0", b"")):
			raise UnreadableFile(INFLATES)
		try:
			return ElementTree.fromstring(content)
		except (ElementTree.ParseError, ValueError, LookupError):
			raise UnreadableFile(DAMAGED) from None


def _check_ratio(size: int, compressed: int):
	if size > limits.RATIO_COUNTS_FROM and size > limits.INFLATED_RATIO * compressed:
		raise UnreadableFile(INFLATES)


def _refusal(error: Exception) -> UnreadableFile:
	return error if isinstance(error, UnreadableFile) else UnreadableFile(DAMAGED)
