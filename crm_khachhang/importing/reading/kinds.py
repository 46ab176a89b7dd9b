"""What a file really is: its first bytes decide, not its name.

| begins like               | and then                                                      |
|---------------------------|---------------------------------------------------------------|
| zip archive               | xlsx or ods by its members; anything else is refused          |
| OLE container             | xls by its stream; an encrypted xlsx is refused as protected  |
| `BEGIN:VCARD`             | vcf                                                           |
| `<html`, `<table`, MIME   | a web page called .xls, as many programs write them: refused  |
| `<?xml` with Excel's name | XML spreadsheet of 2003: refused                              |
| PDF, picture, …           | refused                                                       |
| other text                | csv, whatever its name: nothing in plain text can do harm     |

A web page is refused although its table could be read: Excel shows such a file in another way than any other
reader (merged cells, dates by the machine's locale, formulas), and what people check must be what they import.
"""

import re

from crm_khachhang.importing.reading import encodings, limits, ole
from crm_khachhang.importing.reading.archive import Archive
from crm_khachhang.importing.reading.errors import (
	DAMAGED,
	EMPTY_FILE,
	OTHER_KIND,
	PROTECTED,
	TOO_LARGE,
	WEB_PAGE,
	XML_SPREADSHEET,
	UnreadableFile,
)

XLSX = "xlsx"
XLS = "xls"
ODS = "ods"
CSV = "csv"
VCF = "vcf"

_BINARY = (
	b"%PDF",
	b"{\\rtf",
	b"\x89PNG",
	b"\xff\xd8\xff",
	b"GIF8",
	b"Rar!",
	b"7z\xbc\xaf",
	b"\x1f\x8b",
	b"SQLite",
	b"\x09\x00\x04\x00",
	b"\x09\x02\x06\x00",
	b"\x09\x04\x06\x00",
	b"\x09\x08",
)
_ARCHIVE = b"PK"
_HEAD = 4096
_NO_TEXT = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_EXCEL_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_MARKUP = re.compile(rb"<(?:!doctype\s+html|/?[a-z][a-z0-9]*[\s>/])", re.IGNORECASE)
_MIME = re.compile(rb"(?:mime-version|content-type):.*text/html", re.IGNORECASE | re.DOTALL)
_SPREADSHEET_NAMES = (".xlsx", ".xlsm", ".ods")


def kind_of(content: bytes, filename: str) -> str:
	"""Give the kind of a file: XLSX, XLS, ODS, CSV or VCF. Raises UnreadableFile for every other.

	`filename` only helps where the content is no text that could be named: a .xlsx that begins like nothing
	known is damaged rather than a csv.
	"""
	if len(content) > limits.FILE_BYTES:
		raise UnreadableFile(TOO_LARGE, limits.FILE_BYTES // limits.MEGABYTE)
	if content[: len(ole.SIGNATURE)] == ole.SIGNATURE:
		return _kind_of_container(content)
	if content.startswith((_ARCHIVE + b"\x03\x04", _ARCHIVE + b"\x05\x06")):
		return _kind_of_archive(Archive(content))
	return _kind_of_text(content, filename.lower())


def _kind_of_container(content: bytes) -> str:
	names = {name.lower() for name in ole.Container(content).names}
	if "encryptedpackage" in names:
		raise UnreadableFile(PROTECTED)
	if names & set(ole.WORKBOOKS):
		return XLS
	raise UnreadableFile(OTHER_KIND)


def _kind_of_archive(archive: Archive) -> str:
	names = {name.lower() for name in archive.names}
	if "xl/workbook.xml" in names or "workbook.xml" in names:
		return XLSX
	if "content.xml" in names and "mimetype" in names:
		return _kind_of_open_document(archive)
	raise UnreadableFile(OTHER_KIND if names else DAMAGED)


def _kind_of_open_document(archive: Archive) -> str:
	if b"opendocument.spreadsheet" not in archive.read("mimetype")[:100]:
		raise UnreadableFile(OTHER_KIND)
	if b"encryption-data" in archive.read("META-INF/manifest.xml"):
		raise UnreadableFile(PROTECTED)
	return ODS


def _kind_of_text(content: bytes, filename: str) -> str:
	if content.startswith(_BINARY):
		raise UnreadableFile(OTHER_KIND)
	head = _plain(content[:_HEAD])
	if not head.strip() and not _plain(content).strip():
		raise UnreadableFile(EMPTY_FILE)
	_refuse_markup(head)
	if head.lstrip()[:11].upper() == b"BEGIN:VCARD":
		return VCF
	if _NO_TEXT.search(head) or b"\0" in head:
		raise UnreadableFile(DAMAGED if filename.endswith(_SPREADSHEET_NAMES) else OTHER_KIND)
	return CSV


def _refuse_markup(head: bytes):
	if _EXCEL_2003 in head:
		raise UnreadableFile(XML_SPREADSHEET)
	if _MARKUP.match(_without_comments(head)) or _MIME.match(head):
		raise UnreadableFile(WEB_PAGE)
	if head.lstrip().startswith(b"<?xml"):
		raise UnreadableFile(WEB_PAGE if b"<html" in head.lower() else OTHER_KIND)


def _without_comments(head: bytes) -> bytes:
	"""What stands behind the comments and the white space that a page begins with."""
	head = head.lstrip()
	while head.startswith(b"<!--"):
		head = head.partition(b"-->")[2].lstrip()
	return head


def _plain(content: bytes) -> bytes:
	"""The bytes without byte order mark; those of UTF-16 as UTF-8."""
	encoding = encodings.utf16(content)
	if encoding:
		content = content.decode(encoding, "ignore").encode("utf-8", "ignore")
	return content.removeprefix(b"\xef\xbb\xbf")
