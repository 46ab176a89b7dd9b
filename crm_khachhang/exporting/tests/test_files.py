"""What stands in the files: cells that people read and no program calculates."""

import csv
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO

import frappe
import vobject
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.customers import link_titles
from crm_khachhang.customers.contacts import people
from crm_khachhang.exporting import cells, columns, one_customer, reading, runs, workbook
from crm_khachhang.exporting.tests import CUSTOMER, ExportTestCase, content
from crm_khachhang.tests import make_customer, make_user, queries_of
from crm_khachhang.tests.related import make_care

EVIL = ("=1+1", "+84 912", "-5", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")')


class TestCells(ExportTestCase):
	def test_heads_are_labels_in_the_language_of_the_user(self):
		name = make_customer().name
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		rows = self.rows([name], ["customer_code", "customer_type", "tier_locked", "gender"])
		self.assertEqual(
			rows[0], ("Mã khách hàng", "Loại khách hàng", "Giữ nguyên phân cấp này", "Giới tính")
		)
		self.assertEqual(rows[1], (name, "Cá nhân", "Không", None))

	def test_types(self):
		name = make_customer(
			customer_code="00012",
			phone="0912 345 678",
			tax_code="0100109106",
			id_number="001090000001",
			date_of_birth="1990-12-31",
			credit_limit=50_000_000,
			payment_days=30,
			display_order=-5,
		).name
		fields = (
			*("customer_code", "phone", "tax_code", "id_number", "date_of_birth", "credit_limit"),
			*("payment_days", "display_order", "creation", "next_care_on"),
		)
		sheet = self.workbook([name], fields)
		cells_of_row = sheet[2]
		self.assertEqual(
			[cell.value for cell in cells_of_row[:8]],
			[
				"00012",
				"0912 345 678",
				"0100109106",
				"001090000001",
				datetime(1990, 12, 31),
				50_000_000,
				30,
				-5,
			],
		)
		self.assertEqual([cell.data_type for cell in cells_of_row[:4]], ["s"] * 4)
		created = frappe.db.get_value(CUSTOMER, name, "creation").replace(microsecond=0)
		self.assertEqual(cells_of_row[8].value, created)
		self.assertIsNone(cells_of_row[9].value)
		self.assertEqual(cells_of_row[4].number_format, workbook.date_format())
		self.assertEqual(cells_of_row[5].number_format, "#,##0")

	def test_the_page(self):
		names = [make_customer(customer_name=f"Khách {n}").name for n in range(3)]
		sheet = self.workbook(names, ["customer_name", "phone", "email", "status"])
		self.assertEqual((sheet.freeze_panes, sheet.auto_filter.ref), ("B2", "A1:D4"))
		self.assertTrue(all(cell.font.bold for cell in sheet[1]))
		self.assertGreater(sheet.column_dimensions["A"].width, sheet.column_dimensions["D"].width - 20)

	def test_titles_of_links(self):
		group = frappe.get_doc(doctype="KH Customer Group", group_name="Nhóm xuất").insert()
		owner = make_user("kh_chu@export.example", SALES_USER)
		name = make_customer(customer_group=group.name, country="Vietnam", account_manager=owner).name
		[_heads, row] = self.rows([name], ["customer_group", "country", "account_manager"])
		self.assertEqual(row, ("Nhóm xuất", "Vietnam", "kh_chu"))

	def test_namesakes_get_their_names(self):
		[one, other] = [self.ward(code, "Tân Xuất") for code in ("x001", "x002")]
		single = self.ward("x003", "Tân Xuật")
		self.assertEqual(
			link_titles.texts("KH Ward", [one, other, single, "KHONG-CO"]),
			{
				one: f"Tân Xuất ({one})",
				other: f"Tân Xuất ({other})",
				single: "Tân Xuật",
				"KHONG-CO": "KHONG-CO",
			},
		)

	def ward(self, code: str, title: str) -> str:
		ward = frappe.get_doc(doctype="KH Ward", code=code, ward_name=title, name=code)
		ward.db_insert()
		return ward.name

	def test_a_referrer_is_told_by_name_and_code(self):
		referrer = make_customer(customer_name="Người Giới Thiệu").name
		name = make_customer(referrer_doctype=CUSTOMER, referrer=referrer).name
		[_heads, row] = self.rows([name], ["referrer_doctype", "referrer"])
		self.assertEqual(row[1], f"Người Giới Thiệu ({referrer})")

	def test_no_cell_is_a_formula(self):
		name = make_customer().name
		for evil in EVIL:
			with self.subTest(evil):
				frappe.db.set_value(CUSTOMER, name, {"description": evil, "customer_name": evil})
				summary = self.export("xlsx", [name], ["customer_name", "description"])
				with zipfile.ZipFile(content(summary)) as parts:
					self.assertNotIn(b"<f>", parts.read("xl/worksheets/sheet1.xml"))
				row = load_workbook(content(summary)).active[2]
				self.assertEqual([cell.data_type for cell in row], ["s", "s"])
				self.assertEqual([cell.value for cell in row], [evil, evil])
				written = self.text("csv", [name], ["description"])
				guarded = "'" + evil.replace("\t=", "\t'=")  # a tab ends cells too
				self.assertEqual(list(csv.reader(StringIO(written)))[1], [guarded])

	def test_characters_that_excel_forbids(self):
		name = make_customer().name
		text = "a\x00b\x0bc\x1fd\ufffee <&> \"'\r\n\tđ"
		frappe.db.set_value(CUSTOMER, name, "description", text)
		[_heads, row] = self.rows([name], ["description"])
		self.assertEqual(row[0].replace("\r\n", "\n"), "abcde <&> \"'\n\tđ")

	def test_what_looks_like_a_code_of_excel(self):
		name = make_customer().name
		for text in ("_x000D_", "ma_x0041_x0042_", "_x00_", "a_x"):
			with self.subTest(text):
				frappe.db.set_value(CUSTOMER, name, "description", text)
				summary = self.export("xlsx", [name], ["description"])
				sheet = CalamineWorkbook.from_filelike(content(summary)).get_sheet_by_index(0)
				self.assertEqual(sheet.to_python()[1], [text])

	def test_a_long_text_is_cut_with_a_remark(self):
		name = make_customer().name
		frappe.db.set_value(CUSTOMER, name, "description", "x" * 40_000)
		[_heads, row] = self.rows([name], ["description"])
		self.assertEqual(len(row[0]), cells.LONGEST)
		self.assertTrue(row[0].endswith(cells.cut_remark()))
		self.assertIn("cut off here", row[0])
		self.assertEqual(
			len(list(csv.reader(StringIO(self.text("csv", [name], ["description"]))))[1][0]), 40_000
		)

	def test_days_before_excel_began_to_count(self):
		sheet = workbook.Sheet(
			"Ngày",
			["x"],
			[[(date(1850, 5, 6),), (date(1900, 1, 1),), (date(1900, 2, 28),), (date(1900, 3, 1),), (0.5,)]],
			5,
		)
		out = BytesIO()
		workbook.write(out, [sheet])
		values = [cell.value for cell in load_workbook(out).active["A"]]
		self.assertEqual(
			values,
			[
				"x",
				frappe.utils.formatdate("1850-05-06", workbook.date_format()),
				datetime(1900, 1, 1),
				datetime(1900, 2, 28),
				datetime(1900, 3, 1),
				0.5,
			],
		)

	def test_csv(self):
		name = make_customer(customer_name='Công ty "An, Bình"', date_of_birth="1990-12-31").name
		raw = content(
			self.export("csv", [name], ["customer_name", "date_of_birth", "credit_limit"])
		).getvalue()
		self.assertTrue(raw.startswith(b"\xef\xbb\xbf"))
		self.assertEqual(
			raw.decode("utf-8-sig"),
			'Customer Name,Date of Birth,Credit Limit\r\n"Công ty ""An, Bình""",1990-12-31,0\r\n',
		)


class TestColumns(ExportTestCase):
	def test_fields_of_the_form_in_its_order_and_nothing_technical(self):
		fields = [column.fieldname for column in columns.available()]
		self.assertEqual(fields[:3], ["customer_type", "customer_name", "customer_code"])
		self.assertEqual(fields[-4:], ["creation", "owner", "modified", "modified_by"])
		for computed in ("total_debt", "next_care_on", "last_purchase_date"):
			self.assertIn(computed, fields)
		for technical in ("phone_e164", "search_text", "name_key", "primary_contact", "summary_html", "name"):
			self.assertNotIn(technical, fields)

	def test_two_fields_with_one_label(self):
		frappe.get_meta(CUSTOMER).get_field("zalo").label = "Facebook"
		self.addCleanup(frappe.clear_cache, doctype=CUSTOMER)
		labels = {column.fieldname: column.label for column in columns.available()}
		self.assertEqual(
			(labels["zalo"], labels["facebook"], labels["website"]),
			("Facebook (zalo)", "Facebook (facebook)", "Website"),
		)

	def test_an_unknown_column(self):
		for wrong in ("nope", "phone_e164", "password", "name_key"):
			with (
				self.subTest(wrong),
				self.assertRaisesRegex(columns.NoSuchColumn, f"{wrong} is not a column"),
			):
				self.export("xlsx", [make_customer().name], [wrong])


class TestOrderAndChunks(ExportTestCase):
	def setUp(self):
		super().setUp()
		self.names = [make_customer(customer_name=f"Dãy {n}", display_order=9 - n).name for n in range(5)]

	def test_the_order_of_the_list(self):
		filters = [[CUSTOMER, "customer_name", "like", "Dãy %"]]
		for order, expected in (
			("`tabKH Customer`.`display_order` asc", self.names[::-1]),
			("name desc", self.names[::-1]),
			("customer_type desc, name asc", self.names),
		):
			with self.subTest(order):
				rows = self.rows(None, ["customer_code"], filters=filters, order_by=order)
				self.assertEqual([row[0] for row in rows[1:]], expected)

	def test_an_order_by_what_is_no_field(self):
		for wrong in (
			"sleep(5)",
			"name desc; drop table x",
			"(select 1)",
			"nope asc",
			"`tabUser`.`name` asc",
		):
			with self.subTest(wrong), self.assertRaisesRegex(reading.WrongOrder, "cannot be sorted by"):
				self.export("xlsx", self.names, ["customer_code"], order_by=wrong)

	def test_several_chunks(self):
		chunk, reading.CHUNK = reading.CHUNK, 2
		self.addCleanup(setattr, reading, "CHUNK", chunk)
		rows = self.rows(self.names, ["customer_code"], order_by="name asc")
		self.assertEqual([row[0] for row in rows[1:]], self.names)

	def test_as_many_queries_for_a_chunk_however_many_rows(self):
		group = frappe.get_doc(doctype="KH Customer Group", group_name="Nhóm dãy").insert().name
		for name in self.names:
			frappe.db.set_value(
				CUSTOMER,
				name,
				{"customer_group": group, "referrer_doctype": CUSTOMER, "referrer": self.names[0]},
			)
		shown = columns.available()
		list(reading.chunks(self.names, shown))  # what is asked once for a process
		few, many = (
			queries_of(lambda names=names: list(reading.chunks(names, shown)))
			for names in (self.names[:1], self.names)
		)
		self.assertEqual(many, few)
		self.assertLess(many, 30)

	def test_no_customer(self):
		for names, filters in (([], None), (["KHONG-CO"], None), (None, [["name", "=", "KHONG-CO"]])):
			with (
				self.subTest(names=names),
				self.assertRaisesRegex(frappe.ValidationError, "no customer to export"),
			):
				self.export("xlsx", names, filters=filters)

	def test_it_is_written_down(self):
		summary = self.export("xlsx", self.names, ["customer_code", "phone"])
		doc = frappe.get_doc(runs.EXPORT, summary["name"])
		self.assertEqual(
			(doc.title, doc.selection, doc.columns_shown, doc.total, doc.done, doc.started_by),
			("Excel: 5 customers", "5 selected customers", "Customer Code, Phone", 5, 5, "Administrator"),
		)
		log = frappe.get_last_doc("Access Log")
		self.assertEqual((log.export_from, log.reference_document), (CUSTOMER, doc.name))
		filtered = self.export(
			"csv", None, filters=[["status", "in", ["Prospect"]], ["name", "in", self.names]]
		)
		self.assertEqual(
			frappe.db.get_value(runs.EXPORT, filtered["name"], "selection"),
			"Status in Prospect\n5 customers found by searching",
		)


class TestCards(ExportTestCase):
	def cards(self, names: list[str]) -> list:
		return list(vobject.readComponents(self.text("vcf", names)))

	def test_a_person(self):
		name = make_customer(
			customer_name="Nguyễn Thị Minh Hoa",
			email="hoa@example.com",
			other_phone="028 3822 1234",
			date_of_birth="1990-12-31",
			address_line="12; Lê Lợi, P. 1",
			province="79",
			description="Khách quen\nGọi chiều",
		).name
		[card] = self.cards([name])
		self.assertEqual(card.version.value, "3.0")
		self.assertEqual(card.fn.value, "Nguyễn Thị Minh Hoa")
		self.assertEqual(
			(card.n.value.family, card.n.value.additional, card.n.value.given), ("Nguyễn", "Thị Minh", "Hoa")
		)
		self.assertEqual(
			[(tel.value, tel.type_param) for tel in card.tel_list],
			[("+84912345678", "CELL"), ("+842838221234", "HOME")],
		)
		self.assertEqual((card.email.value, card.bday.value), ("hoa@example.com", "1990-12-31"))
		self.assertEqual(card.adr.value.street, "12; Lê Lợi, P. 1")
		self.assertEqual(card.adr.value.region, frappe.db.get_value("KH Province", "79", "province_name"))
		self.assertEqual(card.note.value, "Khách quen\nGọi chiều")
		self.assertNotIn("org", card.contents)

	def test_an_organization_and_its_people(self):
		name = make_customer(
			customer_type="Organization", customer_name="Công ty An Bình", phone="028 3822 1234"
		).name
		people.add(name, {"full_name": "Trần Văn Lan", "phone": "0987 654 321", "email": "lan@example.com"})
		company, person = self.cards([name])
		self.assertEqual((company.fn.value, company.org.value), ("Công ty An Bình", ["Công ty An Bình"]))
		self.assertEqual(company.n.value.family + company.n.value.given, "")
		self.assertEqual((company.tel.value, company.tel.type_param), ("+842838221234", "WORK"))
		self.assertEqual((person.fn.value, person.org.value), ("Trần Văn Lan", ["Công ty An Bình"]))
		self.assertEqual((person.tel.value, person.email.value), ("+84987654321", "lan@example.com"))


class TestOneCustomer(ExportTestCase):
	def test_the_sheets(self):
		customer = make_customer(
			customer_name="Khách Một", date_of_birth="1990-12-31", credit_limit=5_000_000
		)
		people.add(customer.name, {"full_name": "Trần Văn Lan", "phone": "0987 654 321", "is_primary": 1})
		make_care(customer.name, subject="=1+1")
		customer.reload()
		book = load_workbook(BytesIO(one_customer.as_workbook(customer)))
		self.assertEqual(book.sheetnames, ["Profile", "Contacts", "Care History", "Debts"])
		profile = {row[1]: row[2] for row in book["Profile"].iter_rows(values_only=True)}
		self.assertEqual(profile["Customer Name"], "Khách Một")
		self.assertEqual(profile["Date of Birth"], datetime(1990, 12, 31))
		self.assertEqual(profile["Credit Limit"], 5_000_000)
		self.assertNotIn("Tax Code", profile)
		contacts = list(book["Contacts"].iter_rows(values_only=True))
		self.assertEqual(
			(contacts[1][0], contacts[1][3], contacts[1][5]), ("Trần Văn Lan", "0987 654 321", "Yes")
		)
		care = book["Care History"][2]
		self.assertEqual((care[2].value, care[2].data_type), ("=1+1", "s"))
		self.assertIsInstance(care[0].value, datetime)

	def test_titles_that_excel_forbids_or_takes_for_one(self):
		sheets = [workbook.Sheet(title, ["x"], [[("1",)]], 1) for title in ("a/b*c", "A b c", "x" * 40, "")]
		out = BytesIO()
		workbook.write(out, sheets)
		self.assertEqual(load_workbook(out).sheetnames, ["a b c", "A b c 2", "x" * 31, "1"])
