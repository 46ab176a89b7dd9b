"""The fast path against the document API: the same rows in, the same rows in the database, the same refusals."""

import json

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_khachhang.access.roles import SALES_USER, VIEWER
from crm_khachhang.customers import codes
from crm_khachhang.customers.contacts import people
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.importing.mapping.given import Interpreter
from crm_khachhang.importing.options import BOTH, CREATE
from crm_khachhang.importing.planning.rows import CREATE as CREATED
from crm_khachhang.importing.planning.rows import REFUSE, SKIP
from crm_khachhang.importing.planning.rows import UPDATE as UPDATED
from crm_khachhang.importing.tests.rows import Rows, import_rows, mapped
from crm_khachhang.importing.writing import custom_logic
from crm_khachhang.tests import TestCase, make_customer, make_user

CUSTOMER = "KH Customer"
HEADER = [
	*("Mã KH", "Tên khách hàng", "Loại khách", "Điện thoại", "Điện thoại khác", "Email", "MST", "Ngày sinh"),
	*(
		"Trạng thái",
		"Nhóm KH",
		"Website",
		"Hạn mức công nợ",
		"Số ngày được nợ",
		"Tỉnh/Thành phố",
		"Ghi chú",
		"CCCD",
	),
	*("Người giới thiệu", "Loại người giới thiệu", "Chủ sở hữu", "Hạng", "Số riêng"),
	*("Người liên hệ", "SĐT người liên hệ"),
]
OWNER, TIER, WORD = "owner@truth.example", "Hạng thử", "Nhóm theo lời"
CUSTOM = "kh_truth"
# Of a customer that is there: saved, whether anything changed or not.
WRITTEN = "Written"
NOT_COMPARED = ("creation", "modified")

CODES = st.sampled_from(
	(None, None, None, None, "KH-A1", "kh-a1", "KH-Á1", "B 2", "a/../b", "new-1", 77, "x" * 141)
)
NAMES = st.sampled_from(
	(
		"Công ty TNHH An Phát",
		"CTCP An Phát",
		"Nguyễn Văn Ba",
		" Lê  Thị\u00a0Tư ",
		"Bán",
		"Bạn",
		"",
		None,
		"<b>x</b>",
		12,
		"x" * 150,
	)
)
PHONES = st.sampled_from(
	(
		None,
		"0906483615",
		906483615,
		"+84 906 483 615",
		"028 3822 9999",
		"123",
		"không có",
		"0906483615 / 0912345678",
		"+1 202 555 0143",
	)
)
EMAILS = st.sampled_from((None, "a@example.com", "A@Example.com ", "không-phải", "a@b.vn,c@d.vn"))
TAX_CODES = st.sampled_from(
	(None, None, "0300588569", "0100109106", 300588569, "0100109106-001", "0300588560", "123")
)
DAYS = st.sampled_from((None, "21/08/1983", "31/02/1990", "1990-12-31", "01/01/1890", "01/01/2999", "5/6/70"))
ROW = st.tuples(
	CODES,
	NAMES,
	st.sampled_from((None, "Cá nhân", "Tổ chức", "Doanh nghiệp", "Hội")),
	PHONES,
	PHONES,
	EMAILS,
	TAX_CODES,
	DAYS,
	st.sampled_from((None, "Prospect", "Tiềm năng", "Hoạt động", "???")),
	st.sampled_from((None, "KH VIP", "kh vip", WORD, "Không có nhóm này")),
	st.sampled_from((None, "shop.vn", "https://shop.vn", "javascript:alert(1)", "có dấu cách")),
	st.sampled_from((None, 1000000, "1.500.000", "1,5", "-5", "nhiều", 10**14)),
	st.sampled_from((None, 30, "30", "1,5", 10**12)),
	st.sampled_from((None, "Hà Nội", "Bình Dương", "TP HCM", "Tỉnh Atlantis")),
	st.sampled_from((None, "=1+1", "dòng 1\ndòng 2", "<script>x</script>", 5, "a < b", "ộ" * 21_846)),
	st.sampled_from((None, "001090012345", 1090012345, "x" * 40)),
	st.sampled_from((None, None, "KH-A1", "Không có ai")),
	st.sampled_from((None, "KH Customer", "Đối tác", "Nhân viên")),
	st.sampled_from((None, None, OWNER, "ketoan@truth.example", "không có@truth.example")),
	st.sampled_from((None, None, TIER, "Hạng lạ")),
	st.sampled_from((None, 5, "6", "bảy")),
	st.sampled_from((None, None, None, "Trần Bình", "<b>")),
	st.sampled_from((None, None, "0912000222", "12")),
)


