"""Who may import, and what an import gives away.

Kinh doanh (leader)      manager: KH Manager
├── Đội Một: mine        owns "Khách của tôi"
└── Đội Hai: theirs      owns "Khách của họ", which `mine` must not learn of
"""

import frappe

from crm_khachhang.access.roles import ACCOUNTANT, MANAGER, SALES_USER, VIEWER
from crm_khachhang.importing import api, run, undo
from crm_khachhang.importing.planning import reasons
from crm_khachhang.importing.tests.files import let_import, make_import, upload, workbook
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.tests import NOT_PERMITTED, TestCase, make_customer, make_user

CUSTOMER = "KH Customer"
HEADER = ("Mã KH", "Tên khách hàng", "SĐT", "MST", "Người giới thiệu", "Loại người giới thiệu")
MINE, THEIRS = "mine@import.example", "theirs@import.example"


class TestRights(TestCase):
	def setUp(self):
		super().setUp()
		self.manager = make_user("manager@import.example", MANAGER)
		for user in (MINE, THEIRS):
			make_user(user, SALES_USER)
		self.own = make_customer(
			customer_code="TOI-1", customer_name="Khách của tôi", phone="0906483615", account_manager=MINE
		)
		self.hidden = make_customer(
			customer_code="HO-1",
			customer_name="Khách của họ",
			phone="0912000111",
			tax_code="0300588569",
			account_manager=THEIRS,
		)

	def let_sales_import(self) -> None:
		let_import(self, SALES_USER)

	def imported(self, *rows, **values):
		doc = make_import(HEADER, *rows, **values)
		run.start(doc, run.RUNNING)
		return done(doc)

	def test_who_has_no_import_right_is_refused_everywhere(self):
		doc = make_import(HEADER, ("", "Lê Tư"))
		for user, role in ((MINE, SALES_USER), ("ketoan@import.example", ACCOUNTANT)):
			make_user(user, role)
			frappe.set_user(user)
			with self.assertRaises(NOT_PERMITTED):
				make_import(HEADER, ("", "Lê Tư"))
			for endpoint in (
				api.overview,
				api.check,
				api.start,
				api.take_back,
				api.cancel,
				api.state,
				api.rows,
				api.set_mapping,
				api.unknown_values,
			):
				self.assertRaises(NOT_PERMITTED, endpoint, doc.name)
			self.assertRaises(NOT_PERMITTED, api.download_template)
			self.assertRaises(NOT_PERMITTED, api.download_refused, doc.name)
			self.assertEqual(frappe.get_list("KH Import"), [])

	def test_imports_of_others_are_not_seen(self):
		self.let_sales_import()
		frappe.set_user(THEIRS)
		doc = make_import(HEADER, ("", "Lê Tư"))
		frappe.set_user(MINE)
		self.assertEqual(frappe.get_list("KH Import"), [])
		self.assertRaises(NOT_PERMITTED, api.overview, doc.name)
		self.assertFalse(frappe.has_permission("KH Import", doc=doc))
		frappe.set_user(self.manager)
		self.assertEqual(api.overview(doc.name)["columns"][1]["samples"], ["Lê Tư"])

	def test_a_file_of_somebody_else_is_not_read(self):
		self.let_sales_import()
		frappe.set_user(THEIRS)
		url = upload(workbook(HEADER, ("", "Bí mật")))
		frappe.set_user(MINE)
		with self.assertRaisesRegex(frappe.ValidationError, "not yours to read"):
			frappe.get_doc(doctype="KH Import", import_file=url).insert()

	def test_hidden_customers_are_neither_found_nor_changed(self):
		self.let_sales_import()
		frappe.set_user(MINE)
		for match_by, row in (
			("code", ("HO-1", "Đổi tên", "", "")),
			("phone", ("", "Đổi tên", "0912000111", "")),
			("tax_code", ("", "Đổi tên", "", "0300588569")),
		):
			doc = self.imported(row, mode="Update", match_by=match_by)
			told = api.rows(doc.name)[0]
			self.assertEqual((told.outcome, told.customer), ("Failed", None))
			self.assertNotIn("Khách của họ", told.reason)
		self.hidden.reload()
		self.assertEqual(self.hidden.customer_name, "Khách của họ")

	def test_a_duplicate_of_a_hidden_customer_says_no_more_than_a_form(self):
		self.let_sales_import()
		frappe.set_user(MINE)
		doc = self.imported(("", "Vinamilk", "", "0300588569"))
		told = api.rows(doc.name)[0]
		self.assertEqual(told.outcome, "Failed")
		self.assertNotIn("Khách của họ", told.reason)
		self.assertNotIn("HO-1", told.reason)

	def test_a_hidden_referrer_is_no_referrer(self):
		self.let_sales_import()
		frappe.set_user(MINE)
		told = [
			api.rows(self.imported(("", "Lê Tư", "", "", referrer, "KH Customer")).name)[0]
			for referrer in ("HO-1", "Khách của họ", "Không có ai")
		]
		self.assertEqual({(row.outcome, row.field_name) for row in told}, {("Failed", "referrer")})
		self.assertEqual(len({row.reason for row in told}), 1, told)
		doc = self.imported(("", "Lê Tư", "", "", "TOI-1", "KH Customer"))
		self.assertEqual(doc.created, 1)

	def test_whose_role_may_only_read_changes_and_creates_nothing(self):
		let_import(self, VIEWER)
		viewer = make_user("viewer@import.example", VIEWER)
		frappe.share.add(CUSTOMER, self.own.name, viewer, read=1)
		frappe.set_user(viewer)
		for row, mode in ((("TOI-1", "Đổi tên"), "Update"), (("", "Lê Tư"), "Create")):
			with self.assertRaisesRegex(frappe.ValidationError, "No column"):
				self.imported(row, mode=mode)

	def set_right(self, role: str, right: str, value: int) -> None:
		frappe.permissions.update_permission_property(CUSTOMER, role, 0, right, value, validate=False)
		frappe.clear_cache(doctype=CUSTOMER)

	def test_whose_role_creates_nothing_is_refused_row_by_row(self):
		self.let_sales_import()
		self.set_right(SALES_USER, "create", 0)
		frappe.set_user(MINE)
		doc = self.imported(("", "Lê Tư"))
		self.assertEqual([row.reason for row in api.rows(doc.name)], [reasons.MAY_NOT_CREATE])

	def test_a_customer_that_one_may_only_read_is_not_changed(self):
		"""A company whose sales people change only what they have made themselves."""
		let_import(self, VIEWER)
		self.set_right(SALES_USER, "if_owner", 1)
		make_user(MINE, SALES_USER, VIEWER)
		frappe.set_user(MINE)
		doc = self.imported(("TOI-1", "Đổi tên"), mode="Update", match_by="code")
		self.assertEqual([row.reason for row in api.rows(doc.name)], [reasons.MAY_NOT_WRITE])
		self.own.reload()
		self.assertEqual(self.own.customer_name, "Khách của tôi")

	def test_own_customers_are_changed(self):
		self.let_sales_import()
		frappe.set_user(MINE)
		doc = self.imported(("TOI-1", "Tên mới", "", ""), mode="Update")
		self.assertEqual(doc.updated, 1)

	def test_what_may_not_be_deleted_is_not_taken_back(self):
		self.let_sales_import()
		frappe.set_user(MINE)
		doc = self.imported(("", "Lê Tư", "0933000111", ""))
		undo.start(doc)
		doc = done(doc)
		self.assertEqual((doc.undone, doc.kept), (0, 1))
		self.assertTrue(frappe.db.exists(CUSTOMER, {"phone_e164": "+84933000111"}))

	def test_the_file_stays_private(self):
		doc = make_import(HEADER, ("", "Lê Tư"))
		file = frappe.get_doc("File", {"file_url": doc.import_file})
		self.assertTrue(file.is_private)
		frappe.set_user(MINE)
		self.assertFalse(file.has_permission("read"))
