"""What customers owe already, from a file: recorded once, refused with a reason, taken back by reversing entries."""

from io import BytesIO

import frappe
from frappe.utils import add_days, get_datetime, getdate, nowdate
from openpyxl import load_workbook

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.debts import checking
from crm_khachhang.debts.tests import make_debt, make_payment
from crm_khachhang.importing import api, overview, run, template, undo
from crm_khachhang.importing.mapping.headers import Recognizer
from crm_khachhang.importing.mapping.targets import all_targets
from crm_khachhang.importing.tests.files import let_import, make_import
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.tests import TestCase, make_customer, make_user

CUSTOMER, DEBT = "KH Customer", "KH Debt"
HEADER = ("Tên khách hàng", "SĐT", "Nợ cần thu hiện tại", "Hạn thanh toán", "Ngày ghi nợ")
PHONE = "0906483615"
ALL_OF_DEBT = (
	"customer",
	"debt_type",
	"amount",
	"outstanding_amount",
	"posting_date",
	"due_date",
	"docstatus",
)


class OpeningCase(TestCase):
	"""Every test ends with the proof that everything is the sum of the ledger."""

	def setUp(self):
		super().setUp()
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		self.addCleanup(lambda: self.assertEqual(list(checking.differences()), []))

	def imported(self, *rows: tuple, header: tuple = HEADER, **values):
		doc = make_import(header, *rows, **values)
		run.start(doc, run.RUNNING)
		return done(doc)

	def checked(self, *rows: tuple, header: tuple = HEADER, **values):
		doc = make_import(header, *rows, **values)
		run.start(doc, run.CHECKING)
		return done(doc)

	def again(self, *rows: tuple, **values):
		return self.imported(*rows, mode="Create or Update", match_by="phone", **values)

	def undone(self, doc):
		undo.start(doc)
		return done(doc)

	def debts(self) -> list[dict]:
		return frappe.get_all(DEBT, fields=list(ALL_OF_DEBT), order_by="name")

	def owed(self, phone: str = "+84906483615") -> tuple[float, float]:
		return frappe.db.get_value(CUSTOMER, {"phone_e164": phone}, ("total_debt", "overdue_debt"))

	def assert_refused(self, doc, field: str, *words: str) -> None:
		self.assertEqual((doc.created, doc.updated, doc.failed), (0, 0, 1), api.rows(doc.name))
		[row] = api.rows(doc.name, "Failed")
		self.assertEqual(row.field_name, f"opening_debt.{field}")
		for word in words:
			self.assertIn(word, row.reason)
		self.assertTrue(row.labels[row.field_name].startswith("Nợ đầu kỳ"))


