"""An import as a document: from its file to its result and back."""

import json
from unittest.mock import patch

import frappe

from crm_khachhang.exporting.tests import add_field
from crm_khachhang.importing import api, results, run, source, undo, work
from crm_khachhang.importing.tests.files import make_import, upload, workbook
from crm_khachhang.tests import TestCase, make_customer, make_user

CUSTOMER = "KH Customer"
HEADER = ("Tên khách hàng (*)", "SĐT", "MST", "Nhóm KH", "Ngày sinh")


def done(doc):
	"""Let what was started come to its end."""
	run.work(doc.name)
	doc.reload()
	return doc


class TestImport(TestCase):
	def setUp(self):
		super().setUp()
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")

	def checked(self, doc):
		run.start(doc, run.CHECKING)
		return done(doc)

	def ran(self, doc):
		run.start(doc, run.RUNNING)
		return done(doc)

	def test_the_header_is_recognised_below_titles(self):
		doc = make_import(("CÔNG TY ABC",), (), HEADER, ("Lê Tư", "0906483615"))
		self.assertEqual((doc.header_row, doc.sheet_name, doc.status), (3, "Sheet", "Draft"))
		columns = json.loads(doc.mapping)["columns"]
		fields = ["customer_name", "phone", "tax_code", "customer_group", "date_of_birth"]
		self.assertEqual(list(columns.values()), fields)
		shown = api.overview(doc.name)
		self.assertEqual(shown["columns"][0]["samples"], ["Lê Tư"])
		self.assertEqual(shown["columns"][1]["fieldname"], "phone")

	def test_a_check_writes_no_customer(self):
		before = frappe.db.count(CUSTOMER)
		doc = self.checked(make_import(HEADER, ("Lê Tư", "0906483615"), ("", "0906483616"), ("An", "12")))
		self.assertEqual(frappe.db.count(CUSTOMER), before)
		self.assertEqual((doc.status, doc.total_rows, doc.created, doc.failed), ("Checked", 3, 1, 2))
		refused = api.rows(doc.name, "Failed")
		self.assertEqual([(row.row_no, row.field_name, row.value) for row in refused][1], (4, "phone", "12"))
		self.assertIn("Điện thoại", refused[1].labels["phone"])

	def test_a_check_knows_what_the_run_will_find_in_earlier_rows(self):
		rows = (("Lê Tư", "0906483615"), ("Lê Tư nhà số 2", "0906483615"))
		doc = self.checked(make_import(HEADER, *rows, mode="Create or Update", match_by="phone"))
		self.assertEqual((doc.created, doc.updated), (1, 1))
		doc = self.ran(doc)
		self.assertEqual((doc.created, doc.updated), (1, 1))
		names = frappe.get_all(CUSTOMER, {"phone_e164": "+84906483615"}, pluck="customer_name")
		self.assertEqual(names, ["Lê Tư nhà số 2"])

	def test_an_update_shows_old_and_new(self):
		customer = make_customer(customer_name="Lê Tư", phone="0906483615", tax_code="0300588569")
		rows = (("Lê Tư", "0906 999 888", "0300588569"),)
		doc = self.checked(make_import(HEADER, *rows, mode="Update", match_by="tax_code"))
		self.assertEqual(api.rows(doc.name)[0].changes, {"phone": ["0906483615", "0906 999 888"]})
		doc = self.ran(doc)
		customer.reload()
		self.assertEqual((doc.updated, customer.phone_e164), (1, "+84906999888"))
		self.assertEqual(self.changes_by(doc, customer), [["phone", "0906483615", "0906 999 888"]])

	def changes_by(self, doc, customer) -> list:
		data = frappe.get_all("Version", {"docname": customer.name}, pluck="data", order_by="creation desc")
		version = json.loads(data[0])
		self.assertEqual(version["updater_reference"]["docname"], doc.name)
		return [change for change in version["changed"] if change[0] == "phone"]

	def test_rows_that_change_nothing_are_skipped(self):
		make_customer(customer_name="Lê Tư", phone="0906483615", tax_code="0300588569")
		doc = make_import(HEADER, ("Lê Tư", "0906483615", "0300588569"), mode="Update")
		doc = self.ran(doc)
		self.assertEqual((doc.status, doc.skipped, doc.updated), ("Completed", 1, 0))

	def test_a_row_without_a_customer_to_update_is_refused(self):
		doc = self.ran(make_import(HEADER, ("Lê Tư", "0906483615", "0300588569"), mode="Update"))
		self.assertEqual((doc.status, doc.failed), ("Completed with Errors", 1))

	def test_rows_of_customers_that_are_there_are_skipped_when_only_new_ones_are_wanted(self):
		make_customer(customer_name="Lê Tư", phone="0906483615")
		doc = self.ran(make_import(HEADER, ("Lê Tư", "0906.483.615"), match_by="phone"))
		self.assertEqual((doc.skipped, doc.created, doc.failed), (1, 0, 0))

	def test_several_customers_match(self):
		names = [make_customer(phone="0906483615").name for _number in range(2)]
		doc = self.ran(make_import(HEADER, ("Lê Tư", "0906483615"), mode="Update", match_by="phone"))
		self.assertEqual(doc.failed, 1)
		told = api.rows(doc.name, "Failed")[0]
		self.assertIsNone(told.customer)
		self.assertIn("Nhiều khách hàng", told.reason)
		self.assertIn(", ".join(sorted(names)), told.reason)

	def test_a_blocking_rule_refuses_and_names_the_customer(self):
		make_customer(customer_name="Sữa Việt Nam", tax_code="0300588569")
		doc = self.ran(make_import(HEADER, ("Vinamilk", None, "0300588569")))
		row = api.rows(doc.name, "Failed")[0]
		self.assertIn("Sữa Việt Nam", row.reason)
		self.assertEqual(row.field_name, "tax_code")

	def test_possible_duplicates_can_be_skipped(self):
		make_customer(phone="0906483615")
		doc = self.ran(make_import(HEADER, ("Lê Tư", "0906483615"), duplicates="Skip"))
		self.assertEqual((doc.created, doc.skipped), (0, 1))
		doc = self.ran(make_import(HEADER, ("Lê Tư", "0906483615")))
		self.assertEqual((doc.created, doc.skipped), (1, 0))

	def test_missing_masters(self):
		rows = (("Lê Tư", None, None, "Nhóm Mới Tinh"), ("Lê Năm", None, None, "nhóm mới tinh"))
		doc = self.ran(make_import(HEADER, *rows))
		self.assertEqual(doc.failed, 2)
		unknown = api.unknown_values(doc.name)
		self.assertEqual([(word["value"], word["rows"]) for word in unknown], [("Nhóm Mới Tinh", 2)])
		doc = self.checked(make_import(HEADER, *rows, create_masters=1))
		self.assertEqual(doc.created, 2)
		self.assertFalse(frappe.db.exists("KH Customer Group", {"group_name": "Nhóm Mới Tinh"}))
		doc = self.ran(doc)
		group = frappe.get_all("KH Customer Group", {"group_name": "Nhóm Mới Tinh"}, pluck="name")
		self.assertEqual(len(group), 1)
		self.assertEqual(frappe.db.count(CUSTOMER, {"customer_group": group[0]}), 2)

	def test_numbers_that_name_masters(self):
		rows = (("Lê Tư", "0906483615", "", 2024), ("Lê Năm", "0906483616", "", 2024.0), ("Ba", "", "", True))
		doc = self.checked(make_import(HEADER, *rows))
		self.assertEqual((doc.created, doc.failed), (0, 3))
		self.assertEqual([row.value for row in api.rows(doc.name, "Failed")], ["2024", "2024", "True"])
		doc = self.ran(make_import(HEADER, *rows[:2], create_masters=1))
		self.assertEqual((doc.created, doc.failed), (2, 0))
		self.assertTrue(frappe.db.exists("KH Customer Group", {"group_name": "2024"}))

	def test_words_of_the_file_can_be_mapped(self):
		group = frappe.get_all("KH Customer Group", {"is_group": 0}, pluck="name", order_by="lft")[0]
		doc = make_import(HEADER, ("Lê Tư", None, None, "Khách xịn"))
		columns = json.loads(doc.mapping)["columns"]
		api.set_mapping(doc.name, columns, {"customer_group": {"Khách xịn": group}}, {"status": "Active"})
		doc.reload()
		doc = self.ran(doc)
		customer = frappe.get_last_doc(CUSTOMER, {"customer_name": "Lê Tư"})
		self.assertEqual((customer.customer_group, customer.status), (group, "Active"))

	def test_corrections_are_remembered_for_the_next_file_of_the_kind(self):
		header = ("Tên khách hàng", "Cột lạ")
		doc = make_import(header, ("Lê Tư", "ghi chú một"))
		self.assertNotIn("1", json.loads(doc.mapping)["columns"])
		api.set_mapping(doc.name, {"0": "customer_name", "1": "description"})
		doc.reload()
		self.ran(doc)
		self.assertEqual(frappe.get_last_doc(CUSTOMER, {"customer_name": "Lê Tư"}).description, "ghi chú một")
		again = make_import(header, ("Lê Năm", "ghi chú hai"))
		self.assertEqual(json.loads(again.mapping)["columns"]["1"], "description")

	def test_names_of_columns_are_data(self):
		settings = frappe.get_doc("KH Settings")
		settings.append("import_aliases", {"field_name": "zalo", "label": "Da-lô"})
		settings.save()
		doc = make_import(("Tên khách hàng", "DA LÔ"), ("Lê Tư", "0906483615"))
		self.assertEqual(json.loads(doc.mapping)["columns"]["1"], "zalo")

	def test_the_contact_in_the_row(self):
		header = ("Tên khách hàng", "Loại khách", "Người liên hệ", "Chức vụ", "SĐT người liên hệ")
		rows = (
			("Công ty An Phát", "Tổ chức", "Trần Bình", "Giám đốc", "0912000111"),
			("Công ty B", "Tổ chức", "C", "", "12"),
		)
		doc = self.ran(make_import(header, *rows, create_masters=1))
		self.assertEqual((doc.created, doc.failed), (1, 1))
		customer = frappe.get_last_doc(CUSTOMER, {"customer_name": "Công ty An Phát"})
		contact = frappe.get_doc("Contact", customer.primary_contact)
		self.assertEqual((contact.first_name, contact.phone_nos[0].phone), ("Trần Bình", "0912000111"))

	def test_refused_rows_come_back_as_they_were_given(self):
		from io import BytesIO

		from openpyxl import load_workbook

		doc = self.ran(make_import(HEADER, ("Lê Tư", "12", "=1+1"), ("Lê Năm", "0906483615")))
		api.download_refused(doc.name)
		sheet = load_workbook(BytesIO(frappe.response["filecontent"])).active
		rows = list(sheet.iter_rows(values_only=True))
		self.assertEqual(rows[1][:3], ("Lê Tư", "12", "=1+1"))
		self.assertEqual(sheet["C2"].data_type, "s")
		self.assertTrue(rows[1][-1])
		self.assertEqual(len(rows), 2)

	def test_refused_rows_keep_the_cells_that_have_no_column(self):
		lines = ("Tên khách hàng,SĐT", "Lê Tư,0906483615,thừa một,thừa hai", "Lê Năm,0912000111")
		doc = self.ran(self.of_text("\n".join(lines), "khach.csv"))
		self.assertEqual((doc.created, doc.failed), (1, 1))
		again, sheet = self.refused_of(doc)
		self.assertEqual(sheet[1][:2] + sheet[1][3:], ("Lê Tư", "0906483615", "thừa một", "thừa hai"))
		again = self.ran(again)  # refused again, until somebody corrects it
		self.assertEqual((again.created, again.failed), (0, 1))

	def test_refused_cards_are_given_whole(self):
		card = "BEGIN:VCARD\nVERSION:3.0\nTEL:0906483615\nNOTE:không tên\nEND:VCARD\n"
		doc = self.ran(self.of_text(card, "danhba.vcf"))
		self.assertEqual(doc.failed, 1)
		again, sheet = self.refused_of(doc)
		self.assertEqual(sheet[1][-1].splitlines(), card.splitlines())
		self.assertEqual(self.ran(again).failed, 1)

	def of_text(self, text: str, file_name: str):
		return frappe.get_doc(doctype="KH Import", import_file=upload(text.encode(), file_name)).insert()

	def refused_of(self, doc) -> tuple:
		"""An import of the refused rows of `doc`, and their cells."""
		from io import BytesIO

		from openpyxl import load_workbook

		api.download_refused(doc.name)
		content = frappe.response["filecontent"]
		sheet = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
		again = frappe.get_doc(doctype="KH Import", import_file=upload(content, "tu-choi.xlsx")).insert()
		return again, sheet

	def test_a_code_that_stands_twice_in_the_file(self):
		rows = (("KH-X1", "Lê Tư"), ("kh-x1", "Lê Năm"), ("KH-X2", "12 Tư"))
		doc = self.checked(make_import(("Mã KH", "Tên khách hàng"), *rows))
		self.assertEqual((doc.created, doc.failed), (2, 1))
		row = api.rows(doc.name, "Failed")[0]
		self.assertEqual((row.row_no, row.field_name), (3, "customer_code"))
		self.assertIn("dòng 2", row.reason)
		doc = self.ran(doc)
		self.assertEqual((doc.created, doc.failed), (2, 1))

	def test_a_row_with_another_phone_only(self):
		make_customer(customer_name="Lê Tư", phone="0906483615", other_phone="0912000111")
		header = ("Tên khách hàng", "other_phone")
		for number in ("0906 483 615", "0912000111"):
			doc = self.checked(make_import(header, ("Tư", number), mode="Update", match_by="phone"))
			self.assertEqual((doc.updated, doc.failed), (1, 0), number)

	def test_totals_and_notes_are_told(self):
		rows = (("Lê Tư", "0906483615"), ("Tổng cộng", None), ("Người lập biểu", "Giám đốc"))
		doc = self.checked(make_import(HEADER, *rows))
		self.assertEqual((doc.total_rows, doc.created, doc.skipped, doc.failed), (3, 1, 2, 0))
		told = api.rows(doc.name, "Skipped")
		self.assertEqual((told[0].row_no, told[0].value), (3, "Tổng cộng"))
		self.assertIn("không phải khách hàng", told[0].reason)
		doc = self.ran(doc)
		self.assertEqual((doc.status, doc.created, doc.skipped), ("Completed", 1, 2))

	def test_a_file_that_is_gone_from_the_disk(self):
		url = upload(workbook(HEADER, ("Lê Tư",)))
		frappe.get_doc("File", {"file_url": url})._delete_file_on_disk()
		doc = frappe.get_doc(doctype="KH Import", import_file=url)
		self.assertRaisesRegex(source.WrongFile, "tải", doc.insert)

	def test_taking_back(self):
		kept = make_customer(customer_name="Lê Tư", phone="0906483615", tax_code="0300588569")
		rows = (
			("Lê Tư", "0906 999 888", "0300588569"),
			("Mới Một", "0912000111", None),
			("Mới Hai", "0912000112", None),
		)
		doc = self.ran(make_import(HEADER, *rows, mode="Create or Update"))
		self.assertEqual((doc.created, doc.updated), (2, 1))
		changed = frappe.get_last_doc(CUSTOMER, {"customer_name": "Mới Hai"})
		changed.description = "Ai đó đã sửa"
		changed.save()
		undo.start(doc)
		doc = done(doc)
		self.assertEqual((doc.status, doc.undone, doc.kept), ("Undone", 2, 1))
		kept.reload()
		self.assertEqual((kept.phone, kept.phone_e164), ("0906483615", "+84906483615"))
		self.assertFalse(frappe.db.exists(CUSTOMER, {"customer_name": "Mới Một"}))
		self.assertTrue(frappe.db.exists(CUSTOMER, changed.name))
		row = api.rows(doc.name, "Created", undone="Kept")[0]
		self.assertEqual((row.customer, bool(row.undo_reason)), (changed.name, True))

	def test_taking_back_what_the_import_itself_changed_again(self):
		rows = (("Lê Tư", "0906483615", "0300588569"), ("Lê Tư B", "0906483615", "0300588569"))
		doc = self.ran(make_import(HEADER, *rows, mode="Create or Update"))
		undo.start(doc)
		doc = done(doc)
		self.assertEqual((doc.undone, doc.kept), (2, 0))
		self.assertFalse(frappe.db.exists(CUSTOMER, {"tax_code": "0300588569"}))

	def test_an_import_runs_once(self):
		doc = self.ran(make_import(HEADER, ("Lê Tư", "0906483615")))
		self.assertRaisesRegex(frappe.ValidationError, "đã chạy", run.start, doc, run.RUNNING)
		doc.mode = "Update"
		self.assertRaisesRegex(frappe.ValidationError, "đã chạy", doc.save)

	def test_a_cancelled_import_stops_before_the_next_rows(self):
		doc = make_import(HEADER, ("Lê Tư", "0906483615"))
		run.start(doc, run.RUNNING)
		run.cancel(doc)
		doc = done(doc)
		self.assertEqual((doc.status, doc.created), ("Cancelled", 0))

	def test_another_content_under_the_same_address_is_refused(self):
		doc = make_import(HEADER, ("Lê Tư", "0906483615"))
		doc.db_set("content_hash", "another")
		run.start(doc, run.CHECKING)
		with self.assertRaises(frappe.ValidationError):
			run.Run(frappe.get_doc("KH Import", doc.name))

	def test_a_file_that_is_none(self):
		for content in (b"", b"PK\x03\x04 damaged", b"<html><table><tr><td>x</td></tr></table></html>"):
			with self.assertRaises(frappe.ValidationError):
				frappe.get_doc(doctype="KH Import", import_file=upload(content + b" ", "a.xls")).insert()

	def test_the_template_is_understood(self):
		from io import BytesIO

		from openpyxl import load_workbook

		api.download_template()
		sheet = load_workbook(BytesIO(frappe.response["filecontent"])).worksheets[0]
		labels = [cell.value for cell in sheet[1]]
		self.assertTrue(labels[0].endswith("(*)"), labels[0])
		doc = make_import(tuple(labels), ("Lê Tư",))
		self.assertEqual(len(json.loads(doc.mapping)["columns"]), len(labels))

	def test_no_label_of_the_template_is_a_formula(self):
		from io import BytesIO

		from openpyxl import load_workbook

		add_field(self, "kh_formula", label="=1+1", fieldtype="Data")
		api.download_template()
		sheet = load_workbook(BytesIO(frappe.response["filecontent"])).worksheets[0]
		[cell] = [cell for cell in sheet[1] if cell.value == "=1+1"]
		self.assertEqual(cell.data_type, "s")

	def test_the_history_of_an_import_goes_with_it(self):
		doc = self.ran(make_import(HEADER, ("Lê Tư", "0906483615")))
		doc.delete()
		self.assertEqual(results.of(doc.name), [])


