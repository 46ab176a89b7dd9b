"""What was exported and is imported again changes nothing."""

import re
from io import BytesIO

import frappe

from crm_khachhang.debts.tests import make_debt
from crm_khachhang.exporting import columns, kinds
from crm_khachhang.importing import api, run, source
from crm_khachhang.importing.options import BOTH, Mapping, Options
from crm_khachhang.importing.planning.rows import SKIP
from crm_khachhang.importing.tests.files import make_import
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.importing.work import Work
from crm_khachhang.tests import TestCase, make_customer, make_user
from crm_khachhang.tests.related import make_contact

CUSTOMER = "KH Customer"


class TestRoundTrip(TestCase):
	def setUp(self):
		super().setUp()
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		for number in range(2):  # whose full names are the same
			make_user(f"round-{number}@trip.example", "KH Sales User")
			frappe.db.set_value("User", f"round-{number}@trip.example", "full_name", "Trần Trùng Tên")
		self.names = [customer.name for customer in self.customers()]
		# What they owe is among the columns; a file that comes back does not record it once more.
		make_debt(self.names[0], amount=900, debt_type="Opening")
		make_debt(self.names[1], amount=700)

	def customers(self):
		group = frappe.get_all("KH Customer Group", {"is_group": 0}, pluck="name", order_by="lft")[0]
		province = frappe.get_all("KH Province", pluck="name", order_by="name")[0]
		ward = frappe.get_all("KH Ward", {"province": province}, pluck="name", order_by="name")[0]
		person = make_customer(
			customer_name="Nguyễn Văn Ba",
			phone="0906.483.615",
			date_of_birth="1990-12-31",
			gender="Male",
			province=province,
			ward=ward,
			country="Vietnam",
			account_manager="round-0@trip.example",
			description="  =1+1 có dấu cách hai đầu \n dòng hai ",
		)
		organization = make_customer(
			customer_type="Organization",
			customer_name="@Công ty + An Phát",
			phone="+84 28 3822 9999",
			tax_code="0300588569",
			customer_group=group,
			status="Active",
			credit_limit=1234567.5,
			payment_days=30,
			website="https://shop.vn",
			founding_date="2001-02-03",
			account_manager="round-1@trip.example",
			referrer_doctype=CUSTOMER,
			referrer=person.name,
			description="x" * 40_000,
			last_purchase_date="2026-01-05",
		)
		return person, organization

	def exported(self, kind: str) -> bytes:
		file = BytesIO()
		kinds.get(kind).write(file, self.names, columns.available(), iter)
		return file.getvalue()

	def imported(self, content: bytes, filename: str) -> list:
		opened = source.open_content(content, filename)
		mapping = source.first_mapping(opened.header.labels)
		self.check_all_is_understood(opened.header.labels, mapping)
		work = Work(opened, Options(mode=BOTH, match_by=("code",), mapping=mapping), dry=True)
		return [plan for rows in work.batches() for plan in work.do(rows)]

	def check_all_is_understood(self, labels: tuple, mapping: Mapping) -> None:
		unknown = [label for number, label in enumerate(labels) if number not in mapping.columns]
		of_the_record = [column.label for column in columns.available()[-4:]]
		self.assertEqual([label for label in unknown if label not in of_the_record], [])

	def test_workbook_and_text(self):
		for kind in ("xlsx", "csv"):
			with self.subTest(kind):
				plans = self.imported(self.exported(kind), f"khach.{kind}")
				self.assertEqual([(plan.action, plan.changes) for plan in plans], [(SKIP, {})] * 2)
				self.assertEqual([plan.customer for plan in plans], self.names)
				self.assertEqual([plan.opening for plan in plans], [None, None])

	def test_cards(self):
		self.cut_description()
		make_contact("Lê Thị Tư", self.names[1])
		frappe.db.set_value(CUSTOMER, self.names[0], "other_phone", "(0906) 111-222")
		content = self.exported("vcf")
		opened = source.open_content(content, "khach.vcf")
		mapping = source.first_mapping(opened.header.labels)
		self.assertEqual(len(mapping.columns), len(opened.header.labels))
		work = Work(opened, Options(mode=BOTH, match_by=("code",), mapping=mapping), dry=True)
		plans = [plan for rows in work.batches() for plan in work.do(rows)]
		told = [(plan.action, plan.changes, [vars(one) for one in plan.problems]) for plan in plans]
		self.assertEqual([(plan.action, plan.changes) for plan in plans], [(SKIP, {})] * 3, told)
		self.assertEqual([plan.customer for plan in plans], [*self.names, self.names[1]])

	def test_a_contact_whose_card_comes_back(self):
		contact = make_contact("Lê Thị Tư", self.names[1])
		content = self.exported("vcf")
		contact.delete()
		self.written(content, "khach.vcf")
		self.assertTrue(frappe.db.exists("Contact", {"first_name": "Lê Thị Tư"}))
		self.assertEqual(frappe.db.count(CUSTOMER, {"customer_name": "Lê Thị Tư"}), 0)

	def cut_description(self):
		"""No line of a card has spaces at its ends."""
		frappe.db.set_value(CUSTOMER, self.names[0], "description", "=1+1\ndòng hai; -3")

	def test_text_that_a_program_with_semicolons_could_calculate(self):
		texts = ("x;=1+1", "x;'=1", "a\n- b\n@c", ';"=1', "x\t＝1", "＝1", "a; b - c")
		for text in texts:
			frappe.db.set_value(CUSTOMER, self.names[0], "description", text)
			content = self.exported("csv")
			for cell in re.split(r"[;,\t\n]", content.decode("utf-8-sig")):
				self.assertNotRegex(cell, r"^[\s\"]*[=@＝]", text)
			plans = self.imported(content, "khach.csv")
			self.assertEqual([(plan.action, plan.changes) for plan in plans], [(SKIP, {})] * 2, text)

	def test_what_was_deleted_comes_back(self):
		content = self.exported("xlsx")
		before = frappe.get_doc(CUSTOMER, self.names[0]).as_dict()
		frappe.db.set_value(CUSTOMER, self.names[1], {"referrer": None, "referrer_doctype": None})
		for doctype in ("KH Debt", "KH Debt Ledger Entry"):  # as nobody can, so that the customer can go
			frappe.db.delete(doctype, {"customer": self.names[0]})
		frappe.delete_doc(CUSTOMER, self.names[0])
		plans = self.written(content)
		self.assertEqual([plan.customer for plan in plans], self.names)
		after = frappe.get_doc(CUSTOMER, self.names[0])
		for field in (
			"customer_name",
			"phone",
			"phone_e164",
			"date_of_birth",
			"ward",
			"account_manager",
			"country",
		):
			self.assertEqual(after.get(field), before.get(field), field)

	def written(self, content: bytes, filename: str = "khach.xlsx") -> list:
		opened = source.open_content(content, filename)
		mapping = source.first_mapping(opened.header.labels)
		work = Work(opened, Options(mode=BOTH, match_by=("code",), mapping=mapping), dry=False)
		return [plan for rows in work.batches() for plan in work.do(rows)]


