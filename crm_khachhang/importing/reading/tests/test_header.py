from datetime import date
from unittest import TestCase

from crm_khachhang.importing.reading import UnreadableFile, errors, footer, header, open_book
from crm_khachhang.importing.reading.rows import (
	BAD_CARD,
	MORE_CELLS,
	NO_DATA,
	BrokenRow,
	SourceRow,
	is_blank_row,
)
from crm_khachhang.importing.reading.tests import xlsx
from crm_khachhang.vietnam.folding import fold

KNOWN = {
	fold(label)
	for label in "STT|Mã KH|Tên khách hàng|SĐT|Điện thoại|Email|Địa chỉ|Họ tên|Chức vụ|Facebook|Ghi chú|Doanh số".split(
		"|"
	)
}
HEAD = ("STT", "Mã KH", "Tên khách hàng (*)", "Điện thoại", "Địa chỉ")


def is_known(label: str) -> bool:
	return fold(label) in KNOWN


def numbered(*rows, first: int = 1) -> list[SourceRow]:
	return [SourceRow(number, tuple(cells)) for number, cells in enumerate(rows, first)]


def customer(number: int, name: str | None = None) -> tuple:
	return (number, f"KH{number:03}", name or f"Khách {number}", "0912345678", "Hà Nội")


def data_of(*rows) -> tuple[list[int], list[int]]:
	"""Numbers of the rows behind HEAD in row 1 that are data, and of those that are left out."""
	given = numbered(HEAD, *rows)
	head = header.find(given, is_known)
	found = [row.number for row in header.data_rows(given, head)]
	behind = [row.number for row in given if row.number > head.row and not is_blank_row(row.cells)]
	return found, [number for number in behind if number not in found]


class TestFind(TestCase):
	def assert_header(self, row: int, labels: tuple, *rows):
		found = header.find(numbered(*rows), is_known)
		self.assertEqual((found.row, found.labels), (row, labels))

	def test_in_the_first_row(self):
		self.assert_header(1, HEAD, HEAD, customer(1))

	def test_below_titles(self):
		titles = (
			("CÔNG TY TNHH THƯƠNG MẠI ABC", *[None] * 4),
			("DANH SÁCH KHÁCH HÀNG", *[None] * 4),
			("Ngày in:", date(2026, 1, 1), "Người in:", "Nguyễn Văn A", "Phòng kinh doanh"),
			(None,) * 5,
		)
		self.assert_header(5, HEAD, *titles, HEAD, customer(1), customer(2))

	def test_labels_are_tidied_and_gaps_stay(self):
		row = ("Mã\nKH", "  Tên   khách\r\nhàng  (*) ", None, "  ", "Điện thoại*", 2024, date(2026, 1, 1))
		labels = ("Mã KH", "Tên khách hàng (*)", "", "", "Điện thoại*", "2024", "2026-01-01")
		self.assert_header(1, labels, row, customer(1))

	def test_required_marks_do_not_hide_a_label(self):
		for mark in (" (*)", "(*)", "*", " *", " ( * )", "(**)"):
			self.assertEqual(header.bare(f"Tên khách hàng{mark}"), "Tên khách hàng")
		self.assert_header(2, ("Họ tên (*)", "x"), ("BÁO CÁO", None), ("Họ tên (*)", "x"), ("An", "1"))

	def test_values_that_sound_like_labels_are_none(self):
		row = (1, "KH1", "Facebook", "x", "y", "z")
		self.assert_header(
			1, ("a", "b", "Nguồn nào", "d", "e", "f"), ("a", "b", "Nguồn nào", "d", "e", "f"), row
		)

	def test_a_header_of_unknown_labels(self):
		self.assert_header(
			2, ("Cột một", "Cột hai"), ("BÁO CÁO", None), ("Cột một", "Cột hai"), ("a1", 2), ("b1", 3)
		)

	def test_weights_may_differ(self):
		rows = numbered(("SĐT", "Email"), ("Tên khách hàng", "x"))
		self.assertEqual(header.find(rows, lambda label: 5 * (label == "Tên khách hàng")).row, 2)

	def test_only_the_first_fifty_rows_are_searched(self):
		rows = [("x",), *[(None,)] * 49, HEAD]
		self.assert_header(1, ("x",), *rows)

	def test_nothing_but_blank_rows(self):
		with self.assertRaises(UnreadableFile) as caught:
			header.find(numbered((None, " "), ()), is_known)
		self.assertEqual(caught.exception.reason, errors.NO_ROWS)

	def test_two_rows(self):
		upper = ("STT", "Tên khách hàng (*)", "Liên hệ", None, None, "Địa chỉ")
		lower = (None, None, "Họ tên", "SĐT", "Chức vụ", None)
		labels = (
			"STT",
			"Tên khách hàng (*)",
			"Liên hệ - Họ tên",
			"Liên hệ - SĐT",
			"Liên hệ - Chức vụ",
			"Địa chỉ",
		)
		row = (1, "ABC", "An", "0912345678", "Giám đốc", "Hà Nội")
		self.assert_header(3, labels, ("DANH SÁCH", *[None] * 5), upper, lower, row)
		rows = numbered(upper, lower, row, upper, lower, row)
		found = header.find(rows, is_known)
		self.assertEqual([one.number for one in header.data_rows(rows, found)], [3, 6])

	def test_two_rows_of_which_the_lower_one_has_more(self):
		upper = ("STT", "Thông tin chung", None, "Liên hệ", None)
		lower = (None, "Mã KH", "Tên khách hàng", "Họ tên", "SĐT")
		labels = (
			"STT",
			"Thông tin chung - Mã KH",
			"Thông tin chung - Tên khách hàng",
			"Liên hệ - Họ tên",
			"Liên hệ - SĐT",
		)
		self.assert_header(2, labels, upper, lower, (1, "KH1", "ABC", "An", "09"))

	def test_a_first_row_of_data_is_no_second_row_of_the_header(self):
		upper = ("Tên khách hàng", "SĐT", None, "Email")
		for row in (
			("An", "0912", "0913", None),
			(None, "0912", "0913", None),
			(None, "Email", "SĐT", "x@y.z"),
		):
			with self.subTest(row):
				self.assert_header(1, ("Tên khách hàng", "SĐT", "", "Email"), upper, row)