class TestRecording(OpeningCase):
	def test_an_amount_makes_a_submitted_debt(self):
		due, posted = add_days(nowdate(), 10), add_days(nowdate(), -5)
		doc = self.imported(("Lê Tư", PHONE, "5.000.000 đ", getdate(due), getdate(posted)))
		self.assertEqual((doc.status, doc.created), ("Completed", 1))
		[row] = api.rows(doc.name)
		debt = frappe.get_doc(DEBT, row.debt)
		self.assertEqual((debt.debt_type, debt.docstatus, debt.status), ("Opening", 1, "Unpaid"))
		self.assertEqual((debt.amount, debt.outstanding_amount, debt.customer), (5e6, 5e6, row.customer))
		self.assertEqual((str(debt.posting_date), str(debt.due_date)), (posted, due))
		self.assertEqual((self.owed(), row.opening_amount), ((5e6, 0), 5e6))
		entries = frappe.get_all("KH Debt Ledger Entry", {"voucher_no": debt.name}, ["amount", "customer"])
		self.assertEqual(entries, [{"amount": 5e6, "customer": row.customer}])
		standing = api.state(doc.name)["openings"]["standing"]
		self.assertEqual((standing["count"], standing["amount"]), (1, 5e6))

	def test_nothing_and_zero_record_nothing(self):
		rows = [(f"Khách {number}", None, cell) for number, cell in enumerate((None, 0, "0", "-", "  "))]
		doc = self.imported(*rows)
		self.assertEqual((doc.created, doc.failed, self.debts()), (5, 0, []))
		self.assertEqual(api.state(doc.name)["openings"], {})

	def test_days_without_an_amount_say_nothing(self):
		doc = self.imported(("Lê Tư", PHONE, None, getdate("1999-01-01"), getdate("2999-01-01")))
		self.assertEqual((doc.created, self.debts()), (1, []))
		header = ("Tên khách hàng", "Hạn thanh toán")
		doc = self.imported(("Khách khác", 30), header=header)
		self.assertEqual((doc.created, doc.failed), (1, 0), "without amounts it may be a number of days")

	def test_a_debt_that_was_due_before_today_is_of_that_day(self):
		due = add_days(nowdate(), -40)
		self.imported(("Lê Tư", PHONE, 700, getdate(due)))
		[debt] = self.debts()
		self.assertEqual((str(debt.posting_date), str(debt.due_date)), (due, due))
		self.assertEqual(self.owed(), (700, 700))

	def test_without_a_due_date_the_payment_days_say_it(self):
		group = frappe.get_doc(
			doctype="KH Customer Group", group_name="Nhóm bảy ngày", payment_days=7
		).insert()
		header = ("Tên khách hàng", "Số ngày được nợ", "Nhóm KH", "Công nợ")
		self.imported(
			("Một", 15, None, 1), ("Hai", None, group.group_name, 2), ("Ba", None, None, 3), header=header
		)
		days = {debt.amount: (debt.due_date - debt.posting_date).days for debt in self.debts()}
		self.assertEqual((days[1], days[2]), (15, 7))
		self.assertEqual(days[3], frappe.db.get_single_value("KH Settings", "payment_days") or 0)

	def test_one_day_for_all_rows(self):
		doc = make_import(HEADER[:3], ("Lê Tư", PHONE, 5))
		columns = {"0": "customer_name", "1": "phone", "2": "opening_debt.amount"}
		api.set_mapping(doc.name, columns, {}, {"opening_debt.posting_date": "01/01/2026"})
		doc.reload()
		run.start(doc, run.RUNNING)
		self.assertEqual(done(doc).created, 1)
		self.assertEqual(str(self.debts()[0].posting_date), "2026-01-01")
		with self.assertRaisesRegex(frappe.ValidationError, "giá trị mặc định"):
			api.set_mapping(make_import(HEADER, ("A",)).name, columns, {}, {"opening_debt.amount": 5})

	def test_a_customer_with_a_contact(self):
		header = (*HEADER[:3], "Người liên hệ", "Loại khách")
		doc = self.imported(("Công ty Một", PHONE, 5000, "Trần Bình", "Tổ chức"), header=header)
		self.assertEqual((doc.created, self.owed()), (1, (5000, 0)))
		self.assertEqual(api.rows(doc.name)[0].debt, frappe.db.get_value(DEBT, {"amount": 5000}))

	def test_a_customer_that_is_there_and_does_not_change_else(self):
		customer = make_customer(customer_name="Lê Tư", phone=PHONE)
		doc = self.again(("Lê Tư", PHONE, 900))
		self.assertEqual((doc.updated, doc.skipped, self.owed()), (1, 0, (900, 0)))
		self.assertEqual(
			frappe.db.get_value(CUSTOMER, customer.name, "modified"), get_datetime(customer.modified)
		)

	def test_a_check_tells_and_writes_nothing(self):
		doc = self.checked(("Lê Tư", PHONE, 900), ("Lê Năm", None, 100.4), ("Lê Sáu", None, -1))
		to_come = api.state(doc.name)["openings"]["to_come"]
		self.assertEqual((to_come["count"], to_come["amount"], self.debts()), (2, 1000, []))
		self.assertEqual([row.opening_amount for row in api.rows(doc.name)], [900, 100, 0])

	def test_a_command_does_the_same(self):
		from pathlib import Path
		from tempfile import TemporaryDirectory

		from crm_khachhang.importing.command import import_file
		from crm_khachhang.importing.tests.files import workbook

		with TemporaryDirectory() as folder:
			file = Path(folder) / "khach.xlsx"
			file.write_bytes(workbook(HEADER, ("Lê Tư", PHONE, 900), ("Lê Năm", None, "nhiều")))
			for dry_run in (True, False):
				report = import_file(file, dry_run=dry_run)
				self.assertEqual((report["created"], report["failed"]), (1, 1))
				self.assertEqual(report["errors"][0]["field"], "opening_debt.amount")
		self.assertEqual((len(self.debts()), self.owed()), (1, (900, 0)))


