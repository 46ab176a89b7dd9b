import pickle
import struct
from datetime import date, datetime, time
from unittest import TestCase, mock

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from crm_khachhang.importing.reading import (
	calamine,
	open_book,
	sheet_parsing,
	sheet_xml,
	workbook,
)
from crm_khachhang.importing.reading.rows import BrokenRow
from crm_khachhang.importing.reading.tests import (
	PROPERTY,
	members,
	ods,
	ods_text,
	with_member,
	with_sheet_data,
	xls,
	xlsx,
)

SHEET = "xl/worksheets/sheet1.xml"


def cells_of(content: bytes, sheet: str | None = None) -> list[tuple]:
	book = open_book(content)
	return [row.cells for row in book.rows(sheet or book.sheets[0])]


class TestValues(TestCase):
	def test_values_of_xlsx(self):
		content = xlsx(
			["Họ tên", 912345678.0, 1.5, True, date(1990, 1, 31), datetime(2020, 1, 2, 3, 4, 5), time(8, 30)],
			["=1+1", " có khoảng trắng ", None, "", "a\nb", 10**15, -3],
		)
		self.assertEqual(
			cells_of(content),
			[
				(
					"Họ tên",
					912345678,
					1.5,
					True,
					date(1990, 1, 31),
					datetime(2020, 1, 2, 3, 4, 5),
					time(8, 30),
				),
				(None, " có khoảng trắng ", None, None, "a\nb", 10**15, -3),
			],
		)
		self.assertIsInstance(cells_of(content)[0][1], int)
		self.assertIsInstance(cells_of(content)[0][3], bool)

	def test_text_that_looks_like_a_formula(self):
		def as_text(book):
			book.active["A1"].value = "=1+1"
			book.active["A1"].data_type = "s"

		self.assertEqual(cells_of(xlsx(["x"], more=as_text)), [("=1+1",)])

	def test_text_is_composed(self):
		self.assertEqual(cells_of(xlsx(["Nguye\u0302\u0303n", "Đo\u0303"])), [("Nguyễn", "Đõ")])

	def test_errors_keep_their_text(self):
		error = '<row r="2"><c r="B2" t="e"><v>#N/A</v></c><c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
		common = '<row r="1"><c r="A1"><v>1</v></c></row>' + error
		for rows in (
			common,
			common.replace('"', "'"),
			common.replace('r="2"', 'r="900002"').replace('2" t', '900002" t'),
		):
			with self.subTest(rows):
				self.assertEqual(cells_of(with_sheet_data(rows))[-1], (None, "#N/A", None, "#DIV/0!"))
		formula = xls.record(0x0006, struct.pack("<HHH", 1, 1, 0) + b"\x02\0\x17\0\0\0\xff\xff" + b"\0" * 8)
		self.assertEqual(
			cells_of(xls.xls(xls.label(0, 0, "Ten"), xls.error(1, 0, 0x2A), formula)),
			[("Ten", None), ("#N/A", "#REF!")],
		)
		cell = (
			'<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
		)
		row = f'<table:table-row><table:table-cell table:number-columns-repeated="2"/>{cell}<text:p>#N/A</text:p></table:table-cell>'
		self.assertEqual(
			cells_of(self.table(f"{row}{ods_text('x')}</table:table-row>")), [(None, None, "#N/A", "x")]
		)

	def test_values_of_ods(self):
		def value(kind: str, name: str, text: str) -> str:
			return f'<table:table-cell office:value-type="{kind}" office:{name}="{text}"/>'

		row = (
			value("float", "value", "912345678")
			+ value("date", "date-value", "1990-01-31")
			+ value("date", "date-value", "2020-01-02T03:04:05")
			+ value("time", "time-value", "PT08H30M00S")
			+ value("time", "time-value", "PT30H00M00S")
			+ value("boolean", "boolean-value", "true")
			+ ods_text("Nguye\u0302\u0303n")
		)
		self.assertEqual(
			cells_of(self.table(f"<table:table-row>{row}</table:table-row>")),
			[
				(
					912345678,
					date(1990, 1, 31),
					datetime(2020, 1, 2, 3, 4, 5),
					time(8, 30),
					"30:00:00",
					True,
					"Nguyễn",
				)
			],
		)

	def table(self, rows: str) -> bytes:
		return ods(f'<table:table table:name="A">{rows}</table:table>')

	def test_values_of_xls(self):
		content = xls.xls(xls.label(0, 1, "Nguyễn"), xls.number(2, 0, 912345678.0), xls.number(2, 1, 1.5))
		book = open_book(content, "a.xls")
		filled = {row.number: row.cells for row in book.rows("KH") if any(row.cells)}
		self.assertEqual(filled, {1: (None, "Nguyễn"), 3: (912345678, 1.5)})