class TestDataRows(TestCase):
	def test_blank_rows_repeated_headers_and_numbers_of_columns(self):
		for numbers in (
			("(1)", "(2)", "(3)", "(4)", "(5)"),
			(1, 2, 3, 4, 5),
			("A", "B", "1", "2", "3=1+2"),
			("[1]", None, "[2]", None, None),
		):
			with self.subTest(numbers):
				rows = (numbers, customer(1), (None, " ", None), HEAD, customer(2))
				self.assertEqual(data_of(*rows), ([3, 6], [2, 5]))

	def test_a_first_customer_is_no_row_of_numbers(self):
		for row in (
			(1, 2, None, None, None),
			(1, "KH2", "3", None, None),
			("A", "An", "B", None, None),
			(1, 2, 4, 5, 6),
		):
			self.assertEqual(data_of(row, customer(2)), ([2, 3], []))

	def test_cells_fit_the_header(self):
		rows = numbered(("Họ tên", "SĐT"), ("An",), ("Bình", "09", None, " "), ("Chi", "09", "Hà Nội", None))
		short, padded, cut = header.data_rows(rows, header.find(rows, is_known))
		self.assertEqual((short, padded, cut), ((2, ("An", None)), (3, ("Bình", "09")), (4, ("Chi", "09"))))
		self.assertEqual((padded.problem, cut.problem, cut.extra), ("", MORE_CELLS, ("Hà Nội", None)))

	def test_problems_stay(self):
		rows = [*numbered(("Họ tên", "SĐT")), BrokenRow(2, ("An",), BAD_CARD, ("BEGIN…",))]
		(row,) = header.data_rows(rows, header.find(rows, is_known))
		self.assertEqual((row.cells, row.problem, row.extra), (("An", None), BAD_CARD, ("BEGIN…",)))

	def test_rows_stream(self):
		def endless():
			yield SourceRow(1, HEAD)
			for number in range(2, 10**9):
				yield SourceRow(number, customer(number))

		found = header.data_rows(endless(), header.Header(1, HEAD, (HEAD,)))
		self.assertEqual(next(found).number, 2)

	def test_from_file_to_rows(self):
		content = xlsx(["CÔNG TY ABC"], [], HEAD, customer(1), customer(2), [None, None, "Tổng cộng", 2])
		book = open_book(content)
		found = header.find(book.rows("Sheet"), is_known)
		self.assertEqual([row.number for row in header.data_rows(book.rows("Sheet"), found)], [4, 5])


