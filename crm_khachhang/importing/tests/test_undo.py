"""Taking an import back destroys nobody's work."""

import frappe
from frappe.desk.form.assign_to import add as assign
from frappe.utils import add_to_date, get_datetime, now_datetime

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.care.dates import APPOINTMENT
from crm_khachhang.customers import sales
from crm_khachhang.importing import api, run, undo
from crm_khachhang.importing.tests.files import make_import
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.tests import TestCase, make_customer, make_user
from crm_khachhang.tests.related import make_care, make_contact

CUSTOMER = "KH Customer"
HEADER = ("Tên khách hàng", "Loại khách", "SĐT", "Người liên hệ", "Nhóm KH")


class UndoCase(TestCase):
	def setUp(self):
		super().setUp()
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		self.colleague = make_user("colleague@undo.example", SALES_USER)

	def imported(self, *rows: tuple, **values):
		doc = make_import(HEADER, *rows, **values)
		run.start(doc, run.RUNNING)
		return done(doc)

	def undone(self, doc):
		undo.start(doc)
		return done(doc)

	def customer_of(self, doc, row: int = 2) -> str:
		return frappe.db.get_value("KH Import Row", {"kh_import": doc.name, "row_no": row}, "customer")


class TestWorkOfOthers(UndoCase):
	def assert_stays(self, make, word: str) -> None:
		"""What `make(customer)` adds to an imported customer keeps it, and nothing of it is lost."""
		doc = self.imported(("Công ty Một", "Tổ chức", "0906483615", "Lê Tư"), ("Công ty Hai", "Tổ chức"))
		customer = self.customer_of(doc)
		made = make(customer)
		doc = self.undone(doc)
		self.assertEqual((doc.undone, doc.kept), (1, 1))
		self.assertTrue(frappe.db.exists(made.doctype, made.name))
		self.assertTrue(frappe.db.exists(CUSTOMER, customer))
		self.assertTrue(frappe.db.exists("Contact", {"first_name": "Lê Tư"}))
		self.assertIn(word, api.rows(doc.name, undone="Kept")[0].undo_reason)

	def test_an_appointment(self):
		self.assert_stays(lambda customer: make_care(customer), "Lịch chăm sóc (1)")

	def test_a_contact(self):
		self.assert_stays(lambda customer: make_contact("Người thêm sau", customer), "Liên hệ (1)")

	def test_a_contact_that_was_there_before(self):
		before = make_contact("Có từ trước")

		def link(customer: str):
			before.append("links", {"link_doctype": CUSTOMER, "link_name": customer})
			return before.save()

		self.assert_stays(link, "Liên hệ (1)")

	def test_the_imported_contact_itself(self):
		def change(customer: str):
			contact = frappe.get_doc("Contact", {"first_name": "Lê Tư"})
			contact.append("phone_nos", {"phone": "0912000111"})
			return contact.save()

		self.assert_stays(change, "Liên hệ (1)")

	def test_a_comment(self):
		def comment(customer: str):
			return frappe.get_doc(CUSTOMER, customer).add_comment("Comment", "Khách hẹn gọi lại")

		self.assert_stays(comment, "Bình luận (1)")

	def test_a_file(self):
		def attach(customer: str):
			values = {"attached_to_doctype": CUSTOMER, "attached_to_name": customer, "content": b"hop dong"}
			return frappe.get_doc(doctype="File", file_name="hop-dong.txt", **values).insert()

		self.assert_stays(attach, "Tệp (1)")

	def test_an_assignment(self):
		def give(customer: str):
			assign({"assign_to": [self.colleague], "doctype": CUSTOMER, "name": customer})
			return frappe.get_doc("ToDo", {"reference_name": customer})

		self.assert_stays(give, "(1)")

	def test_a_sale(self):
		def sell(customer: str):
			voucher = {"voucher_type": "User", "voucher_no": "Administrator"}
			sales.record(customer, frappe.utils.today(), 1000000, **voucher)
			return frappe.get_doc("KH Sales Fact", {"customer": customer})

		self.assert_stays(sell, "Phát sinh bán hàng (1)")

	def test_a_customer_that_it_referred(self):
		self.assert_stays(lambda customer: make_customer(referrer_doctype=CUSTOMER, referrer=customer), "(1)")