class TestSheets(TestCase):
	def test_visible_sheets_with_rows_come_first(self):
		def more(book):
			book.create_sheet("Ẩn").append(["x"])
			book["Ẩn"].sheet_state = "hidden"
			book.create_chartsheet("Biểu đồ")
			book.create_sheet("Khách & hàng").append(["y"])

		book = open_book(xlsx(name="Trống", more=more))
		self.assertEqual(book.sheets, ["Khách & hàng", "Trống", "Ẩn"])
		self.assertEqual([row.cells for row in book.rows("Khách & hàng")], [("y",)])
		self.assertEqual([row.cells for row in book.rows("Ẩn")], [("x",)])
		self.assertEqual(list(book.rows("Trống")), [])

	def test_rows_come_anew_each_time(self):
		for content in (xlsx(["a"], ["b"]), xls.xls(xls.label(0, 0, "a"), xls.label(1, 0, "b")), b"a\nb\n"):
			book = open_book(content)
			first, second = list(book.rows(book.sheets[0])), list(book.rows(book.sheets[0]))
			self.assertEqual(first, second)
			self.assertEqual(len(first), 2)

	def test_sheets_of_ods(self):
		row = f"<table:table-row>{ods_text('x')}</table:table-row>"
		blank = "<table:table-row><table:table-cell/></table:table-row>"
		book = open_book(
			ods(
				f'<table:table table:name="A">{blank}</table:table><table:table table:name="B">{row}</table:table>'
			)
		)
		self.assertEqual(book.sheets, ["B", "A"])
		self.assertEqual([row.cells for row in book.rows("B")], [("x",)])

	def test_dates_since_1904(self):
		def more(book):
			from openpyxl.utils.datetime import CALENDAR_MAC_1904

			book.epoch = CALENDAR_MAC_1904

		self.assertEqual(cells_of(xlsx([date(1990, 1, 31)], more=more)), [(date(1990, 1, 31),)])