class TestWorkbook(TestCase):
	def test_sheets_can_be_chosen(self):
		from io import BytesIO

		from openpyxl import load_workbook

		book = load_workbook(BytesIO(workbook(HEADER, ("Một", None))))
		other = book.create_sheet("Hai")
		other.append(HEADER)
		other.append(("Hai", None))
		output = BytesIO()
		book.save(output)
		doc = frappe.get_doc(
			doctype="KH Import", import_file=upload(output.getvalue()), sheet_name="Hai"
		).insert()
		self.assertEqual(api.overview(doc.name)["columns"][0]["samples"], ["Hai"])
		doc.sheet_name = "Sheet"
		doc.save()
		self.assertEqual(api.overview(doc.name)["columns"][0]["samples"], ["Một"])


class TestLanguage(TestCase):
	def test_a_file_in_vietnamese_is_understood_in_any_language(self):
		header = ("Tên khách hàng", "Trạng thái", "Giới tính", "Chủ sở hữu", "Ngày mua gần nhất")
		doc = make_import(header, ("Lê Tư", "Hoạt động", "Nữ", "Administrator", "01/02/2026"))
		run.start(doc, run.RUNNING)
		done(doc)
		customer = frappe.get_last_doc(CUSTOMER, {"customer_name": "Lê Tư"})
		self.assertEqual((customer.status, customer.gender), ("Active", "Female"))


