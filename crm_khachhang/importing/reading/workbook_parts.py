"""The parts of an .xlsx: which member of the archive is which sheet, and small workbooks made of one piece."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from xml.etree import ElementTree

from crm_khachhang.importing.reading import limits
from crm_khachhang.importing.reading.archive import Archive
from crm_khachhang.importing.reading.errors import DAMAGED, INFLATES, UnreadableFile
from crm_khachhang.importing.reading.shared_strings import SharedStrings

_WORKBOOK = "xl/workbook.xml"
_ROOT = "_rels/.rels"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRINGS = "xl/sharedStrings.xml"
_PIECE = "xl/worksheets/sheet1.xml"


class Sheet(NamedTuple):
	"""A sheet: its name, the member that holds it, and whether people see its tab."""

	name: str
	member: str
	visible: bool


class Parts:
	"""The parts of an .xlsx. Raises UnreadableFile (DAMAGED) if its workbook cannot be understood."""

	def __init__(self, archive: Archive):
		self._archive = archive
		self._members = {name.lower(): name for name in archive.names}
		self._path_of_workbook = self._find_workbook()
		self._workbook = self._tree(self._path_of_workbook)
		self._relations = self._read_relations()

	@property
	def sheets(self) -> list[Sheet]:
		"""The sheets with cells, in the order of the tabs; charts and macros are left out."""
		return [sheet for element in _all(self._workbook, "sheet") if (sheet := self._sheet(element))]

	@cached_property
	def shared_strings(self) -> SharedStrings:
		"""The shared strings; none if the workbook has none. Raises UnreadableFile."""
		member = self._member_of_type("sharedStrings")
		if member and self._archive.size(member) > limits.SHARED_STRING_BYTES:
			raise UnreadableFile(INFLATES)
		return SharedStrings(self._archive.chunks(member) if member else iter(()))

	@property
	def has_1904_dates(self) -> bool:
		"""Whether dates count from 1904, as in workbooks of old Macs."""
		return any(element.get("date1904") in ("1", "true") for element in _all(self._workbook, "workbookPr"))

	def workbook_of(self, sheet: bytes, strings: bytes) -> bytes:
		"""Make a workbook that has the XML `sheet` as its only sheet, with these strings and the styles of this one."""
		content = io.BytesIO(self._frame)
		with zipfile.ZipFile(content, "a") as book:
			book.writestr(_PIECE, sheet)
			book.writestr(_STRINGS, strings)
		return content.getvalue()

	@cached_property
	def _frame(self) -> bytes:
		"""A workbook that lacks its sheet and its strings."""
		content = io.BytesIO()
		relations = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
		with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
			if styles := self._member_of_type("styles"):
				relations["styles"] = "styles.xml"
				book.writestr("xl/styles.xml", self._archive.read(styles))
			book.writestr(_ROOT, _relations_xml({"officeDocument": _WORKBOOK}))
			book.writestr(_WORKBOOK, _workbook_xml(self.has_1904_dates))
			book.writestr(_RELATIONS, _relations_xml(relations))
		return content.getvalue()

	def _tree(self, name: str) -> ElementTree.Element:
		if name.lower() not in self._members:
			raise UnreadableFile(DAMAGED)
		return self._archive.tree(self._members[name.lower()])

	def _find_workbook(self) -> str:
		if _ROOT not in self._members:
			return _WORKBOOK
		for element in self._tree(_ROOT):
			if element.get("Type", "").endswith("/officeDocument"):
				return _joined("", element.get("Target", ""))
		return _WORKBOOK

	def _read_relations(self) -> dict[str, tuple[str, str]]:
		"""Kind and member of each part by its id."""
		folder, name = posixpath.split(self._path_of_workbook)
		return {
			element.get("Id", ""): (
				element.get("Type", "").rpartition("/")[2],
				self._path(element.get("Target", "")),
			)
			for element in self._tree(_joined(folder, f"_rels/{name}.rels"))
		}

	def _path(self, target: str) -> str:
		folder = posixpath.dirname(self._path_of_workbook)
		return self._members.get(_joined(folder, target), "")

	def _member_of_type(self, kind: str) -> str | None:
		found = (member for type_, member in self._relations.values() if type_ == kind and member)
		return next(found, None) or self._members.get(f"xl/{kind.lower()}.xml")

	def _sheet(self, element: ElementTree.Element) -> Sheet | None:
		ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
		kind, member = self._relations.get(ids[0] if ids else "", ("", ""))
		if kind != "worksheet":
			return None
		if not member:
			raise UnreadableFile(DAMAGED)
		return Sheet(element.get("name", ""), member, element.get("state", "visible") == "visible")


def _joined(folder: str, target: str) -> str:
	"""The path of a part, in lower case, that another one in `folder` points to."""
	path = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/")))
	return path.lstrip("/").lower()


def _all(tree: ElementTree.Element, local_name: str) -> Iterator[ElementTree.Element]:
	return (element for element in tree.iter() if str(element.tag).rpartition("}")[2] == local_name)


def _workbook_xml(has_1904_dates: bool) -> str:
	dates = '<workbookPr date1904="1"/>' if has_1904_dates else ""
	return (
		f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{dates}'
		'<sheets><sheet name="1" sheetId="1" r:id="worksheet"/></sheets></workbook>'
	)


def _relations_xml(targets: dict[str, str]) -> str:
	relations = (
		f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
		for kind, target in targets.items()
	)
	return f'<Relationships xmlns="{_PACKAGE}">{"".join(relations)}</Relationships>'