class TestRefusing(OpeningCase):
	"""The reason is in the row, of a check and of a run, and nothing of the row is saved."""

	def refuse(self, row: tuple, field: str, *words: str) -> None:
		before = frappe.db.count(CUSTOMER)
		for look in (self.checked, self.imported):
			self.assert_refused(look(("Lê Tư", PHONE, *row)), field, *words)
		self.assertEqual((frappe.db.count(CUSTOMER), self.debts()), (before, []))

	def test_what_is_no_amount(self):
		self.refuse(("nhiều",), "amount", "Không phải số")

	def test_too_large(self):
		self.refuse((10**12,), "amount", "1.000 tỷ")

	def test_credit(self):
		self.refuse((-5,), "amount", "dư tiền", "phiếu thu")

	def test_due_before_posting(self):
		today = getdate()
		self.refuse((5, getdate(add_days(today, -3)), today), "due_date", "không thể trước")

	def test_posted_in_future(self):
		self.refuse((5, None, getdate(add_days(nowdate(), 1))), "posting_date", "tương lai")

	def test_no_date(self):
		self.refuse((5, "mai"), "due_date", "Không phải ngày")

	def test_closed_books(self):
		frappe.db.set_single_value("KH Settings", "debts_locked_until", add_days(nowdate(), -10))
		frappe.clear_document_cache("KH Settings", "KH Settings")
		self.addCleanup(frappe.clear_document_cache, "KH Settings", "KH Settings")
		self.refuse((5, None, getdate(add_days(nowdate(), -10))), "posting_date", "Sổ đã khóa")
		self.refuse((5, getdate(add_days(nowdate(), -20))), "posting_date", "Sổ đã khóa")

	def test_more_than_the_total_can_say(self):
		customer = make_customer(customer_name="Lê Tư", phone=PHONE).name
		make_debt(customer, amount=10**12 - 1)
		self.assert_refused(self.again(("Lê Tư", PHONE, 5)), "amount", "1.000 tỷ")

	def test_all_that_is_wrong_is_told(self):
		doc = self.checked(("Lê Tư", "12", -5, None, getdate("2999-01-01")))
		fields = [problem["fieldname"] for problem in api.rows(doc.name)[0].problems]
		self.assertCountEqual(fields, ["phone", "opening_debt.amount", "opening_debt.posting_date"])


class TestAgain(OpeningCase):
	"""A file that is imported again doubles nothing."""

	def test_the_same_amount_is_not_recorded_again(self):
		self.imported(("Lê Tư", PHONE, 900))
		[name] = frappe.get_all(DEBT, pluck="name")
		doc = self.again(("Lê Tư", PHONE, 900))
		self.assertEqual((doc.skipped, doc.failed, len(self.debts()), self.owed()), (1, 0, 1, (900, 0)))
		self.assertIn(name, api.rows(doc.name)[0].reason)
		doc = self.again(("Lê Tư mới", PHONE, 900))
		self.assertEqual((doc.updated, len(self.debts())), (1, 1))

	def test_another_amount_is_refused(self):
		self.imported(("Lê Tư", PHONE, 900))
		doc = self.again(("Lê Tư mới", PHONE, 800))
		self.assert_refused(doc, "amount", "900", "hủy")
		self.assertEqual((len(self.debts()), self.owed()), (1, (900, 0)))
		self.assertFalse(frappe.db.exists(CUSTOMER, {"customer_name": "Lê Tư mới"}))

	def test_several_that_people_recorded_are_compared_together(self):
		customer = make_customer(customer_name="Lê Tư", phone=PHONE).name
		for amount in (300, 600):
			make_debt(customer, amount=amount, debt_type="Opening")
		self.assertEqual(self.again(("Lê Tư", PHONE, 900)).skipped, 1)
		self.assertEqual(self.again(("Lê Tư", PHONE, 600)).failed, 1)

	def test_after_a_cancellation_the_right_amount_is_recorded(self):
		doc = self.imported(("Lê Tư", PHONE, 900))
		frappe.get_doc(DEBT, api.rows(doc.name)[0].debt).cancel()
		self.assertEqual(self.again(("Lê Tư", PHONE, 800)).updated, 1)
		self.assertEqual(self.owed(), (800, 0))

	def test_other_debts_do_not_count(self):
		customer = make_customer(customer_name="Lê Tư", phone=PHONE).name
		make_debt(customer, amount=900)
		self.assertEqual(self.again(("Lê Tư", PHONE, 900)).updated, 1)
		self.assertEqual(self.owed(), (1800, 0))

	def test_twice_in_one_file(self):
		for first, second, outcome in ((900, 900, "Skipped"), (900, 800, "Failed")):
			rows = (("Lê Tư", PHONE, first), ("Lê Tư", PHONE, second))
			for look in (self.checked, self.imported):
				frappe.db.savepoint("twice")
				doc = look(*rows, mode="Create or Update", match_by="phone")
				found = [row.outcome for row in api.rows(doc.name)]
				if look == self.imported:
					self.assertEqual((found, self.owed()), (["Created", outcome], (900, 0)))
				frappe.db.rollback(save_point="twice")
			self.assertEqual(self.debts(), [])

	def test_a_check_knows_earlier_rows(self):
		rows = (("Lê Tư", PHONE, 900), ("Lê Tư", PHONE, 800))
		doc = self.checked(*rows, mode="Create or Update", match_by="phone")
		self.assertEqual((doc.created, doc.failed), (1, 1))
		self.assertIn("dòng 2", api.rows(doc.name, "Failed")[0].reason)
		make_customer(customer_name="Lê Tư", phone=PHONE)
		doc = self.checked(*rows, mode="Create or Update", match_by="phone")
		self.assertEqual((doc.updated, doc.failed), (1, 1))