class TestBatches(TestCase):
	def test_many_documents_are_written_in_small_batches(self):
		rows = [(f"Công ty {number}", "Tổ chức", f"Người {number}") for number in range(7)]
		doc = make_import(("Tên khách hàng", "Loại khách", "Người liên hệ"), *rows)
		with patch.object(work, "DOCUMENT_ROWS", 3), patch.object(work, "BATCH_ROWS", 4):
			run.start(doc, run.RUNNING)
			done(doc)
		self.assertEqual((doc.created, doc.total_rows, doc.position), (7, 7, 8))

	def test_defaults_with_markup_are_cleaned_as_in_a_form(self):
		doc = make_import(("Tên khách hàng",), ("Lê Tư",))
		api.set_mapping(doc.name, {"0": "customer_name"}, {}, {"description": "<script>x</script>a < b"})
		doc.reload()
		run.start(doc, run.RUNNING)
		done(doc)
		self.assertNotIn("<script>", frappe.get_last_doc(CUSTOMER, {"customer_name": "Lê Tư"}).description)


class TestFilesOfOthers(TestCase):
	def test_a_row_that_names_a_file_of_somebody_else(self):
		hidden = upload("tệp của người khác".encode(), "bi-mat.txt")
		manager = make_user("manager@import.example", "KH Manager")
		frappe.set_user(manager)
		rows = (("Lê Tư", hidden), ("Lê Năm", upload("của mình".encode(), "cua-minh.txt")))
		doc = make_import(("Tên khách hàng", "image"), *rows)
		for status in (run.CHECKING, run.RUNNING):
			run.start(doc, status)
			done(doc)
			self.assertEqual((doc.created, doc.failed), (1, 1))
			self.assertEqual([row.field_name for row in api.rows(doc.name, "Failed")], ["image"])
		attached = frappe.get_all("File", {"file_url": hidden}, pluck="attached_to_name")
		self.assertEqual(attached, [None])
