"""Opening debts in sets against the document API: the same rows in the database, the same refusals."""

import json

import frappe
from frappe.utils import add_days, getdate, nowdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.debts import checking, opening
from crm_khachhang.debts.tests import make_debt
from crm_khachhang.importing.options import BOTH
from crm_khachhang.importing.planning.rows import CREATE, REFUSE, UPDATE, Given, Plan
from crm_khachhang.importing.tests.rows import import_rows
from crm_khachhang.importing.writing import openings
from crm_khachhang.tests import TestCase, make_customer

CUSTOMER, DEBT, ENTRY = "KH Customer", "KH Debt", "KH Debt Ledger Entry"
HEADER = [
	"Mã KH",
	"Tên khách hàng",
	"Số ngày được nợ",
	"Hạng",
	"Nhóm KH",
	"Nợ đầu kỳ",
	"Hạn thanh toán",
	"Ngày ghi nợ",
]
TIER, GROUP, BELOW = "Hạng nợ lâu", "Nhóm nợ lâu", "Nhóm con nợ lâu"
SOURCE = {"doctype": "KH Import", "docname": "an import", "label": "via import of a file"}
# Names, and the moments of writing.
NOT_COMPARED = ("creation", "modified")


def day(days: int):
	return getdate(add_days(nowdate(), days))


ROW = st.tuples(
	st.sampled_from((None, None, None, "KH-A1", "KH-A2", "KH-A3")),
	st.sampled_from(("Lê Tư", "Công ty An Phát", "Khách")),
	st.sampled_from((None, None, 0, 5, 45)),
	st.sampled_from((None, None, TIER)),
	st.sampled_from((None, GROUP, BELOW)),
	st.sampled_from((None, 0, 1, 900, "1.500.000", 12.6, 10**12, 10**12 - 1, -5, "-", "nhiều", 700)),
	st.sampled_from((None, None, day(3), day(-3), day(-80), "mai")),
	st.sampled_from((None, None, day(0), day(-5), day(2), day(-90))),
)