class TestWorkOfTheApp(UndoCase):
	def made_by_plan(self, customer: str):
		care = make_care(customer)
		frappe.db.set_value(
			APPOINTMENT, care.name, "made_for", f"plan:test:{customer}", update_modified=False
		)
		frappe.db.set_value(APPOINTMENT, care.name, "creation", care.modified, update_modified=False)
		return care

	def test_what_the_app_made_by_itself_goes_along(self):
		doc = self.imported(("Công ty Một", "Tổ chức", "0906483615", "Lê Tư"))
		self.made_by_plan(self.customer_of(doc))
		doc = self.undone(doc)
		self.assertEqual((doc.undone, doc.kept), (1, 0))
		self.assertFalse(frappe.db.exists("Contact", {"first_name": "Lê Tư"}))

	def test_but_not_when_somebody_has_worked_on_it(self):
		doc = self.imported(("Công ty Một", "Tổ chức"))
		care = self.made_by_plan(self.customer_of(doc))
		later = add_to_date(now_datetime(), seconds=5)
		frappe.db.set_value(APPOINTMENT, care.name, {"description": "Đã hẹn"}, modified=later)
		doc = self.undone(doc)
		self.assertEqual((doc.undone, doc.kept), (0, 1))


class TestContactsOfUpdates(UndoCase):
	def updated(self):
		self.customer = make_customer(
			customer_type="Organization", customer_name="Có rồi", phone="0906483615"
		)
		self.before = get_datetime(self.customer.modified)
		row = ("Có rồi", "Tổ chức", "0906483615", "Lê Tư")
		return self.imported(row, mode="Update", match_by="phone")

	def test_the_added_contact_goes(self):
		doc = self.updated()
		self.assertEqual((doc.updated, frappe.db.count("Contact", {"first_name": "Lê Tư"})), (1, 1))
		doc = self.undone(doc)
		self.assertEqual((doc.undone, doc.kept), (1, 0))
		self.assertFalse(frappe.db.exists("Contact", {"first_name": "Lê Tư"}))
		self.customer.reload()
		self.assertEqual((self.customer.primary_contact, self.customer.modified), (None, self.before))

	def test_one_that_somebody_has_changed_stays(self):
		doc = self.updated()
		contact = frappe.get_doc("Contact", {"first_name": "Lê Tư"})
		contact.append("email_ids", {"email_id": "tu@example.com"})
		contact.save()
		doc = self.undone(doc)
		self.assertEqual((doc.undone, doc.kept), (0, 1))
		self.assertTrue(frappe.db.exists("Contact", contact.name))
		self.assertIn("liên hệ", api.rows(doc.name, undone="Kept")[0].undo_reason)

	def test_a_customer_that_was_created_and_then_got_a_contact(self):
		rows = (("Một", "Tổ chức", "0906483615"), ("Một", "Tổ chức", "0906483615", "Lê Tư"))
		doc = self.imported(*rows, mode="Create or Update", match_by="phone")
		self.assertEqual((doc.created, doc.updated), (1, 1))
		doc = self.undone(doc)
		self.assertEqual((doc.undone, doc.kept), (2, 0))
		self.assertFalse(frappe.db.exists(CUSTOMER, {"customer_name": "Một"}))


class TestNamesOfLists(UndoCase):
	def test_those_that_it_added_stay_and_are_told(self):
		doc = self.imported(("Một", None, None, None, "Nhóm vừa thêm"), create_masters=1)
		doc = self.undone(doc)
		self.assertTrue(frappe.db.exists("KH Customer Group", {"group_name": "Nhóm vừa thêm"}))
		self.assertIn("Nhóm vừa thêm", api.state(doc.name)["names_left"])
		doc = self.undone(self.imported(("Hai",), create_masters=1))
		self.assertEqual(api.state(doc.name)["names_left"], "")
