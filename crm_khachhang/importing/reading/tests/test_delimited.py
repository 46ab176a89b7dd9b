import csv
import io
import re
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from crm_khachhang.importing.reading import errors, open_book
from crm_khachhang.importing.reading.delimited import delimiter_of
from crm_khachhang.importing.reading.rows import text
from crm_khachhang.importing.reading.tests import PROPERTY
from crm_khachhang.importing.reading.tests.test_kinds import RefusalCase

NAMES = [
	("Họ tên", "SĐT", "Địa chỉ"),
	("Nguyễn Thị Hường", "0912345678", "12 Lê Lợi, Q.1"),
	("Đỗ Ẩn", "+84", "a;b"),
]


def written(rows, delimiter: str = ",", ending: str = "\r\n") -> str:
	made = io.StringIO()
	csv.writer(made, delimiter=delimiter, lineterminator=ending).writerows(rows)
	return made.getvalue()


def rows_of(content: bytes) -> list[tuple]:
	return [row.cells for row in open_book(content, "khach.csv").rows("csv")]


class TestEncodings(RefusalCase):
	def test_what_programs_write(self):
		for delimiter in ",;\t":
			for ending in ("\r\n", "\n", "\r"):
				for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
					with self.subTest(delimiter=delimiter, encoding=encoding, ending=ending):
						self.assertEqual(rows_of(written(NAMES, delimiter, ending).encode(encoding)), NAMES)
		self.assertEqual(rows_of(b"\xfe\xff" + written(NAMES).encode("utf-16-be")), NAMES)

	def test_windows_1258(self):
		"""Tones are characters of their own in it, vowels with their other mark are not; both come composed."""
		tones = "\u0300\u0309\u0303\u0301\u0323"
		for tone in tones:
			for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
				content = f"Tên;SĐT\nx{vowel}{tone}n;1\n".encode("cp1258")
				self.assertEqual(rows_of(content)[1][0], text(f"x{vowel}{tone}n"))
		decomposed = "Họ tên;SĐT\nNguyễn Thị Hường;0912345678\n"
		for composed, parts in (("ọ", "o\u0323"), ("ễ", "ê\u0303"), ("ị", "i\u0323"), ("ờ", "ơ\u0300")):
			decomposed = decomposed.replace(composed, parts)
		self.assertEqual(rows_of(decomposed.encode("cp1258"))[1], ("Nguyễn Thị Hường", "0912345678"))

	def test_windows_1252(self):
		content = "Name;City\nJosé Ñandú;Ålesund\nFrançois;« Ìle »\n".encode("cp1252")
		self.assertEqual(rows_of(content)[2], ("François", "« Ìle »"))

	def test_utf8_that_is_broken_in_one_place(self):
		good = "Tên;SĐT\n" + "Nguyễn Thị Hường;0912345678\n" * 20
		error = self.assert_refused(good.encode() + b"Nguy\xeexn;1\n" + good.encode(), errors.CHARACTERS)
		self.assertEqual(error.value, 22)

	def test_text_is_composed(self):
		self.assertEqual(rows_of("Tên;x\nNguye\u0302\u0303n;1\n".encode())[1], ("Nguyễn", "1"))


