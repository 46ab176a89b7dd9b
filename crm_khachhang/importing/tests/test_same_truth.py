"""The fast path against the document API: the same rows in, the same rows in the database, the same refusals."""

import json

import frappe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_khachhang.customers import codes
from crm_khachhang.customers.refusals import REFUSALS
from crm_khachhang.importing.mapping.given import Interpreter
from crm_khachhang.importing.options import BOTH, CREATE
from crm_khachhang.importing.planning.rows import CREATE as CREATED
from crm_khachhang.importing.planning.rows import REFUSE, SKIP
from crm_khachhang.importing.planning.rows import UPDATE as UPDATED
from crm_khachhang.importing.tests.rows import Rows, import_rows, mapped
from crm_khachhang.importing.writing import custom_logic
from crm_khachhang.tests import TestCase, make_customer

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
]
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
	st.sampled_from((None, "KH VIP", "kh vip", "Không có nhóm này")),
	st.sampled_from((None, "shop.vn", "https://shop.vn", "javascript:alert(1)", "có dấu cách")),
	st.sampled_from((None, 1000000, "1.500.000", "1,5", "-5", "nhiều", 10**14)),
	st.sampled_from((None, 30, "30", "1,5", 10**12)),
	st.sampled_from((None, "Hà Nội", "Bình Dương", "TP HCM", "Tỉnh Atlantis")),
	st.sampled_from((None, "=1+1", "dòng 1\ndòng 2", "<script>x</script>", 5, "a < b")),
	st.sampled_from((None, "001090012345", 1090012345, "x" * 40)),
)


class TestSameTruth(TestCase):
	def setUp(self):
		super().setUp()
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		if not frappe.db.exists("KH Customer Group", {"group_name": "KH VIP"}):
			frappe.get_doc(doctype="KH Customer Group", group_name="KH VIP").insert()
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
		fast = self.undone(lambda: self.outcome(import_rows(HEADER, *rows, mode=mode, match_by=match_by)))
		truth = self.undone(lambda: self.through_documents(rows, mode, match_by))
		for one, other in zip(fast["rows"], truth["rows"], strict=True):
			self.assertEqual(one[:2], other[:2], (rows[one[0] - 2], one, other))
			if other[2]:
				self.assertIn(other[2], one[2], rows[one[0] - 2])
		self.assertEqual(fast["customers"], truth["customers"])
		self.assertEqual(fast["words"], truth["words"])
		self.assertEqual(fast["versions"], truth["versions"])
		self.assertEqual(fast["counters"], truth["counters"])

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

	def through_documents(self, rows: list[tuple], mode: str, match_by: tuple) -> dict:
		"""What the document API makes of the rows, one by one."""
		interpreter = Interpreter(mapped(HEADER, mode=mode, match_by=match_by), dry=False)
		outcomes = []
		for row in Rows(HEADER, rows).rows():
			given_row = interpreter.read(row)
			outcomes.append(self.save(given_row, mode, match_by))
		return self.snapshot(outcomes)

	def save(self, row, mode: str, match_by: tuple) -> tuple:
		if row.problems:
			return (row.number, REFUSE, "")
		name = self.match(row.values) if match_by else None
		customer = frappe.get_doc(CUSTOMER, name) if name else frappe.get_doc({"doctype": CUSTOMER})
		values = {**row.values}
		code = values.pop("customer_code", None) if name else None
		if code and codes.same_key(str(code)) != codes.same_key(name):  # a rule of imports alone
			return (row.number, REFUSE, "customer_code")
		customer.update(values)
		frappe.db.savepoint("one_row")
		try:
			customer.save(ignore_version=False)  # which a test leaves out else
		except REFUSALS:
			frappe.db.rollback(save_point="one_row")
			return (row.number, REFUSE, (customer.flags.refused or ("",))[0])
		finally:
			frappe.clear_messages()
		return (row.number, WRITTEN if name else CREATED, "")

	def match(self, values: dict) -> str | None:
		from crm_khachhang.importing.planning import matching
		from crm_khachhang.importing.planning.rows import Given

		found = matching.find([Given(1, values=values)], ("code", "tax_code")).get(1)
		return found if isinstance(found, str) else None

	def outcome(self, plans: list) -> dict:
		rows = []
		for plan in plans:
			action = WRITTEN if plan.action in (UPDATED, SKIP) else plan.action
			rows.append((plan.number, action, [problem.fieldname for problem in plan.problems]))
		return self.snapshot(rows)

	def snapshot(self, rows: list) -> dict:
		customers = frappe.get_all(CUSTOMER, fields=["*"], order_by="name", limit_page_length=0)
		for customer in customers:
			for field in NOT_COMPARED:
				customer.pop(field)
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
			"counters": counters,
		}