class TestSameOpenings(TestCase):
	def setUp(self):
		super().setUp()
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		frappe.get_doc(doctype="KH Customer Tier", tier_name=TIER, rank=78, payment_days=60).insert()
		above = frappe.get_doc(
			doctype="KH Customer Group", group_name=GROUP, is_group=1, payment_days=20
		).insert()
		frappe.get_doc(
			doctype="KH Customer Group", group_name=BELOW, parent_customer_group=above.name
		).insert()
		frappe.db.set_single_value("KH Settings", "debts_locked_until", day(-60))
		frappe.clear_document_cache("KH Settings", "KH Settings")
		self.addCleanup(frappe.clear_document_cache, "KH Settings", "KH Settings")
		self.assertFalse(openings.need_documents(), "this test is of the sets")

	@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
	@given(st.lists(ROW, min_size=1, max_size=8))
	def test_same(self, rows):
		in_sets = self.undone(lambda: self.snapshot(self.imported(rows)))
		truth = self.undone(lambda: self.snapshot(self.through_documents(rows)))
		self.assertEqual(in_sets["rows"], truth["rows"], rows)
		for what in ("customers", "debts", "entries", "counters"):
			self.assertEqual(in_sets[what], truth[what], (what, rows))
		dry = self.undone(lambda: self.imported(rows, dry=True))
		self.assertEqual([row[:3] for row in dry], [row[:3] for row in in_sets["rows"]], rows)

	def test_same_history(self):
		customers = [make_customer(customer_name="Khách", phone=None).name for _number in range(2)]
		one = opening.new(900, day(-5), day(3))
		one.update({"customer": customers[0], "docstatus": 0})
		one.insert()
		one.flags.updater_reference = SOURCE
		one.docstatus = 1
		one.save(ignore_version=False)  # which a test leaves out else
		plan = Plan(Given(1), CREATE, customers[1], opening=opening.new(900, day(-5), day(3)))
		openings.write([plan], SOURCE)
		said = [self.history(name) for name in (one.name, plan.debt)]
		self.assertEqual(said[0], said[1])
		self.assertIn(["docstatus", 0, 1], said[0]["changed"])

	def history(self, name: str) -> dict:
		return json.loads(frappe.db.get_value("Version", {"ref_doctype": DEBT, "docname": name}, "data"))

	def undone(self, work):
		"""Do it from the same beginning, and leave nothing behind."""
		frappe.db.savepoint("same_openings")
		try:
			for code in ("KH-A1", "KH-A2", "KH-A3"):
				make_customer(customer_code=code, customer_name=f"Khách {code}", payment_days=9, phone=None)
			make_debt("KH-A2", amount=700, debt_type="Opening")
			make_debt("KH-A3", amount=10**12 - 1000)
			return work()
		finally:
			frappe.db.rollback(save_point="same_openings")

	def imported(self, rows: list[tuple], dry: bool = False) -> list[tuple]:
		plans = import_rows(HEADER, *rows, dry=dry, source=SOURCE, mode=BOTH, match_by=("code",))
		return [self.told(plan, plan.opening, plan.debt) for plan in plans]

	def told(self, plan, debt, name: str) -> tuple:
		"""(row, outcome, amount that is recorded, refusals of the debt)"""
		refused = plan.action == REFUSE
		problems = {(told.fieldname, told.reason) for told in plan.problems} if refused else set()
		is_written = debt and plan.action in (CREATE, UPDATE)
		return (plan.number, plan.action, debt.amount if is_written else 0, problems)

	def through_documents(self, rows: list[tuple]) -> list[tuple]:
		"""The same rows planned one by one, each customer and each debt a document."""
		from crm_khachhang.importing.tests.rows import Rows, mapped
		from crm_khachhang.importing.work import Work

		told = []
		work = Work(Rows(HEADER, rows), mapped(HEADER, mode=BOTH, match_by=("code",)), False, SOURCE)
		work.writer.only_documents = True
		for row in Rows(HEADER, rows).rows():
			given_row = work.interpreter.read(row)
			[plan] = work.planner.plan([given_row])
			self.check_refusals(plan)
			work.writer.write([plan], set())
			told.append(self.told(plan, plan.opening, plan.debt))
		return told

	def check_refusals(self, plan) -> None:
		"""What the plan has against the debt, the document has against it too, and the other way round."""
		said = plan.given.opening or {}
		if not said.get("amount") or (plan.problems and not plan.customer):
			return
		if plan.customer and opening.standing([plan.customer]):
			return
		problems = [told for told in plan.problems if told.fieldname.startswith("opening_debt.")]
		if any(told in plan.given.problems for told in problems):
			return
		frappe.db.savepoint("one_debt")
		customer = plan.customer or make_customer(customer_name="Tạm", phone=None).name
		try:
			debt = opening.new(said["amount"], said.get("posting_date"), said.get("due_date"))
			opening.save(debt, customer)
			self.assertEqual(problems, [])
		except REFUSALS as error:
			fields = [told.fieldname for told in problems]
			self.assertIn("opening_debt." + debt.flags.refused[0], fields, plain(error))
		finally:
			frappe.db.rollback(save_point="one_debt")
			frappe.clear_messages()

	def snapshot(self, rows: list[tuple]) -> dict:
		self.assertEqual(list(checking.differences()), [])
		fields = ["name", "total_debt", "overdue_debt", "customer_name"]
		debts = frappe.get_all(DEBT, fields=["*"], order_by="name", limit_page_length=0)
		for debt in debts:
			for field in NOT_COMPARED:
				debt.pop(field)
		entries = [
			"customer",
			"posting_date",
			"voucher_type",
			"voucher_no",
			"amount",
			"debt",
			"due_date",
			"owner",
		]
		return {
			"rows": rows,
			"customers": frappe.get_all(CUSTOMER, fields=fields, order_by="name"),
			"debts": debts,
			"entries": frappe.get_all(ENTRY, fields=entries, order_by="voucher_no, amount"),
			"counters": frappe.db.sql("select name, current from tabSeries order by name"),
		}