class TestFooter(TestCase):
	def test_who_wants_to_show_them_gets_them(self):
		given = numbered(HEAD, customer(1), ("Tổng cộng", None, 1), ("Người lập",))
		rows = list(header.data_rows(given, header.find(given, is_known), tell=True))
		self.assertEqual([(row.number, row.problem) for row in rows], [(2, ""), (3, NO_DATA), (4, NO_DATA)])

	def assert_left_out(self, *rows):
		with self.subTest(rows):
			data = [customer(1), customer(2)]
			self.assertEqual(data_of(*data, *rows), ([2, 3], list(range(4, 4 + len(rows)))))

	def assert_kept(self, *rows):
		with self.subTest(rows):
			self.assertEqual(data_of(customer(1), *rows), (list(range(2, 3 + len(rows))), []))

	def test_totals(self):
		for row in (
			(None, None, "Tổng cộng", None, None),
			("TỔNG CỘNG:", None, None, None, "505 khách hàng"),
			("Tổng", None, None, 1_500_000, "1.500.000,00 đ"),
			("Cộng", None, 2, None, None),
			("Tổng số: 505 khách hàng", None, None, None, None),
			("Tổng số khách hàng: 2", None, None, None, None),
			("Total", None, None, 2, "-"),
			("Grand Total", None, None, "1,234.50", None),
			(None, "Cộng trang", 3, None, None),
		):
			self.assert_left_out(row)

	def test_signatures_below_a_total(self):
		self.assert_left_out(
			("Tổng cộng", None, None, 2, None),
			("(Bằng chữ: Hai khách hàng)", None, None, None, None),
			(None, None, None, "Hà Nội, ngày 12 tháng 3 năm 2026", None),
			("Người lập biểu", None, "Kế toán trưởng", "Giám đốc", None),
			("(Ký, ghi rõ họ tên)", None, "(Ký, họ tên)", "(Ký, đóng dấu)", None),
			("Nguyễn Thị Hoa", None, "Trần Văn Nam", None, None),
		)
		self.assert_left_out(
			("Ngày … tháng … năm …", None, None, None, None), ("Người lập", None, None, None, None)
		)
		self.assert_left_out(
			("Tổng", 5, None, None, None), ("Tổng cộng", 10, None, None, None), ("Trang 1/3", *[None] * 4)
		)

	def test_customers_that_sound_like_totals(self):
		for row in (
			customer(2, "Tổng Công ty Hàng không Việt Nam"),
			(None, None, "Tổng Công ty Hàng không Việt Nam", None, None),
			customer(2, "Total"),
			(None, None, "Total", "0912345678", None),
			(None, None, "Total", "+84 912 345 678", None),
			(None, None, "Total", "0300588569", None),
			(None, None, "Cộng", "Hà Nội", None),
			(2, None, "Tổng", None, None),
			(None, None, "Total Energies", None, None),
			(None, None, "Giám đốc Nguyễn Văn A", None, None),
			(None, None, "Nguyễn Văn A", None, None),
		):
			self.assert_kept(row)

	def test_subtotals_in_the_middle_stay(self):
		self.assert_kept((None, None, "Tổng cộng", 5, None), customer(2))
		self.assert_kept(("Người lập biểu", None, None, None, None), customer(2), customer(3))

	def test_names_alone_are_customers(self):
		self.assert_kept((None, None, "Nguyễn Thị Hoa", None, None), (None, None, "Trần Văn Nam", None, None))

	def test_a_long_tail_is_data(self):
		self.assertEqual(footer._LONGEST, 25)
		rows = [("Người lập biểu", *[None] * 4)] + [("Nguyễn Thị Hoa", *[None] * 4)] * 30
		self.assert_kept(*rows)
