"""What was exported and is imported again changes nothing."""

from io import BytesIO

import frappe

from crm_khachhang.exporting import columns, kinds
from crm_khachhang.importing import run, source
from crm_khachhang.importing.options import BOTH, Mapping, Options
from crm_khachhang.importing.planning.rows import SKIP
from crm_khachhang.importing.tests.files import make_import
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.importing.work import Work
from crm_khachhang.tests import TestCase, make_customer, make_user

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

	def test_what_was_deleted_comes_back(self):
		content = self.exported("xlsx")
		before = frappe.get_doc(CUSTOMER, self.names[0]).as_dict()
		frappe.db.set_value(CUSTOMER, self.names[1], {"referrer": None, "referrer_doctype": None})
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

	def written(self, content: bytes) -> list:
		opened = source.open_content(content, "khach.xlsx")
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
