"""Files that want more memory or time than the machine has. None may get it: each test runs with a cap on memory."""

import io
import resource
import struct
import zipfile
from pathlib import Path
from unittest import mock

from crm_khachhang.importing.reading import biff_strings, errors, limits, open_book
from crm_khachhang.importing.reading.tests import (
	archive,
	members,
	ods,
	ods_text,
	with_member,
	with_sheet_data,
	xls,
	xlsx,
)
from crm_khachhang.importing.reading.tests.test_kinds import RefusalCase

_CAP = 900 << 20
_ZEROS = 40 << 20


class TestBombs(RefusalCase):
	def setUp(self):
		used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
		before = resource.getrlimit(resource.RLIMIT_AS)
		resource.setrlimit(resource.RLIMIT_AS, (used + _CAP, before[1]))
		self.addCleanup(resource.setrlimit, resource.RLIMIT_AS, before)

	def table(self, rows: str) -> bytes:
		return ods(f'<table:table table:name="A">{rows}</table:table>')

	def test_zeros(self):
		self.assert_refused(
			with_member(xlsx(["x"]), "xl/worksheets/sheet1.xml", b"\0" * _ZEROS), errors.INFLATES
		)
		self.assert_refused(with_member(xlsx(["x"]), "xl/styles.xml", b"\0" * _ZEROS), errors.INFLATES)
		self.assert_refused(with_member(xlsx(["x"]), "xl/workbook.xml", b" " * _ZEROS), errors.INFLATES)
		self.assert_refused(with_member(self.table(""), "content.xml", b" " * _ZEROS), errors.INFLATES)
		self.assert_refused(
			with_member(self.table(""), "META-INF/manifest.xml", b" " * _ZEROS), errors.INFLATES
		)

	def test_declared_sizes(self):
		with mock.patch.object(limits, "INFLATED_BYTES", 10 << 20):
			self.assert_refused(archive({"xl/workbook.xml": b"x" * (11 << 20)}), errors.INFLATES)

	def test_a_declared_size_that_lies(self):
		"""What goes beyond the declared size is never inflated, and the checksum then says that it was there."""
		name = b"xl/worksheets/sheet1.xml"
		content = with_member(xlsx(["x"]), name.decode(), b" " * (50 << 20))
		wrong = content.replace(struct.pack("<I", 50 << 20), struct.pack("<I", 1000))
		self.assertNotEqual(content, wrong)
		self.assert_refused(wrong, errors.DAMAGED)

	def test_two_members_of_one_name(self):
		content = xlsx(["x"])
		with self.assertWarns(UserWarning):
			double = io.BytesIO(content)
			with zipfile.ZipFile(double, "a") as opened:
				opened.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
		self.assert_refused(double.getvalue(), errors.DAMAGED)

	def test_entities(self):
		entities = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
		document = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{entities}]>'
		content = xlsx(["x"])
		for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
			with self.subTest(name):
				bomb = members(content)[name].decode().replace("?>", f"?>{document}")
				self.assert_refused(with_member(content, name, document + bomb), errors.INFLATES)
		sheet = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>'
		bomb = members(with_sheet_data(sheet))["xl/worksheets/sheet1.xml"].decode()
		self.assert_refused(with_member(content, "xl/worksheets/sheet1.xml", document + bomb), errors.DAMAGED)

	def test_two_cells_in_opposite_corners(self):
		"""The rectangle around them has 17,000,000,000 cells; in the common form only two of its rows are read."""
		cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
		book = open_book(with_sheet_data(cells))
		first, last = book.rows(book.sheets[0])
		self.assertEqual((first.number, first.cells[0], last.number, last.cells[-1]), (1, 1, 1048576, 2))
		self.assertEqual(len(last.cells), 16384)

	def test_many_rows_with_a_cell_far_outside(self):
		rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 4001))
		rows = rows.replace("</row>", '<c r="XFD1"><v>1</v></c></row>', 1)
		self.assert_refused(with_sheet_data(rows), errors.TOO_WIDE)

	def test_corners_in_an_uncommon_form(self):
		for cells in (
			"<row r='1'><c r='A1'><v>1</v></c></row><row r='900000'><c r='XFD900000'><v>2</v></c></row>",
			'<row><c><v>1</v></c></row><row r="900000"><c r="XFC900000"/><c><v>1</v></c></row>',
			'<row r="1"><c foo="&gt;" r="A1"><v>1</v></c></row><row r="2"><c foo="/>" r="XFD900000"><v>1</v></c></row>',
			'<row r="1"><c r="A1"><v>1</v></c></row><!-- --><row r="9"><c r="XFD900000"><v>1</v></c></row>',
		):
			with self.subTest(cells):
				self.assert_refused(with_sheet_data(cells), errors.TOO_WIDE)

	def test_a_cell_in_another_row_than_the_one_around_it(self):
		cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFD1048576"><v>2</v></c></row>'
		self.assert_refused(with_sheet_data(cells), errors.DAMAGED)

	def test_a_long_text_in_every_cell(self):
		text = "x" * 1_000_000
		strings = f"<sst><si><t>{text}</t></si></sst>"
		cell = '<c r="{1}{0}" t="s"><v>0</v></c>'
		rows = "".join(
			f'<row r="{row}">{"".join(cell.format(row, column) for column in "ABCDE")}</row>'
			for row in range(1, 2001)
		)
		content = with_member(with_sheet_data(rows), "xl/sharedStrings.xml", strings)
		self.assert_refused(content, errors.INFLATES)

	def test_one_endless_string(self):
		strings = b"<sst><si><t>" + bytes(range(97, 123)) * (200 << 10) + b"</t></si></sst>"
		content = with_member(
			with_sheet_data('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), "xl/sharedStrings.xml", strings
		)
		self.assert_refused(content, errors.INFLATES)

	def test_repeated_rows_and_cells(self):
		number = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
		long = ods_text("a" * 100_000, ' table:number-columns-repeated="9000"')
		spaces = ods_text('<text:s text:c="4000000000"/>')
		blank_rows = (
			'<table:table-row table:number-rows-repeated="900000"><table:table-cell/></table:table-row>'
		)
		far = f'<table:table-cell table:number-columns-repeated="900"/>{ods_text("a")}'
		for reason, rows in (
			(
				errors.TOO_WIDE,
				f'<table:table-row table:number-rows-repeated="900000">{number}</table:table-row>',
			),
			(errors.INFLATES, f"<table:table-row>{number}</table:table-row>" * 400),
			(
				errors.TOO_MANY_ROWS,
				f'<table:table-row table:number-rows-repeated="1048576">{ods_text("a")}</table:table-row>',
			),
			(errors.TOO_WIDE, f"{blank_rows}<table:table-row>{far}</table:table-row>"),
			(errors.INFLATES, f"<table:table-row>{long}</table:table-row>"),
			(errors.INFLATES, f"<table:table-row>{spaces}</table:table-row>"),
		):
			with self.subTest(rows=rows[:80]):
				self.assert_refused(self.table(rows), reason)

	def test_blank_repeats_are_no_harm(self):
		rows = (
			f'<table:table-row>{ods_text("Tên")}<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
			'<table:table-row table:number-rows-repeated="1048575"><table:table-cell '
			'table:number-columns-repeated="16384"/></table:table-row>'
		)
		book = open_book(self.table(rows))
		self.assertEqual([row.cells for row in book.rows("A")], [("Tên",)])

	def test_xls_with_two_cells_in_opposite_corners(self):
		self.assert_refused(xls.xls(xls.number(0, 0, 1), xls.number(65535, 65000, 1)), errors.TOO_WIDE)

	def test_xls_whose_sectors_go_round(self):
		content = bytearray(xls.xls(xls.number(0, 0, 1)))
		struct.pack_into("<I", content, 512 + 4 * 5, 3)
		self.assert_refused(bytes(content), errors.DAMAGED)

	def test_xls_with_a_long_text_in_every_cell(self):
		text = "x" * 60_000
		cells = [xls.shared(row, 0, 1) for row in range(200)]
		with mock.patch.object(biff_strings, "_COPIES_AT_MOST", 10 << 20):
			content = xls.xls(*cells[:50], first=xls.strings("a", text))
			self.assertEqual([row.cells for row in open_book(content).rows("KH")], [(text,)] * 50)
			content = xls.xls(*cells[:200], first=xls.strings("a", text))
			self.assert_refused(content, errors.INFLATES)

	def test_xls_whose_sheets_overlap(self):
		sheet = xls.record(0x0085, struct.pack("<IHBB", 100, 0, 1, 0) + b"A")
		self.assert_refused(xls.xls(xls.number(0, 0, 1), first=sheet + sheet), errors.DAMAGED)

	def test_too_many_rows(self):
		with mock.patch.object(limits, "SHEET_ROWS", 20):
			self.assert_refused(xlsx(*(["x"] for _row in range(21))), errors.TOO_MANY_ROWS)
			self.assert_refused(b"a,b\n" * 21, errors.TOO_MANY_ROWS)
			self.assert_refused(xls.xls(*(xls.number(row, 0, 1) for row in range(21))), errors.TOO_MANY_ROWS)
			self.assertEqual(len(list(open_book(xlsx(*(["x"] for _row in range(20)))).rows("Sheet"))), 20)

	def test_formatted_rows_to_the_end_of_the_sheet_are_no_rows(self):
		rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
		rows += "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(2, 200))
		with mock.patch.object(limits, "SHEET_ROWS", 20):
			self.assertEqual(len(list(open_book(with_sheet_data(rows)).rows("Sheet"))), 1)
