"""The extent of an .xlsx sheet that is written in an uncommon form: found by a real parser, cell by cell."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from crm_khachhang.importing.reading import limits
from crm_khachhang.importing.reading.errors import DAMAGED, UnreadableFile
from crm_khachhang.importing.reading.extents import Extent
from crm_khachhang.importing.reading.sheet_xml import column_number

_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


class _Cells:
	"""Follows the cells of a sheet as a spreadsheet does: those without a reference stand beside the last."""

	def __init__(self):
		self.extent = Extent()
		self._row = self._column = -1
		self._is_error = False
		self._text: list[str] | None = None

	def start(self, name: str, attributes: dict[str, str]):
		local = name.rpartition(":")[2]
		if local == "row":
			self._row = int(attributes.get("r", self._row + 2)) - 1
			self._column = -1
		elif local == "c":
			self._place(attributes.get("r"))
			self._is_error = attributes.get("t") == "e"
		elif local in ("v", "is"):
			self.extent.add(self._row, self._column)
			self._text = [] if self._is_error else None

	def end(self, name: str):
		if self._text is not None and name.rpartition(":")[2] == "v":
			self.extent.errors[self._row, self._column] = "".join(self._text)
			self._text = None

	def characters(self, text: str):
		if self._text is not None:
			self._text.append(text)

	def _place(self, reference: str | None):
		if reference is None:
			self._column += 1
			return
		found = _REFERENCE.fullmatch(reference)
		if not found:
			raise UnreadableFile(DAMAGED)
		self._column = column_number(found[1]) - 1
		self._row = int(found[2]) - 1


def extent_of(chunks: Iterator[bytes]) -> Extent:
	"""Parse a sheet, until it is too large. Raises UnreadableFile (DAMAGED), also for a document type: no program writes one."""
	cells = _Cells()
	parser = expat.ParserCreate()
	parser.buffer_text = True
	parser.StartElementHandler = cells.start
	parser.EndElementHandler = cells.end
	parser.CharacterDataHandler = cells.characters
	parser.StartDoctypeDeclHandler = _refuse
	try:
		for chunk in chunks:
			parser.Parse(chunk)
			if cells.extent.cells > limits.CELLS_AT_ONCE:
				return cells.extent
		parser.Parse(b"", True)
	except (expat.ExpatError, ValueError) as error:
		raise (error if isinstance(error, UnreadableFile) else UnreadableFile(DAMAGED)) from None
	return cells.extent


def _refuse(*_declaration):
	raise UnreadableFile(DAMAGED)
