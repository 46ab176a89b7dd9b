"""The file of an import: whether the user may read it, its sheets, its header, its rows."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import frappe
from frappe import _

from crm_khachhang.access import files
from crm_khachhang.importing import messages
from crm_khachhang.importing.mapping import layouts
from crm_khachhang.importing.mapping.headers import Recognizer
from crm_khachhang.importing.mapping.targets import all_targets
from crm_khachhang.importing.options import Mapping
from crm_khachhang.importing.reading import Book, UnreadableFile, header, open_book

# What an import counts while it works.
COUNTED = ("total_rows", "created", "updated", "skipped", "failed", "position", "seconds")


class WrongFile(frappe.ValidationError):
	"""A file that cannot be imported."""


@dataclass
class Source:
	"""An opened file: one sheet of it with its header."""

	book: Book
	sheet: str
	header: header.Header

	def rows(self, tell: bool = False) -> Iterator:
		"""Yield the rows of data: (number, cells); with `tell` also those at the end that are none."""
		return header.data_rows(self.book.rows(self.sheet), self.header, tell)


def open_content(content: bytes, filename: str, sheet: str | None = None) -> Source:
	"""Open a file. Raises WrongFile, saying what is wrong with it and what to do."""
	try:
		book = open_book(content, filename, _)
		if sheet and sheet not in book.sheets:
			frappe.throw(
				_("The file has no sheet {0}. Choose among: {1}.").format(
					frappe.bold(frappe.utils.escape_html(sheet)),
					", ".join(map(frappe.utils.escape_html, book.sheets)),
				),
				WrongFile,
			)
		sheet = sheet or book.sheets[0]
		known = Recognizer(all_targets())
		found = header.find(book.rows(sheet), lambda label: bool(known.field_of(label)))
		return Source(book, sheet, _up_to_reason(found))
	except UnreadableFile as error:
		frappe.throw(
			_(messages.of_file(error)).format(error.value), WrongFile, title=_("The File Cannot Be Read")
		)


def _up_to_reason(found: header.Header) -> header.Header:
	"""The header of refused rows ends with their reasons: a row with more is refused again until it is corrected."""
	labels = found.labels
	while labels and not labels[-1]:
		labels = labels[:-1]
	reasons = {_(messages.REASON), _(messages.REASON, lang="vi"), messages.REASON}
	return found._replace(labels=labels) if labels and labels[-1] in reasons else found


def open_file(file_url: str, sheet: str | None = None) -> tuple[Source, str]:
	"""Open a file of the site that the user may read; return it and the hash of its content."""
	content, filename = content_of(file_url)
	content_hash = hashlib.sha256(content).hexdigest()
	opened = _opened_just_now(content_hash, sheet)
	if not opened:
		opened = open_content(content, filename, sheet)
		frappe.local.kh_opened_source = (content_hash, opened)
	return opened, content_hash


def _opened_just_now(content_hash: str, sheet: str | None) -> Source | None:
	"""Give what this process opened last, if it was this sheet (a command saves an import and then runs it).

	It is large: whoever takes it is the last one.
	"""
	known_hash, opened = getattr(frappe.local, "kh_opened_source", None) or (None, None)
	frappe.local.kh_opened_source = None
	return opened if known_hash == content_hash and opened.sheet == sheet else None


def content_of(file_url: str) -> tuple[bytes, str]:
	"""Return (content, name) of a file that the session's user may read. Raises WrongFile, PermissionError."""
	names = frappe.get_all(
		"File", {"file_url": file_url or "", "is_folder": 0}, pluck="name", order_by="name"
	)
	for name in names:
		file = frappe.get_doc("File", name)
		if file.has_permission("read"):
			with suppress(OSError):  # gone from the disk
				return files.content_of(file), file.file_name or file_url
	frappe.throw(_("The file is gone, or it is not yours to read. Upload it again."), WrongFile)


def read_header(doc) -> None:
	"""Put the file's sheet, header and first mapping into `doc` (KH Import), and forget what was found of another."""
	doc.update({"sheet_name": doc.sheet_name or None, "mapping": None, "status": "Draft", "header_row": 0})
	doc.update({**dict.fromkeys(COUNTED, 0), "error": None})
	if not doc.import_file:
		doc.title = doc.content_hash = None
		return
	if doc.has_value_changed("import_file") and not doc.is_new():
		doc.sheet_name = None
	source, doc.content_hash = open_file(doc.import_file, doc.sheet_name)
	doc.title = _name_of_file(doc.import_file)
	doc.sheet_name, doc.header_row = source.sheet, source.header.row
	doc.mapping = first_mapping(source.header.labels).as_json()


def _name_of_file(file_url: str) -> str:
	"""Return what people call the file: of a second one of a name, Frappe adds a piece of its hash to the address."""
	content_hash = frappe.db.get_value("File", {"file_url": file_url}, "content_hash") or ""
	stem, dot, ending = file_url.rsplit("/", 1)[-1].rpartition(".")
	if len(content_hash) > 6 and stem.endswith(content_hash[-6:]):
		stem = stem[:-6]
	return f"{stem}{dot}{ending}"


def first_mapping(labels: tuple[str, ...]) -> Mapping:
	"""Return what was made of this header last time, else what the labels say."""
	remembered = layouts.recall(labels)
	return remembered or Mapping(columns=Recognizer(all_targets()).columns(labels))