class TestPieces(TestCase):
	"""A sheet that is read in pieces gives what the library gives for the whole."""

	def whole(self, content: bytes) -> dict[int, tuple]:
		book = calamine.open_workbook(content)
		rows = calamine.rows(calamine.load(book, 0), {})
		return {row.number: row.cells for row in rows if any(cell is not None for cell in row.cells)}

	def in_pieces(self, content: bytes, cells: int) -> dict[int, tuple]:
		with mock.patch.object(workbook, "_CELLS_OF_A_PIECE", cells):
			book = open_book(content)
			found = [row for row in book.rows(book.sheets[0]) if any(cell is not None for cell in row.cells)]
		self.assertEqual([row.number for row in found], sorted({row.number for row in found}))
		return {row.number: row.cells for row in found}

	def assert_same(self, content: bytes, cells: int):
		whole, pieces = self.whole(content), self.in_pieces(content, cells)
		width = max(map(len, whole.values()), default=0)
		self.assertEqual(
			{number: (*row, *[None] * (width - len(row))) for number, row in pieces.items()}, whole
		)

	@PROPERTY
	@given(
		st.dictionaries(
			st.tuples(st.one_of(st.integers(1, 30), st.integers(1, 3000)), st.integers(1, 40)),
			st.one_of(
				st.text("aáàả&<>\"' \n=", min_size=1, max_size=5),
				st.integers(-(10**6), 10**6),
				st.booleans(),
				st.dates(date(1950, 1, 1)),
			),
			min_size=1,
			max_size=12,
		),
		st.sampled_from([1, 7, 40, 300, 5000, 100_000]),
	)
	def test_random_cells(self, cells, size):
		def more(book):
			for (row, column), value in cells.items():
				cell = book.active.cell(row, column)
				cell.value = value
				if isinstance(value, str):
					cell.data_type = "s"

		self.assert_same(xlsx(more=more), size)

	def test_shared_strings_prefixes_and_formats(self):
		strings = "<sst>" + "".join(f"<si><t>chuỗi {at}</t></si>" for at in range(50)) + "</sst>"
		rows = "".join(
			f'<row r="{at + 1}" spans="1:2" x14ac:dyDescent="0.25"><c r="A{at + 1}" t="s"><v>{at}</v></c>'
			f'<c r="B{at + 1}" s="0"/></row>'
			for at in range(50)
		)
		content = with_member(with_sheet_data(rows), "xl/sharedStrings.xml", strings)
		self.assertEqual(self.in_pieces(content, 3)[50][0], "chuỗi 49")
		self.assert_same(content, 3)
		sheet = members(content)[SHEET].decode()
		prefixed = (
			sheet.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("xmlns=", "xmlns:x=")
		)
		content = with_member(content, SHEET, prefixed)
		self.assertEqual(self.in_pieces(content, 3)[50][0], "chuỗi 49")
		self.assertEqual(sheet_xml.survey(iter([prefixed.encode()])).prefix, "x:")

	def test_chunks_of_any_size(self):
		rows = "".join(f'<row r="{at}"><c r="B{at}"><v>{at}</v></c></row>' for at in range(1, 40))
		sheet = members(with_sheet_data(rows))[SHEET]
		for size in (1, 2, 7, 64, 1000):
			with self.subTest(size):
				chunks = [sheet[at : at + size] for at in range(0, len(sheet), size)]
				found = sheet_xml.survey(iter(chunks))
				self.assertEqual((found.rows, found.columns), (39, 2))
				pieces = list(sheet_xml.pieces(iter(chunks), found, 20))
				self.assertEqual([piece.count(b"<row") for piece in pieces], [9, 10, 10, 10])

	def test_a_sheet_in_an_uncommon_form_is_read_as_a_whole(self):
		for rows in (
			"<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>",
			"<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row><row r='2'><c r='B2'><v>3</v></c></row>",
			'<row r="2"><c r="B2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
			'<!-- --><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>',
		):
			with self.subTest(rows):
				self.assertEqual(cells_of(with_sheet_data(rows)), [(1, 2), (None, 3)])
				with self.assertRaises(sheet_xml.UncommonForm):
					sheet_xml.survey(iter([members(with_sheet_data(rows))[SHEET]]))

	def test_the_extent_of_an_uncommon_form(self):
		rows = '<row r="3"><c r="C3"/><c><v>1</v></c></row><row><c r="b4"><v>1</v></c><c r="Z9"/></row>'
		extent = sheet_parsing.extent_of(iter([members(with_sheet_data(rows))[SHEET]]))
		self.assertEqual(
			(extent.first_row, extent.last_row, extent.first_column, extent.last_column, extent.cells),
			(2, 3, 1, 3, 6),
		)

	def test_columns_have_numbers(self):
		for letters, number in (("A", 1), ("Z", 26), ("AA", 27), ("ZZ", 702), ("AAA", 703), ("XFD", 16384)):
			self.assertEqual(sheet_xml.column_number(letters), number)

	def test_coloured_cells_are_no_cells(self):
		def more(book):
			book.active["ZZ90"].fill = PatternFill("solid", fgColor="FF0000")

		self.assertEqual(cells_of(xlsx(["x"], more=more)), [("x",)])


class TestRows(TestCase):
	def test_a_broken_row_goes_through_pickle(self):
		row = BrokenRow(3, ("a",), "more_cells", ("b",))
		again = pickle.loads(pickle.dumps(row))
		self.assertEqual((again, again.problem, again.extra), ((3, ("a",)), "more_cells", ("b",)))
