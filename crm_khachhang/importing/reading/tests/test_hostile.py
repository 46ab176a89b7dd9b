"""Files made to keep a worker busy for ever: each is read, or refused, in no time worth speaking of.

Nothing here measures: before the patterns were mended each of these took minutes or years, and the time limit of a
test run would have been what ended it.
"""

import os
import signal
import unittest
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from crm_khachhang.importing.mapping import dates
from crm_khachhang.importing.mapping.headers import key_of
from crm_khachhang.importing.reading import footer, open_book
from crm_khachhang.importing.reading.errors import UnreadableFile
from crm_khachhang.importing.reading.rows import BAD_CARD, SourceRow

MANY = 200_000
# Far more than any of them needs on a busy machine, and far less than they needed.
PATIENCE = 60


def card(*lines: str) -> bytes:
	return "\n".join(("BEGIN:VCARD", "VERSION:3.0", "FN:Lê Tư", *lines, "END:VCARD", "")).encode()


class HostileCase(unittest.TestCase):
	def within_patience(self, work) -> None:
		"""Do the work in a process of its own, because nothing interrupts a pattern."""
		process = os.fork()
		if not process:
			signal.alarm(PATIENCE)
			try:
				work()
			except BaseException:
				os._exit(1)
			os._exit(0)
		self.assertEqual(os.waitpid(process, 0)[1], 0)


class TestPatterns(HostileCase):
	def test_comments_of_a_page(self):
		content = b"<!---->" * 500 + b"x"
		self.within_patience(lambda: open_book(content))
		for page in (b"<!-- a --> <html>", b"<!--a--><!--b--><table >", b"<!DOCTYPE html>"):
			with self.assertRaises(UnreadableFile):
				open_book(page)

	def test_brackets_in_a_label(self):
		self.within_patience(lambda: key_of("(" * MANY))
		self.within_patience(lambda: key_of("(" * MANY + ")" + "[" * MANY))
		self.assertEqual(key_of("Tên [1] (xem (*)) khách"), "ten khach")
		self.assertEqual(key_of("Tên (chưa đóng"), "ten chua dong")

	def test_spaces_in_a_date(self):
		def read():
			for text in ("1" + " " * MANY + "x", ("1" + " " * MANY) * 2 + "x"):
				with self.assertRaises(dates.InvalidDate):
					dates.read_date(text)

		self.within_patience(read)
		self.assertEqual(dates.read_date("31 / 12 /  1990").isoformat(), "1990-12-31")

	def test_spaces_behind_a_total(self):
		row = SourceRow(2, ("Tổng", "01" + " " * MANY + "d"))
		self.within_patience(lambda: list(footer.without([SourceRow(1, ("Lê Tư",)), row])))


class TestCards(HostileCase):
	def test_every_line_is_read_once(self):
		for lines in (
			("TEL;A" + ",a" * MANY,),
			("TEL" + ";A=" * MANY,),
			('TEL;A="' + "a" * MANY,),
			("NOTE:x", *[" a"] * MANY),
			("NOTE;ENCODING=QUOTED-PRINTABLE:x=", *["=41="] * MANY),
			("ADR:;;a" + " " * MANY + "x",),
			("a.TEL:1", "a.X-ABLabel:" + "_$!<" * MANY),
		):
			with self.subTest(lines[0][:20]):
				content = card(*lines)
				self.within_patience(lambda content=content: list(open_book(content).rows("vcf")))

	def test_a_card_with_too_many_lines_is_damaged(self):
		content = card(*(f"a{number}.TEL:1\na{number}.X-ABLabel:x" for number in range(MANY)))
		self.within_patience(lambda: list(open_book(content).rows("vcf")))
		row = list(open_book(card(*["TEL:0906483615"] * 1200)).rows("vcf"))[1]
		self.assertEqual(row.problem, BAD_CARD)

	def test_parameters_are_read_as_before(self):
		rows = open_book(
			card('item1.TEL;type="CELL,VOICE";X-A=a=b;PREF:0906 483 615', "a_b;X=:ghi chú")
		).rows("vcf")
		cells = list(rows)[1].cells
		self.assertEqual((cells[2], cells[8]), ("0906 483 615", "A-B: ghi chú"))


class TestSheets(HostileCase):
	def test_a_cell_with_endless_attributes(self):
		endless = ' t="s"' * MANY
		for form in ('<c r="A1"{0}><f/></c>', '<c r="A1"{0} t="e"><f/></c>', '<c r="A1"><v>1</v></c><c{0}'):
			with self.subTest(form[:20]):
				content = self.xlsx(form.format(endless))
				self.within_patience(lambda content=content: self.read(content))

	def test_a_row_as_wide_as_can_be(self):
		from openpyxl.utils import get_column_letter

		cells = "".join(f'<c r="{get_column_letter(at)}1"><v>1</v></c>' for at in range(1, 16385))
		(row,) = open_book(self.xlsx(cells), "a.xlsx").rows("S")
		self.assertEqual(len(row.cells), 16384)

	def test_a_repetition_of_a_thousand_digits(self):
		cell = f'<table:table-cell table:number-columns-repeated="{"9" * 5000}"><text:p>a</text:p></table:table-cell>'
		body = f'<table:table table:name="S"><table:table-row>{cell}</table:table-row></table:table>'
		with self.assertRaises(UnreadableFile):
			open_book(self.ods(body))
		body = '<table:table-row office:value-type="error"><text:p>' + "<table:table-cell" * MANY
		self.within_patience(lambda: self.read(self.ods(body)))

	def read(self, content: bytes) -> None:
		"""Read it, or be told that it is damaged."""
		with suppress(UnreadableFile):
			book = open_book(content)
			for sheet in book.sheets:
				list(book.rows(sheet))

	def xlsx(self, cells: str) -> bytes:
		from openpyxl import Workbook

		saved = BytesIO()
		book = Workbook()
		book.active.title = "S"
		book.save(saved)
		sheet = (
			'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
			f'<row r="1">{cells}</row></sheetData></worksheet>'
		)
		return _replaced(saved.getvalue(), "xl/worksheets/sheet1.xml", sheet)

	def ods(self, body: str) -> bytes:
		content = BytesIO()
		with ZipFile(content, "w", ZIP_DEFLATED) as parts:
			parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
			parts.writestr("META-INF/manifest.xml", "<manifest/>")
			parts.writestr("content.xml", f"<office:body><office:spreadsheet>{body}")
		return content.getvalue()


def _replaced(archive: bytes, name: str, text: str) -> bytes:
	content = BytesIO()
	with ZipFile(BytesIO(archive)) as old, ZipFile(content, "w", ZIP_DEFLATED) as new:
		for part in old.namelist():
			new.writestr(part, text if part == name else old.read(part))
	return content.getvalue()
