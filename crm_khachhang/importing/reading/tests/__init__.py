"""Files as tests make them: workbooks by openpyxl, everything that it does not write by hand."""

import io
import re
import zipfile

import openpyxl
from hypothesis import settings

# The runners of two machines have different clocks; and the tests shall say the same each time.
PROPERTY = settings(deadline=None, derandomize=True, max_examples=80)


def xlsx(*rows, name: str = "Sheet", more=None) -> bytes:
	"""Make a workbook of one sheet; `more(book)` may change it before it is saved."""
	book = openpyxl.Workbook()
	book.active.title = name
	for row in rows:
		book.active.append(row)
	if more:
		more(book)
	content = io.BytesIO()
	book.save(content)
	return content.getvalue()


def archive(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
	"""Make a zip archive."""
	content = io.BytesIO()
	with zipfile.ZipFile(content, "w", compression) as made:
		for name, member in members.items():
			made.writestr(name, member)
	return content.getvalue()


def members(content: bytes) -> dict[str, bytes]:
	"""Take a zip archive apart."""
	with zipfile.ZipFile(io.BytesIO(content)) as opened:
		return {name: opened.read(name) for name in opened.namelist()}


def with_member(content: bytes, name: str, member: bytes | str) -> bytes:
	"""Replace a member of a zip archive, or add one."""
	return archive({**members(content), name: member})


def with_sheet_data(rows: str, content: bytes | None = None) -> bytes:
	"""Make a workbook whose sheet has this XML as its rows."""
	content = content or xlsx(["x"])
	name = "xl/worksheets/sheet1.xml"
	old = members(content)[name].decode()
	new = re.sub(
		r"<sheetData>.*</sheetData>", lambda _old: f"<sheetData>{rows}</sheetData>", old, flags=re.DOTALL
	)
	return with_member(content, name, new)


_ODS_NAMESPACES = " ".join(
	f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
	for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(tables: str, manifest: str = "", mimetype: str = ODS_TYPE) -> bytes:
	"""Make an .ods of the XML of its tables."""
	content = (
		f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMESPACES} office:version="1.2">'
		f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
	)
	manifest = (
		'<?xml version="1.0"?><manifest:manifest '
		'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
		f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>{manifest}'
		"</manifest:manifest>"
	)
	return archive({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_text(text: str, attributes: str = "") -> str:
	"""The XML of a cell with text."""
	return (
		f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p></table:table-cell>'
	)