class TestUndo(OpeningCase):
	def test_the_debt_is_cancelled_and_the_customer_stays(self):
		doc = self.imported(("Lê Tư", PHONE, 900), ("Không nợ", None))
		doc = self.undone(doc)
		self.assertEqual((doc.undone, doc.kept, self.owed()), (1, 1, (0, 0)))
		[debt] = self.debts()
		self.assertEqual((debt.docstatus, debt.outstanding_amount), (2, 0))
		self.assertEqual(frappe.db.count("KH Debt Ledger Entry", {"customer": debt.customer}), 2)
		[row] = api.rows(doc.name, undone="Kept")
		self.assertIn("bút toán đảo", row.undo_reason)
		self.assertIn("sổ công nợ", row.undo_reason)
		self.assertEqual(api.state(doc.name)["openings"]["cancelled"]["count"], 1)

	def test_an_update_is_taken_back_with_its_debt(self):
		make_customer(customer_name="Lê Tư", phone=PHONE)
		doc = self.undone(self.again(("Lê Tư mới", PHONE, 900)))
		self.assertEqual((doc.undone, doc.kept, self.owed()), (1, 0, (0, 0)))
		self.assertTrue(frappe.db.exists(CUSTOMER, {"customer_name": "Lê Tư"}))

	def test_one_of_which_something_is_paid_stays(self):
		doc = self.imported(("Lê Tư", PHONE, 900))
		payment = make_payment(self.debts()[0].customer, amount=100)
		doc = self.undone(doc)
		self.assertEqual((doc.undone, doc.kept, self.owed()), (0, 1, (800, 0)))
		self.assertIn(payment.name, api.rows(doc.name)[0].undo_reason)

	def test_one_of_a_closed_period_stays(self):
		doc = self.imported(("Lê Tư", PHONE, 900, None, getdate("2026-01-05")))
		frappe.db.set_single_value("KH Settings", "debts_locked_until", "2026-01-31")
		frappe.clear_document_cache("KH Settings", "KH Settings")
		self.addCleanup(frappe.clear_document_cache, "KH Settings", "KH Settings")
		doc = self.undone(doc)
		self.assertEqual((doc.kept, self.owed()), (1, (900, 900)))
		self.assertIn("Sổ đã khóa", api.rows(doc.name)[0].undo_reason)

	def test_where_somebody_changed_the_customer_the_debt_goes_all_the_same(self):
		make_customer(customer_name="Lê Tư", phone=PHONE)
		doc = self.again(("Lê Tư mới", PHONE, 900))
		customer = frappe.get_doc(CUSTOMER, {"customer_name": "Lê Tư mới"})
		customer.db_set("description", "Ghi thêm")
		doc = self.undone(doc)
		self.assertEqual((doc.kept, self.owed()), (1, (0, 0)))
		self.assertIn("bút toán đảo", api.rows(doc.name)[0].undo_reason)

	def test_one_that_somebody_cancelled_is_left_alone(self):
		doc = self.imported(("Lê Tư", PHONE, 900))
		frappe.get_doc(DEBT, api.rows(doc.name)[0].debt).cancel()
		doc = self.undone(doc)
		self.assertEqual((doc.kept, len(frappe.get_all("KH Debt Ledger Entry"))), (1, 2))

	def test_imported_anew_after_it_was_taken_back(self):
		self.undone(self.imported(("Lê Tư", PHONE, 900)))
		self.assertEqual(self.again(("Lê Tư", PHONE, 950)).updated, 1)
		self.assertEqual((self.owed(), frappe.db.count(CUSTOMER, {"phone": PHONE})), ((950, 0), 1))