class TestSameTruth(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		# A column of the table: the database commits it.
		custom = {"fieldname": CUSTOM, "fieldtype": "Int", "label": "Số riêng", "insert_after": "description"}
		create_custom_fields({CUSTOMER: [custom]}, ignore_validate=True)
		cls.addClassCleanup(cls.remove_column)

	@classmethod
	def remove_column(cls):
		frappe.db.rollback()
		frappe.delete_doc("Custom Field", f"{CUSTOMER}-{CUSTOM}")
		frappe.db.sql_ddl(f"alter table `tab{CUSTOMER}` drop column {CUSTOM}")
		frappe.clear_cache(doctype=CUSTOMER)

	def setUp(self):
		super().setUp()
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		if not frappe.db.exists("KH Customer Group", {"group_name": "KH VIP"}):
			frappe.get_doc(doctype="KH Customer Group", group_name="KH VIP").insert()
		group = frappe.get_doc(doctype="KH Customer Group", group_name="Nhóm của lời").insert()
		source = frappe.get_doc(doctype="KH Customer Source", source_name="Nguồn mặc định").insert()
		frappe.get_doc(doctype="KH Customer Tier", tier_name=TIER, rank=77).insert()
		make_user(OWNER, SALES_USER)
		make_user("ketoan@truth.example", VIEWER)
		self.mapping = mapped(HEADER).mapping
		self.mapping.values = {"customer_group": {WORD: group.name}, "status": {"???": "Inactive"}}
		self.mapping.defaults = {"source": source.name, "payment_days": 15, CUSTOM: 9}
		self.assertEqual(len(self.mapping.columns), len(HEADER))
		self.assertEqual(custom_logic.reasons(), [], "this test is of the fast path")

	@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
	@given(st.lists(ROW, min_size=1, max_size=8))
	def test_creating(self, rows):
		self.compare(rows, CREATE, ())

	@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
	@given(st.lists(ROW, min_size=1, max_size=8))
	def test_updating(self, rows):
		self.compare(rows, BOTH, ("code", "tax_code"))

	def compare(self, rows: list[tuple], mode: str, match_by: tuple) -> None:
		options = {"mode": mode, "match_by": match_by, "mapping": self.mapping}
		fast = self.undone(lambda: self.outcome(import_rows(HEADER, *rows, **options)))
		truth = self.undone(lambda: self.through_documents(rows, options))
		for one, other in zip(fast["rows"], truth["rows"], strict=True):
			self.assertEqual(one[:2], other[:2], (rows[one[0] - 2], one, other))
			self.compare_reasons(one[2], other[2:], rows[one[0] - 2])
		for what in ("customers", "words", "versions", "contacts", "counters"):
			self.assertEqual(fast[what], truth[what], what)
		dry = self.undone(lambda: self.outcome(import_rows(HEADER, *rows, dry=True, **options)))
		self.assertEqual([row[:2] for row in dry["rows"]], [row[:2] for row in fast["rows"]], rows)

	def compare_reasons(self, problems: list[tuple], refused: tuple, row: tuple) -> None:
		"""What refused the document is among what the import tells; where a rule of ours did, in the same words."""
		field, reason = refused
		if field:
			self.assertIn(field, [name for name, _told in problems], row)
		if reason:
			told = " ".join(told for name, told in problems if name == field)
			self.assertIn(plain(reason), told, row)

	def undone(self, work):
		"""Do it from the same beginning, and leave nothing behind."""
		frappe.db.savepoint("same_truth")
		try:
			make_customer(
				customer_code="KH-A1", customer_name="Khách cũ", tax_code="0100109106", phone="0912000111"
			)
			return work()
		finally:
			frappe.db.rollback(save_point="same_truth")

	def through_documents(self, rows: list[tuple], options: dict) -> dict:
		"""What the document API makes of the rows, one by one."""
		interpreter = Interpreter(mapped(HEADER, **options), dry=False)
		outcomes = []
		for row in Rows(HEADER, rows).rows():
			given_row = interpreter.read(row)
			outcomes.append(self.save(given_row, options["match_by"]))
		return self.snapshot(outcomes)

	def save(self, row, match_by: tuple) -> tuple:
		if row.problems:
			return (row.number, REFUSE, row.problems[0].fieldname, row.problems[0].reason)
		name = self.match(row.values) if match_by else None
		customer = frappe.get_doc(CUSTOMER, name) if name else frappe.get_doc({"doctype": CUSTOMER})
		values = {**row.values} if name else {**self.mapping.defaults, **row.values}
		code = values.pop("customer_code", None) if name else None
		if code and codes.same_key(str(code)) != codes.same_key(name):  # a rule of imports alone
			return (row.number, REFUSE, "customer_code", "")
		customer.update(values)
		frappe.db.savepoint("one_row")
		try:
			customer.save(ignore_version=False)  # which a test leaves out else
			if row.person:
				self.save_person(customer, row.person)
		except REFUSALS:
			frappe.db.rollback(save_point="one_row")
			return (row.number, REFUSE, *(customer.flags.refused or ("", "")))
		finally:
			frappe.clear_messages()
		return (row.number, WRITTEN if name else CREATED, "", "")

	def save_person(self, customer, person: dict) -> None:
		person = {"full_name": customer.customer_name, **person}
		there = [known["full_name"].casefold() for known in people.of(customer.name)]
		if str(person["full_name"]).casefold() not in there:
			people.add(customer.name, {**person, "is_primary": int(not there)})

	def match(self, values: dict) -> str | None:
		from crm_khachhang.importing.planning import matching
		from crm_khachhang.importing.planning.rows import Given

		found = matching.find([Given(1, values=values)], ("code", "tax_code")).get(1)
		return found if isinstance(found, str) else None

	def outcome(self, plans: list) -> dict:
		rows = []
		for plan in plans:
			action = WRITTEN if plan.action in (UPDATED, SKIP) else plan.action
			rows.append((plan.number, action, [(told.fieldname, told.reason) for told in plan.problems]))
		return self.snapshot(rows)

	def snapshot(self, rows: list) -> dict:
		customers = frappe.get_all(CUSTOMER, fields=["*"], order_by="name", limit_page_length=0)
		for customer in customers:
			for field in NOT_COMPARED:
				customer.pop(field)
			contact = customer.primary_contact
			customer.primary_contact = (
				frappe.db.get_value("Contact", contact, "first_name") if contact else None
			)
		contacts = frappe.get_all(
			"Contact", ["first_name", "mobile_no", "phone"], order_by="first_name, mobile_no, phone"
		)
		versions = frappe.get_all(
			"Version", {"ref_doctype": CUSTOMER}, ["docname", "data"], order_by="creation, docname"
		)
		words = frappe.db.sql(
			"select word, owner, customer from kh_search_word order by customer, word, owner"
		)
		counters = frappe.db.sql("select name, current from tabSeries order by name")
		return {
			"rows": rows,
			"customers": customers,
			"versions": [(v.docname, json.loads(v.data)["changed"]) for v in versions],
			"words": words,
			"contacts": contacts,
			"counters": counters,
		}
