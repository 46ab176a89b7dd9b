import base64
import quopri
from datetime import date
from unittest import TestCase

from crm_khachhang.importing import messages
from crm_khachhang.importing.reading import card_rows, header, open_book
from crm_khachhang.importing.reading.rows import BAD_CARD
from crm_khachhang.importing.reading.tests.test_kinds import RefusalCase


def card(*lines: str, version: str = "3.0") -> str:
	return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def rows_of(content: str | bytes, translate=str) -> list:
	content = content.encode() if isinstance(content, str) else content
	return list(open_book(content, "danhba.vcf", translate).rows("vcf"))[1:]


def cells_of(*lines: str, version: str = "3.0") -> dict:
	(row,) = rows_of(card(*lines, version=version))
	return dict(zip(card_rows.LABELS, row.cells, strict=True))


class CardCase(TestCase):
	def assert_cells(self, found: dict, **wanted):
		names = {label.replace(" ", "_").lower(): value for label, value in found.items()}
		self.assertEqual({name: value for name, value in names.items() if value is not None}, wanted)


class TestPrograms(CardCase):
	def test_android_21(self):
		name = quopri.encodestring("Nguyễn;Thị Hường;;;".encode()).decode().replace("=\n", "=\r\n")
		full = "=4E=67=75=79=E1=BB=85=6E=20=54=68=E1=BB=8B=20=\r\n=48=C6=B0=E1=BB=9D=6E=67"
		found = cells_of(
			f"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{name}",
			f"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{full}",
			"TEL;HOME:024-3943-9656",
			"TEL;CELL:0912-345-678",
			"TEL;WORK;FAX:02439439657",
			"EMAIL;HOME:huong@example.com",
			"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:D=C3=B2ng 1=0D=0AD=C3=B2ng 2",
			"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgK",
			" DBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/",
			"",
			version="2.1",
		)
		self.assert_cells(
			found,
			name="Nguyễn Thị Hường",
			customer_type="Individual",
			phone="0912-345-678",
			other_phone="024-3943-9656",
			email="huong@example.com",
			notes="Dòng 1\nDòng 2\nFax: 02439439657",
		)

	def test_outlook_21(self):
		address = "=0D=0A".join(("12 L=EA L=F5=F2i", "T=E2=CCng 2"))
		content = card(
			"N;LANGUAGE=vi;CHARSET=windows-1258:Lê;An;Va\u0306n".replace("a\u0306", "ă"),
			"FN;CHARSET=windows-1258:Lê Văn An",
			"ORG:ABC;Sales",
			"TITLE:Manager",
			"TEL;WORK;VOICE:(024) 3943 9656",
			f"ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1258:;;{address};Ha Noi;;100000;Vietnam",
			"LABEL;WORK;PREF:the same",
			"URL;WORK:https://abc.example",
			"BDAY:19900131",
			"EMAIL;PREF;INTERNET:an@abc.example",
			"X-MS-OL-DESIGN;CHARSET=utf-8:<card/>",
			"REV:20260101T000000Z",
			version="2.1",
		).encode("cp1258")
		(row,) = rows_of(content)
		self.assertEqual(row.problem, "")
		self.assert_cells(
			dict(zip(card_rows.LABELS, row.cells, strict=True)),
			name="Lê Văn An",
			customer_type="Individual",
			phone="(024) 3943 9656",
			email="an@abc.example",
			address_line="12 Lê Lợi, Tầng 2, Ha Noi, 100000, Vietnam",
			date_of_birth=date(1990, 1, 31),
			website="https://abc.example",
			notes="Organization: ABC - Sales\nJob Title: Manager\nAddress: the same",
		)

	def test_gmail_30(self):
		found = cells_of(
			"FN:Công ty CP Sữa",
			"N:;;;;",
			"ORG:Công ty CP Sữa",
			"EMAIL;TYPE=INTERNET;TYPE=WORK:a@sua.example",
			"EMAIL;TYPE=INTERNET:b@sua.example",
			"item1.TEL:+84 24 3943 9656",
			"item1.X-ABLabel:Tổng đài",
			"item2.TEL:19001234",
			"item2.X-ABLabel:Chăm sóc",
			"item3.TEL;TYPE=WORK:0987654321",
			"item3.X-ABLabel:Kho",
			"CATEGORIES:myContacts",
			"NOTE:khách\\, cũ\\nquan trọng\\; ưu tiên",
		)
		self.assert_cells(
			found,
			name="Công ty CP Sữa",
			customer_type="Organization",
			phone="+84 24 3943 9656",
			other_phone="19001234",
			email="a@sua.example",
			notes="khách, cũ\nquan trọng; ưu tiên\nEmail: b@sua.example\nPhone (Kho): 0987654321\nGroups: myContacts",
		)

	def test_icloud_30(self):
		photo = base64.b64encode(b"x" * 300).decode()
		found = cells_of(
			"PRODID:-//Apple Inc.//iPhone OS 17.0//EN",
			"N:Trần;An;Văn;;",
			"FN:Trần Văn An",
			"TEL;type=HOME;type=VOICE:02439439656",
			"TEL;type=CELL;type=VOICE;type=pref:0912 345 678",
			"item1.ADR;type=WORK;type=pref:;;Số 1\\, Lê Lợi\\nTầng 2;Hà Nội;;;Việt Nam",
			"item1.X-ABADR:vn",
			"BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-31",
			"item2.URL;type=pref:https://an.example",
			"item2.X-ABLabel:_$!<HomePage>!$_",
			"item3.X-ABRELATEDNAMES:Mẹ",
			"item3.X-ABLabel:_$!<Mother>!$_",
			f"PHOTO;ENCODING=b;TYPE=JPEG:{photo[:60]}\r\n {photo[60:]}",
			"NOTE:một ghi chú dài mà chương trình",
			"  gấp thành nhiều dòng",
		)
		self.assert_cells(
			found,
			name="Trần Văn An",
			customer_type="Individual",
			phone="0912 345 678",
			other_phone="02439439656",
			address_line="Số 1, Lê Lợi, Tầng 2, Hà Nội, Việt Nam",
			website="https://an.example",
			notes="một ghi chú dài mà chương trình gấp thành nhiều dòng\nBirthday: 31/01\n"
			"X-ABRELATEDNAMES (Mother): Mẹ",
		)

	def test_version_40(self):
		found = cells_of(
			"FN:Simon Perreault",
			"BDAY:--0203",
			'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-418-656-9254;ext=102',
			"TEL;VALUE=uri;TYPE=cell:tel:+84912345678",
			"EMAIL;TYPE=work:simon@example.com",
			"ADR;TYPE=work:;Suite D2-630;2875 Laurier;Quebec;QC;G1V 2M2;Canada",
			"ORG:Viagenie",
			"UID:urn:uuid:1",
			version="4.0",
		)
		self.assert_cells(
			found,
			name="Simon Perreault",
			customer_type="Individual",
			phone="+1-418-656-9254",
			other_phone="+84912345678",
			email="simon@example.com",
			address_line="2875 Laurier, Suite D2-630, Quebec, QC, G1V 2M2, Canada",
			notes="Birthday: 03/02\nOrganization: Viagenie",
		)