class TestTemplate(OpeningCase):
	def test_its_columns_are_the_last_and_are_recognised(self):
		sheet = load_workbook(BytesIO(template.workbook())).active
		cells = list(sheet[1])[-3:]
		labels = ["Nợ đầu kỳ", "Nợ đầu kỳ: Hạn thanh toán", "Nợ đầu kỳ: Ngày hạch toán"]
		self.assertEqual([cell.value for cell in cells], labels)
		self.assertIn("để trống hoặc 0", cells[0].comment.text.lower())
		found = Recognizer(all_targets()).columns([cell.value for cell in sheet[1]])
		fields = ["opening_debt.amount", "opening_debt.due_date", "opening_debt.posting_date"]
		self.assertEqual(list(found.values())[-3:], fields)


class TestRights(OpeningCase):
	def test_who_may_not_record_debts(self):
		let_import(self, SALES_USER)
		frappe.set_user(make_user("seller@opening.example", SALES_USER))
		frappe.local.lang = "vi"
		doc = make_import(HEADER, ("Lê Tư", PHONE, 900), ("Lê Năm", None, 0))
		[target] = [one for one in overview.of(doc)["targets"] if one["value"] == "opening_debt.amount"]
		self.assertIn("kế toán", target["closed"])
		run.start(doc, run.RUNNING)
		self.assertEqual((done(doc).created, self.debts()), (2, []))
		told = [row.reason or "" for row in api.rows(doc.name)]
		self.assertIn("kế toán", told[0])
		self.assertEqual(told[1], "")
		self.assertNotIn(b"opening", template.workbook())

	def test_rights_that_are_lost_meanwhile(self):
		user = make_user("manager@opening.example", MANAGER)
		frappe.set_user(user)
		doc = make_import(HEADER, ("Lê Tư", PHONE, 900))
		frappe.set_user("Administrator")
		frappe.permissions.add_permission(DEBT, MANAGER, 0)
		frappe.permissions.update_permission_property(DEBT, MANAGER, 0, "submit", 0, validate=False)
		frappe.clear_cache(doctype=DEBT)
		self.addCleanup(frappe.clear_cache, doctype=DEBT)
		frappe.set_user(user)
		run.start(doc, run.RUNNING)
		self.assertEqual((done(doc).created, self.debts()), (1, []))

	def test_who_sees_some_customers_records_debts_of_those(self):
		let_import(self, SALES_USER)
		frappe.permissions.add_permission(DEBT, SALES_USER, 0)
		for right in ("create", "submit", "write"):
			frappe.permissions.update_permission_property(DEBT, SALES_USER, 0, right, 1, validate=False)
		frappe.clear_cache(doctype=DEBT)
		self.addCleanup(frappe.clear_cache, doctype=DEBT)
		frappe.set_user(make_user("seller@opening.example", SALES_USER))
		frappe.local.lang = "vi"
		self.assertEqual(self.imported(("Lê Tư", PHONE, 900)).created, 1)
		frappe.set_user("Administrator")
		self.assertEqual(self.owed(), (900, 0))


class TestRulesOfTheSite(OpeningCase):
	def test_a_debt_that_a_document_refuses_takes_its_customer_along(self):
		frappe.make_property_setter(
			{
				"doctype": DEBT,
				"fieldname": "description",
				"property": "reqd",
				"value": 1,
				"property_type": "Check",
			}
		)
		frappe.clear_cache(doctype=DEBT)
		self.addCleanup(frappe.clear_cache, doctype=DEBT)
		doc = self.imported(("Lê Tư", PHONE, 900), ("Không nợ", None))
		self.assertEqual((doc.created, doc.failed, self.debts()), (1, 1, []))
		self.assertIsNone(self.owed())