class TestRefusedRows(TestCase):
	def test_corrected_they_are_imported(self):
		from openpyxl import load_workbook

		from crm_khachhang.importing import api
		from crm_khachhang.importing.tests.files import upload

		doc = make_import(("Tên khách hàng", "SĐT"), ("Lê Tư", "12"), ("Lê Năm", "0906483615"))
		run.start(doc, run.RUNNING)
		done(doc)
		api.download_refused(doc.name)
		book = load_workbook(BytesIO(frappe.response["filecontent"]))
		book.active["B2"] = "0912000111"
		output = BytesIO()
		book.save(output)
		again = frappe.get_doc(doctype="KH Import", import_file=upload(output.getvalue())).insert()
		run.start(again, run.RUNNING)
		again = done(again)
		self.assertEqual((again.status, again.created), ("Completed", 1))
		self.assertTrue(frappe.db.exists(CUSTOMER, {"phone_e164": "+84912000111"}))


class TestEveryType(TestCase):
	"""Fields of the site, of each type that a cell holds."""

	VALUES = {
		"Data": "007 'x",
		"Small Text": "- một\n- hai; =3",
		"Text": "=1+1",
		"Long Text": "x" * 500,
		"Text Editor": "<div><b>đậm</b> &amp; x</div>",
		"Select": "Hai",
		"Link": "Vietnam",
		"Date": "1999-12-31",
		"Datetime": "2026-01-05 08:30:15.250000",
		"Time": "08:30:15",
		"Check": 1,
		"Int": 1125,
		"Float": 0.125,
		"Currency": 1234.125,
		"Percent": 12.5,
		"Phone": "+84-906483615",
		"Autocomplete": "một",
		"Rating": 0.8,
		"Attach": "https://shop.vn/a.pdf",
		"Color": "#FF8800",
		"Duration": 90061,
		"Barcode": "8934563138165",
	}
	OPTIONS = {"Select": "Một\nHai", "Link": "Country"}

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.addClassCleanup(cls.drop)
		for number, kind in enumerate(cls.VALUES):
			options = cls.OPTIONS.get(kind)
			field = {"fieldname": f"kh_type_{number}", "fieldtype": kind, "label": f"Kiểu {kind}"}
			frappe.get_doc(doctype="Custom Field", dt=CUSTOMER, options=options, **field).insert()

	@classmethod
	def drop(cls):
		frappe.db.rollback()  # else dropping the columns would commit what the tests made
		for number in range(len(cls.VALUES)):
			frappe.delete_doc("Custom Field", f"{CUSTOMER}-kh_type_{number}", force=True)
			frappe.db.sql_ddl(f"alter table `tab{CUSTOMER}` drop column if exists `kh_type_{number}`")
		frappe.db.commit()
		frappe.clear_cache(doctype=CUSTOMER)

	def setUp(self):
		super().setUp()
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		self.values = {f"kh_type_{number}": value for number, value in enumerate(self.VALUES.values())}

	def test_exported_and_imported_nothing_changes(self):
		customer = make_customer(**self.values)
		for kind in ("xlsx", "csv"):
			file = BytesIO()
			kinds.get(kind).write(file, [customer.name], columns.available(), iter)
			opened = source.open_content(file.getvalue(), f"khach.{kind}")
			mapping = source.first_mapping(opened.header.labels)
			self.assertLessEqual(set(self.values), set(mapping.columns.values()))
			[plan] = self.planned(opened, mapping)
			told = (plan.action, plan.changes, [vars(one) for one in plan.problems])
			self.assertEqual(told[:2], (SKIP, {}), told)

	def test_what_a_file_says_is_written(self):
		customer = make_customer(**self.values)
		file = BytesIO()
		kinds.get("xlsx").write(file, [customer.name], columns.available(), iter)
		other = make_customer(customer_name="Khác")
		opened = source.open_content(file.getvalue(), "khach.xlsx")
		mapping = source.first_mapping(opened.header.labels)
		mapping.columns = {n: name for n, name in mapping.columns.items() if name in self.values}
		rows = [("customer_code", *mapping.columns.values())]
		rows += [(other.name, *(row.cells[number] for number in mapping.columns)) for row in opened.rows()]
		doc = make_import(*rows, mode="Update", match_by="code")
		run.start(doc, run.RUNNING)
		self.assertEqual((done(doc).updated, doc.failed), (1, 0), api.rows(doc.name))
		written = frappe.db.get_value(CUSTOMER, other.name, list(self.values), as_dict=True)
		wanted = frappe.db.get_value(CUSTOMER, customer.name, list(self.values), as_dict=True)
		wanted.kh_type_8 = wanted.kh_type_8.replace(microsecond=0)
		self.assertEqual(written, wanted)

	def planned(self, opened, mapping) -> list:
		work = Work(opened, Options(mode=BOTH, match_by=("code",), mapping=mapping), dry=True)
		return [plan for rows in work.batches() for plan in work.do(rows)]