class TestFields(CardCase):
	def test_organizations(self):
		for lines in (
			("ORG:ABC;Kinh doanh",),
			("N:;;;;", "ORG:ABC;Kinh doanh"),
			("FN:ABC - Kinh doanh", "ORG:ABC;Kinh doanh"),
			("N:;;;;", "FN:", "ORG:ABC;Kinh doanh"),
		):
			with self.subTest(lines):
				self.assert_cells(cells_of(*lines), name="ABC - Kinh doanh", customer_type="Organization")
		self.assert_cells(
			cells_of("N:X;;;;", "FN:X", "X-ABShowAs:COMPANY"), name="X", customer_type="Organization"
		)
		self.assert_cells(cells_of("FN:X", "KIND:org", version="4.0"), name="X", customer_type="Organization")

	def test_persons(self):
		self.assert_cells(cells_of("N:Nguyễn;An;Văn;Ông;"), name="Nguyễn Văn An", customer_type="Individual")
		self.assert_cells(cells_of("FN:Anh Tư", "N:;;;;"), name="Anh Tư", customer_type="Individual")
		self.assert_cells(
			cells_of("N:;An;;;", "ORG:ABC"), name="An", customer_type="Individual", notes="Organization: ABC"
		)

	def test_birthdays(self):
		for written, born in (
			("19900131", date(1990, 1, 31)),
			("1990-01-31", date(1990, 1, 31)),
			("1990-01-31T00:00:00Z", date(1990, 1, 31)),
			("19900131T000000", date(1990, 1, 31)),
			("--0131", "Birthday: 31/01"),
			("--01-31", "Birthday: 31/01"),
			("1990", "Birthday: 1990"),
			("19900231", "Birthday: 19900231"),
			("hôm qua", "Birthday: hôm qua"),
		):
			with self.subTest(written):
				found = cells_of("FN:An", f"BDAY:{written}")
				self.assertEqual(found["Date of Birth"] or found["Notes"], born)

	def test_nothing_is_lost(self):
		values = [f"giá trị {number}" for number in range(12)]
		names = "TEL TEL TEL EMAIL EMAIL TITLE ROLE NICKNAME X-SKYPE IMPP ADR ADR".split()
		lines = [f"{name}:{value}" for name, value in zip(names, values, strict=True)]
		text = "\n".join(str(value) for value in cells_of("FN:An", *lines).values())
		for value in values:
			self.assertIn(value, text)

	def test_words_of_the_notes_are_translated(self):
		self.assertLessEqual({word for word in card_rows._WORDS.values() if word}, set(messages.CARD_WORDS))
		(row,) = rows_of(card("FN:An", "TITLE:GĐ"), {"Job Title": "Chức danh"}.get)
		self.assertEqual(row.cells[-1], "Chức danh: GĐ")