class TestCells(RefusalCase):
	@PROPERTY
	@given(
		st.lists(
			st.tuples(*[st.text(st.sampled_from("aáỆ ,;\t\"\n'=x"), max_size=6)] * 3).filter(any),
			min_size=1,
			max_size=8,
		),
		st.sampled_from(",;\t"),
		st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
	)
	def test_round_trip(self, rows, delimiter, encoding):
		head = [("Tên", "SĐT", "Địa chỉ")] * 20
		wanted = [tuple(text(self.unprotected(cell)) for cell in row) for row in (*head, *rows)]
		content = f"sep={delimiter}\r\n" + written((*head, *rows), delimiter)
		self.assertEqual(rows_of(content.encode(encoding)), wanted)

	def unprotected(self, cell: str) -> str:
		"""Without the apostrophes that an export puts before what could begin a formula."""
		cell = cell[1:] if re.match(r"'+[=\t]", cell) else cell
		parts = re.split(r"(?<![;\s\"'])(?=[;\s\"'])|(?==)", cell)
		return "".join(
			part[:-1]
			if part.endswith("'") and set(part) & set(";\t\n") and (after or "").startswith("=")
			else part
			for part, after in zip(parts, [*parts[1:], None], strict=True)
		)

	def test_a_guard_behind_a_semicolon_is_taken_away(self):
		content = "Tên;Ghi chú\nLê Tư;\"a;'=1\"\nLê Năm;it's = 'x'\n".encode()
		self.assertEqual([row[1] for row in rows_of(content)], ["Ghi chú", "a;=1", "it's = 'x'"])

	def test_numbers_of_rows_are_those_of_excel(self):
		content = b'Ten,Ghi chu\r\n\r\nAn,"dong 1\r\ndong 2"\r\n,\r\nBinh,x\r\n'
		rows = list(open_book(content).rows("csv"))
		self.assertEqual([(row.number, row.cells[0]) for row in rows], [(1, "Ten"), (3, "An"), (5, "Binh")])
		self.assertEqual(rows[1].cells[1], "dong 1\r\ndong 2")

	def test_a_hint_of_excel(self):
		for hint in ("sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "\ufeffsep=;\r\n"):
			with self.subTest(hint):
				rows = list(open_book(f"{hint}a,b;c\r\n1,5;2\r\n".encode()).rows("csv"))
				self.assertEqual(rows, [(1, ("a,b", "c")), (2, ("1,5", "2"))])

	def test_a_protecting_apostrophe_goes_and_others_stay(self):
		content = b"a;b;c;d;e;f\n'=1+1;'+84912345678;'-5;'@x;'90s;d'Or\n"
		self.assertEqual(rows_of(content)[1], ("=1+1", "+84912345678", "-5", "@x", "'90s", "d'Or"))

	def test_values_stay_text(self):
		self.assertEqual(rows_of(b"a,b,c\n0912345678,1.0, x \n")[1], ("0912345678", "1.0", " x "))

	def test_quotes_within_a_name(self):
		self.assertEqual(
			rows_of(b'a,b\nCong ty "ABC",1\n"Cong ty ""X""",2\n')[1:],
			[('Cong ty "ABC"', "1"), ('Cong ty "X"', "2")],
		)

	def test_a_quote_that_is_never_closed(self):
		error = self.assert_refused(b'a,b\n1,2\n"Cong ty,3\n4,5\n' * 1, errors.OPEN_QUOTE)
		self.assertEqual(error.value, 3)
		self.assert_refused(b'a,b\n"' + b"x" * 200_000, errors.OPEN_QUOTE)


class TestDelimiter(TestCase):
	def test_the_delimiter_makes_regular_rows(self):
		for delimiter, sample in (
			(";", "Tên;Doanh số\nAn;1,5\nBình;2,5\n"),
			(
				";",
				"CÔNG TY ABC\nDANH SÁCH, QUÝ 1\n\nTên;SĐT;Địa chỉ\nAn;09;1 Lê Lợi, Q.1, HCM\nBình;09;2 Lê Lợi, Q.1, HCM\n",
			),
			("\t", "Tên\tĐịa chỉ\nAn\tA, B, C, D\nBình\tA, B, C, D\nChi\tA, B, C, D\n"),
			(",", 'Tên,Nhãn\nAn,"a;b"\nBình,"c;d"\n'),
			(",", "Tên,SĐT,Email\nAn,,\nBình,09,a@b.c\n"),
			(",", "Tên\nAn\n"),
			(";", "Tên;SĐT\n"),
		):
			with self.subTest(sample):
				self.assertEqual(delimiter_of(sample), delimiter)
