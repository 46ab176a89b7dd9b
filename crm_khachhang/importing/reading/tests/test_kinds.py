import struct
from unittest import TestCase

from crm_khachhang.importing import messages
from crm_khachhang.importing.reading import UnreadableFile, errors, limits, open_book
from crm_khachhang.importing.reading.tests import archive, ods, ods_text, with_member, xls, xlsx

HTML = "<table><tr><td>Tên</td><td>SĐT</td></tr></table>"


class RefusalCase(TestCase):
	def assert_refused(self, content: bytes, reason: str, filename: str = "khach.xls") -> UnreadableFile:
		with self.assertRaises(UnreadableFile) as caught:
			book = open_book(content, filename)
			for sheet in book.sheets:
				list(book.rows(sheet))
		self.assertEqual(caught.exception.reason, reason)
		return caught.exception


class TestWhatAFileIs(RefusalCase):
	def test_the_content_decides_and_not_the_name(self):
		for content, kind in (
			(xlsx(["Tên"]), "xlsx"),
			(xls.xls(xls.label(0, 0, "Ten")), "xls"),
			(
				ods(
					f'<table:table table:name="A"><table:table-row>{ods_text("Tên")}</table:table-row></table:table>'
				),
				"ods",
			),
			("Tên;SĐT\nAn;0912345678\n".encode(), "csv"),
			("Tên\tSĐT\r\nAn\t0912345678\r\n".encode("utf-16"), "csv"),
			(b"\xef\xbb\xbf\r\nBEGIN:VCARD\nVERSION:3.0\nFN:An\nEND:VCARD\n", "vcf"),
		):
			for name in ("khach.xls", "khach.xlsx", "khach", "khach.csv", "khach.vcf"):
				with self.subTest(kind=kind, name=name):
					self.assertEqual(open_book(content, name).kind, kind)

	def test_web_pages_that_are_called_xls(self):
		for content in (
			f"<html><body>{HTML}</body></html>",
			f"\r\n  <HTML xmlns:x='urn:schemas-microsoft-com:office:excel'>{HTML}",
			f"<!DOCTYPE html>\n{HTML}",
			f"<!-- báo cáo -->{HTML}",
			f"<meta charset='utf-8'>{HTML}",
			HTML,
			f"MIME-Version: 1.0\nContent-Type: multipart/related\n\nContent-Type: text/html\n{HTML}",
			f'<?xml version="1.0"?><html>{HTML}</html>',
		):
			with self.subTest(content=content):
				self.assert_refused(content.encode(), errors.WEB_PAGE)
				self.assert_refused(content.encode("utf-16"), errors.WEB_PAGE)
				self.assert_refused(content.encode("utf-8-sig"), errors.WEB_PAGE, "khach.csv")

	def test_xml_spreadsheet_of_2003(self):
		content = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
		self.assert_refused(content.encode(), errors.XML_SPREADSHEET)
		self.assert_refused(content.encode("utf-16"), errors.XML_SPREADSHEET)

	def test_other_files(self):
		for content in (
			b"%PDF-1.7\n...",
			b"\x89PNG\r\n\x1a\n\0\0",
			b"{\\rtf1 Kh\\'e1ch}",
			b"\x01\x02\x03 some program",
			b"\x09\x08\x10\0\0\x05\x05\0",
			archive({"word/document.xml": "<w/>"}),
			archive({"xl/workbook.bin": b"\0"}),
			ods("", mimetype="application/vnd.oasis.opendocument.text"),
			xls.container(b"x", name="WordDocument"),
			b'<?xml version="1.0"?><customers/>',
		):
			with self.subTest(content=content[:20]):
				self.assert_refused(content, errors.OTHER_KIND)

	def test_empty_files(self):
		for content in (b"", b" \r\n \t", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\r\0\n\0"):
			with self.subTest(content=content):
				self.assert_refused(content, errors.EMPTY_FILE)

	def test_files_without_rows(self):
		for content in (
			xlsx(),
			xls.xls(),
			ods(
				'<table:table table:name="A"><table:table-row><table:table-cell/></table:table-row></table:table>'
			),
			b";;;\r\n;;;\r\n",
		):
			with self.subTest(content=content[:20]):
				self.assert_refused(content, errors.NO_ROWS)

	def test_protected_files(self):
		encryption = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
		for content in (
			xls.container(b"x", name="EncryptedPackage"),
			xls.xls(first=xls.record(0x002F, struct.pack("<HHH", 0, 1, 2))),
			ods("", manifest=encryption),
		):
			with self.subTest(content=content[:20]):
				self.assert_refused(content, errors.PROTECTED)

	def test_damaged_files(self):
		whole = xlsx(["Tên"], ["An"])
		ole = xls.xls(xls.label(0, 0, "Ten"))
		for content in (
			whole[: len(whole) // 2],
			whole[:-100],
			with_member(whole, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"),
			ole[:600],
			ole[:512] + b"\xff" * 512 + ole[1024:],
			ole[:40],
			b"PK\x03\x04",
			archive({}),
			archive({"xl/workbook.xml": "<workbook>"}),
		):
			with self.subTest(content=content[:20], length=len(content)):
				self.assert_refused(content, errors.DAMAGED)
		self.assert_refused(b"\x01\x02\x03 no zip at all", errors.DAMAGED, "khach.xlsx")

	def test_nothing_but_a_refusal_comes_of_damage(self):
		"""Whatever byte is wrong: rows, or UnreadableFile; no other error, and no panic of the native library."""
		for whole in (
			xlsx(["Tên", "SĐT"], ["An", 912345678]),
			xls.xls(xls.label(0, 0, "Ten"), xls.number(1, 0, 5)),
		):
			for at in range(0, len(whole), 13):
				broken = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
				try:
					book = open_book(broken, "khach.xls")
					for sheet in book.sheets:
						list(book.rows(sheet))
				except UnreadableFile as error:
					self.assertIn(error.reason, errors.MESSAGES)

	def test_too_large(self):
		error = self.assert_refused(b"a,b\n" * (limits.FILE_BYTES // 4 + 1), errors.TOO_LARGE)
		self.assertEqual(error.value, 50)

	def test_a_sheet_that_does_not_exist(self):
		for content in (
			xlsx(["Tên"]),
			xls.xls(xls.label(0, 0, "Ten")),
			b"a,b\n1,2\n",
			b"BEGIN:VCARD\nFN:A\nEND:VCARD\n",
		):
			with self.subTest(content=content[:10]), self.assertRaises(UnreadableFile) as caught:
				list(open_book(content).rows("Không có"))
			self.assertEqual(caught.exception.reason, errors.NO_SUCH_SHEET)
			self.assertEqual(caught.exception.value, "Không có")


class TestWords(TestCase):
	def test_every_reason_has_a_sentence_with_a_remedy(self):
		self.assertEqual(set(messages.FILE), set(errors.MESSAGES))
		for reason, sentence in messages.FILE.items():
			with self.subTest(reason):
				self.assertGreaterEqual(sentence.count(". "), 1)
				self.assertEqual(messages.of_file(UnreadableFile(reason)), sentence)
		self.assertEqual(str(UnreadableFile(errors.PROTECTED)), "The file is encrypted.")