class TestBooks(RefusalCase):
	def test_one_bad_card_does_not_stop_the_others(self):
		bad = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bình\r\nđây không phải dòng đúng\r\nEND:VCARD\r\n"
		open_ended = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Chi\r\n"
		nameless = card("NOTE:x")
		rows = rows_of(card("FN:An") + bad + open_ended + nameless + card("FN:Dung"))
		self.assertEqual(
			[(row.number, row.cells[0]) for row in rows],
			[(1, "An"), (2, "Bình"), (3, "Chi"), (4, None), (5, "Dung")],
		)
		self.assertEqual([row.problem for row in rows], ["", BAD_CARD, BAD_CARD, BAD_CARD, ""])
		self.assertIn("đây không phải dòng đúng", rows[1].extra[0])

	def test_text_without_character_set(self):
		for encoding in ("utf-8", "cp1258"):
			content = (
				card("N:Lê;Hà;Thu", "FN:Lê Thu Hà", version="2.1").encode(encoding)
				+ card("FN:Lê Ân").encode()
			)
			with self.subTest(encoding):
				self.assertEqual([row.cells[0] for row in rows_of(content)], ["Lê Thu Hà", "Lê Ân"])

	def test_an_unknown_character_set(self):
		(row,) = rows_of(card("FN;CHARSET=X-NONE:An", "TEL:09"))
		self.assertEqual((row.problem, row.cells[2]), (BAD_CARD, "09"))

	def test_utf16_and_other_line_ends(self):
		content = card("FN:Nguyễn Ẩn")
		for made in (
			content.encode("utf-16"),
			content.replace("\r\n", "\n").encode(),
			content.replace("\r\n", "\r").encode(),
			content.encode("utf-8-sig"),
		):
			with self.subTest(made[:12]):
				self.assertEqual([row.cells[0] for row in rows_of(made)], ["Nguyễn Ẩn"])

	def test_the_header_is_found(self):
		book = open_book(card("FN:An").encode())
		found = header.find(book.rows("vcf"), set(card_rows.LABELS).__contains__)
		self.assertEqual((found.row, found.labels), (0, card_rows.LABELS))
		self.assertEqual([row.number for row in header.data_rows(book.rows("vcf"), found)], [1])

	def test_a_card_is_never_taken_for_a_total(self):
		book = open_book((card("FN:An") + card("FN:Total")).encode())
		found = header.find(book.rows("vcf"), set(card_rows.LABELS).__contains__)
		self.assertEqual(len(list(header.data_rows(book.rows("vcf"), found))), 2)
