"""What the reports of debts say, and that nobody reads what they do not see."""

import json

import frappe
from frappe.desk import query_report
from frappe.utils import add_days, getdate, nowdate

from crm_khachhang.access.tests import MISSING, CompanyTestCase
from crm_khachhang.crm_khachhang.report.kh_customer_statement import kh_customer_statement as statement
from crm_khachhang.crm_khachhang.report.kh_debt_aging import kh_debt_aging as aging
from crm_khachhang.crm_khachhang.report.kh_debt_collections import kh_debt_collections as collections
from crm_khachhang.crm_khachhang.report.kh_debt_forecast import kh_debt_forecast as forecast
from crm_khachhang.crm_khachhang.report.kh_debt_summary import kh_debt_summary as summary
from crm_khachhang.debts.reports import tables
from crm_khachhang.debts.tests import make_debt, make_payment

AGING, STATEMENT, SUMMARY = "KH Debt Aging", "KH Customer Statement", "KH Debt Summary"
COLLECTIONS, FORECAST = "KH Debt Collections", "KH Debt Forecast"
BUCKETS = [f"bucket_{number}" for number in range(6)]
LONG = {"from_date": "2000-01-01", "to_date": nowdate()}


def ago(days: int) -> str:
	return add_days(nowdate(), -days)


class ReportTestCase(CompanyTestCase):
	def debt(self, person: str, amount: float, due_ago: int, **values):
		dates = {"posting_date": ago(max(due_ago, 0) + 10), "due_date": ago(due_ago)}
		return make_debt(self.customers[person], amount=amount, **(dates | values))

	def pay(self, person: str, amount: float, **values):
		return make_payment(self.customers[person], amount=amount, **values)

	def run_report(self, name: str, **filters) -> list[dict]:
		"""As the desk asks for it."""
		answer = query_report.run(name, filters=json.dumps(filters))
		return [row for row in answer["result"] if isinstance(row, dict)]

	def people(self, name: str, **filters) -> set[str]:
		found = {name: person for person, name in self.customers.items()}
		return {found[row["customer_code"]] for row in self.run_report(name, **filters)}


class TestAging(ReportTestCase):
	def setUp(self):
		super().setUp()
		for number, due_ago in enumerate((-5, 1, 31, 61, 91, 121)):
			self.debt("mai", 1000 * (number + 1), due_ago)
		self.debt("nam", 70_000, 10)

	def row_of(self, person: str, **filters) -> dict | None:
		rows = self.run_report(AGING, **filters)
		return next((row for row in rows if row["customer_code"] == self.customers[person]), None)

	def amounts(self, person: str, **filters) -> list:
		row = self.row_of(person, **filters)
		return [row[name] or 0 for name in BUCKETS if name in row]

	def test_buckets(self):
		self.assertEqual(self.amounts("mai"), [1000, 2000, 3000, 4000, 5000, 6000])
		row = self.row_of("mai")
		self.assertEqual((row["total"], row["credit"], row["net"]), (21_000, None, 21_000))
		self.assertEqual((row["customer_name"], row["owner_name"]), ("Khách của mai", "kh_mai"))

	def test_who_owes_most_comes_first(self):
		codes = [row["customer_code"] for row in self.run_report(AGING)]
		self.assertEqual(codes, [self.customers["nam"], self.customers["mai"]])

	def test_other_buckets(self):
		self.assertEqual(self.amounts("mai", days="60"), [1000, 5000, 15_000])
		frappe.db.set_single_value("KH Settings", "aging_days", "90")
		self.assertEqual(self.amounts("mai"), [1000, 9000, 11_000])

	def test_a_day_in_the_past(self):
		self.assertEqual(self.amounts("mai", as_of=ago(31)), [3000, 4000, 5000, 6000, 0, 0])
		self.pay("mai", 21_000)
		self.assertEqual(self.amounts("mai", as_of=ago(31)), [3000, 4000, 5000, 6000, 0, 0])
		self.assertIsNone(self.row_of("mai"))

	def test_by_posting_date(self):
		self.assertEqual(self.amounts("mai", age_from="Posting Date"), [0, 3000, 3000, 4000, 5000, 6000])

	def test_credit(self):
		self.pay("mai", 30_000)
		row = self.row_of("mai")
		self.assertEqual((row["total"], row["credit"], row["net"]), (0, 9000, -9000))
		for age_from in ("Due Date", "Posting Date"):
			sums = aging.execute({"age_from": age_from})[4]
			self.assertEqual([one["value"] for one in sums], [70_000, 70_000, 9000, 61_000])

	def test_by_debt(self):
		rows = self.run_report(AGING, show_by="Debt", customer=self.customers["mai"])
		self.assertEqual([row["days"] for row in rows], [121, 91, 61, 31, 1, 0])
		self.assertEqual([row["total"] for row in rows], [6000, 5000, 4000, 3000, 2000, 1000])
		self.assertEqual((rows[0]["bucket_5"], rows[0]["bucket_0"]), (6000, None))
		self.assertEqual(rows[0]["due_date"], getdate(ago(121)))

	def test_what_is_paid_or_cancelled_is_not_there(self):
		debt = self.debt("hanoi", 5000, 3)
		debt.cancel()
		self.assertIsNone(self.row_of("hanoi"))
		self.assertEqual(self.run_report(AGING, show_by="Debt", customer=self.customers["hanoi"]), [])

	def test_chart_and_totals(self):
		_columns, _rows, message, chart, figures, _skip = aging.execute({})
		self.assertEqual(
			chart["data"]["labels"],
			["Not due yet", "1–30 days", "31–60 days", "61–90 days", "91–120 days", "Over 120 days"],
		)
		self.assertEqual(chart["data"]["datasets"][0]["values"], [1000, 72_000, 3000, 4000, 5000, 6000])
		self.assertEqual([one["value"] for one in figures], [91_000, 90_000, 0, 91_000])
		self.assertIsNone(message)
		total = query_report.run(AGING, filters="{}")["result"][-1]
		self.assertEqual(total[3], 91_000)

	def test_more_rows_than_are_shown(self):
		self.addCleanup(setattr, tables.aging_table, "__defaults__", tables.aging_table.__defaults__)
		tables.aging_table.__defaults__ = (1,)
		_columns, rows, message, _chart, figures, skips_total = aging.execute({})
		self.assertEqual((len(rows), figures[0]["value"], skips_total), (1, 91_000, True))
		self.assertIn("1 of 2 rows are shown", message)

	def test_filters(self):
		group = frappe.get_doc(doctype="KH Customer Group", group_name="Miền Trung").insert()
		below = frappe.get_doc(
			doctype="KH Customer Group", group_name="Huế", parent_kh_customer_group=group.name
		).insert()
		province = frappe.get_all("KH Province", pluck="name", limit=1, order_by="name")[0]
		values = {"customer_group": below.name, "province": province}
		frappe.db.set_value("KH Customer", self.customers["mai"], values)
		for filters, people in (
			({"customer": self.customers["mai"]}, {"mai"}),
			({"account_manager": self.users["nam"]}, {"nam"}),
			({"customer_group": group.name}, {"mai"}),
			({"province": province}, {"mai"}),
			({"team": self.hanoi_team}, {"mai"}),
			(
				{"team": frappe.db.get_value("KH Sales Team", self.hanoi_team, "parent_kh_sales_team")},
				{"mai"},
			),
			({"team": "không có"}, set()),
			({"customer_group": "không có"}, set()),
			({"customer": MISSING}, set()),
		):
			for show_by in ("Customer", "Debt"):
				self.assertEqual(self.people(AGING, show_by=show_by, **filters), people, filters)

	def test_wrong_filters(self):
		for filters, words in (
			({"as_of": "hôm qua"}, "This is not a date"),
			({"days": "60, 30"}, "rising numbers of days"),
			({"days": "99999999"}, "rising numbers of days"),
			({"customer": ["like", "%"]}, "must be a text"),
		):
			with self.assertRaisesRegex(frappe.ValidationError, words):
				aging.execute(filters)


class TestStatement(ReportTestCase):
	def setUp(self):
		super().setUp()
		self.first = self.debt("mai", 10_000, 30, description="Hóa đơn 15")
		self.payment = self.pay("mai", 4000, posting_date=ago(20), method="Cash", reference_no="UNC 7")
		self.debt("mai", 5000, -10, posting_date=ago(5))

	def shown(self, **filters) -> list[tuple]:
		filters = {"customer": self.customers["mai"], "from_date": ago(25), "to_date": nowdate()} | filters
		rows = statement.execute(filters)[1]
		return [
			(row["description"], row.get("increase"), row.get("decrease"), row.get("balance")) for row in rows
		]

	def test_a_period(self):
		self.assertEqual(
			self.shown(),
			[
				("Opening Balance", None, None, 10_000),
				("Receive · Cash · UNC 7", None, 4000, 6000),
				("Manual", 5000, None, 11_000),
				("Closing Balance", 5000, 4000, 11_000),
			],
		)

	def test_from_the_beginning(self):
		rows = self.shown(from_date="2000-01-01")
		self.assertEqual(rows[:2], [("Opening Balance", None, None, 0), ("Hóa đơn 15", 10_000, None, 10_000)])

	def test_what_is_cancelled_is_not_there(self):
		before = self.shown(from_date="2000-01-01")
		self.debt("mai", 77_000, 3).cancel()
		self.payment.cancel()
		after = self.shown(from_date="2000-01-01")
		self.assertEqual(
			[row[0] for row in after], ["Opening Balance", "Hóa đơn 15", "Manual", "Closing Balance"]
		)
		self.assertEqual((before[-1][3], after[-1][3]), (11_000, 15_000))

	def test_used_credit_is_shown_and_moves_nothing(self):
		self.pay("mai", 20_000)
		self.debt("mai", 3000, -10, posting_date=nowdate())
		before = self.shown()
		used = self.pay("mai", 3000, payment_type="Use Credit")
		self.assertEqual(self.shown(), [*before[:-1], ("Use Credit: 3.000 ₫", None, None, -6000), before[-1]])
		used.cancel()
		self.assertEqual(self.shown(), before)

	def test_who_is_not_there(self):
		with self.assertRaisesRegex(frappe.PermissionError, "no such customer"):
			self.shown(customer=MISSING)
		self.assertEqual(statement.execute({})[:3], ([], [], "Choose a customer."))


class TestSummary(ReportTestCase):
	def test_a_period(self):
		self.debt("mai", 10_000, 30)
		self.pay("mai", 4000, posting_date=ago(20))
		self.debt("mai", 5000, -10, posting_date=ago(5))
		self.debt("nam", 8000, 60)
		self.debt("hanoi", 9000, 60).cancel()
		rows = self.run_report(SUMMARY, from_date=ago(25), to_date=nowdate())
		names = ("customer_code", "opening", "increase", "decrease", "closing")
		self.assertEqual(
			[tuple(row[name] for name in names) for row in rows],
			[
				(self.customers["mai"], 10_000, 5000, 4000, 11_000),
				(self.customers["nam"], 8000, 0, 0, 8000),
			],
		)
		figures = summary.execute({"from_date": ago(25), "to_date": nowdate()})[4]
		self.assertEqual([one["value"] for one in figures], [18_000, 5000, 4000, 19_000])

	def test_agrees_with_statements_and_balances(self):
		for person, amount in (("mai", 7000), ("nam", 3000)):
			self.debt(person, amount, 15)
			self.pay(person, 5000)
		for row in self.run_report(SUMMARY, **LONG):
			name = row["customer_code"]
			self.assertEqual(row["closing"], frappe.db.get_value("KH Customer", name, "total_debt"))
			shown = statement.execute({"customer": name, **LONG})[1][-1]
			self.assertEqual(
				(row["increase"], row["decrease"], row["closing"]),
				(shown["increase"], shown["decrease"], shown["balance"]),
			)

	def test_wrong_period(self):
		with self.assertRaisesRegex(frappe.ValidationError, "last day lies before"):
			summary.execute({"from_date": nowdate(), "to_date": ago(1)})


class TestCollections(ReportTestCase):
	def setUp(self):
		super().setUp()
		self.debt("mai", 50_000, 100)
		self.pay("mai", 10_000, posting_date="2026-03-02", method="Cash")
		self.pay("mai", 5000, posting_date="2026-03-31", method="Card")
		self.pay("nam", 7000, posting_date="2026-03-03", method="Cash")
		self.pay("nam", 900, posting_date="2026-04-01")
		self.pay("nam", 100, posting_date="2026-03-05").cancel()
		self.pay("nam", 1000, posting_date="2026-04-02", payment_type="Refund")

	MARCH = {"from_date": "2026-03-01", "to_date": "2026-03-31"}

	def shown(self, **filters) -> list[tuple]:
		rows = self.run_report(COLLECTIONS, **(self.MARCH | filters))
		return [(row["part"], row["person"], row["number"], row["amount"]) for row in rows]

	def test_by_owner(self):
		self.assertEqual(self.shown(), [("03/2026", "kh_mai", 2, 15_000), ("03/2026", "kh_nam", 1, 7000)])

	def test_by_week(self):
		shown = self.shown(step="Week", account_manager=self.users["mai"])
		self.assertEqual(shown, [("02/03–08/03", "kh_mai", 1, 10_000), ("30/03–31/03", "kh_mai", 1, 5000)])

	def test_by_who_entered_it(self):
		self.assertEqual(self.shown(count_for="Entered By"), [("03/2026", "Administrator", 3, 22_000)])

	def test_by_method(self):
		self.assertEqual(sum(row[3] for row in self.shown(method="Cash")), 17_000)

	def test_credit_that_is_used_is_no_money(self):
		self.pay("mai", 50_000, posting_date="2026-03-20")
		before = self.shown()
		self.debt("mai", 300, 0, posting_date="2026-03-21")
		used = self.pay("mai", 300, posting_date="2026-03-25", payment_type="Use Credit", method="Cash")
		self.assertIsNone(used.method)
		self.assertEqual(self.shown(), before)
		_columns, rows, _message, chart, figures = collections.execute(self.MARCH)
		self.assertEqual([row["netted"] for row in rows], [300, None])
		self.assertEqual(chart["data"]["datasets"][0]["values"], [sum(row[3] for row in before)])
		self.assertEqual(figures[-1]["value"], 300)
		self.assertIsNone(collections.execute(self.MARCH | {"method": "Cash"})[1][0]["netted"])

	def test_chart_and_figures(self):
		_columns, _rows, _message, chart, figures = collections.execute(
			self.MARCH | {"to_date": "2026-04-30"}
		)
		self.assertEqual(chart["data"]["labels"], ["03/2026", "04/2026"])
		self.assertEqual(chart["data"]["datasets"][0]["values"], [22_000, 900])
		self.assertEqual([one["value"] for one in figures], [22_900, 4])


class TestForecast(ReportTestCase):
	def test_weeks(self):
		self.debt("mai", 1000, 3)
		self.debt("mai", 2000, 0)
		self.debt("nam", 4000, -7)
		self.debt("nam", 8000, -700)
		late = self.debt("mai", 16_000, 30)
		late.db_set("promised_on", add_days(nowdate(), 7))
		early = self.debt("mai", 32_000, -7)
		early.db_set("promised_on", nowdate())
		rows = self.run_report(FORECAST, weeks=2)
		names = ("number", "amount", "promised")
		self.assertEqual(
			[tuple(row[name] for name in names) for row in rows],
			[(1, 1000, None), (1, 2000, None), (3, 52_000, 16_000), (1, 8000, None)],
		)
		self.assertEqual(rows[0]["week"], "Overdue")
		self.assertTrue(rows[-1]["week"].startswith("From "))
		figures = forecast.execute({"weeks": "2"})[4]
		self.assertEqual([one["value"] for one in figures], [63_000, 1000, 16_000])

	def test_wrong_weeks(self):
		for weeks in ("-1", "200", "nhiều"):
			with self.assertRaisesRegex(frappe.ValidationError, "from 1 to 104"):
				forecast.execute({"weeks": weeks})


class TestPermissions(ReportTestCase):
	"""Each person's customer owes something and has paid something today."""

	def setUp(self):
		super().setUp()
		for person in self.customers:
			self.debt(person, 10_000, 5)
			self.pay(person, 1000, posting_date=nowdate())

	SEES = {
		"mai": {"mai"},
		"hanoi": {"hanoi", "mai"},
		"north": {"north", "hanoi", "mai"},
		"loner": {"loner"},
	}

	def test_by_customer(self):
		for person, sees in self.SEES.items():
			self.as_user(person)
			self.assertEqual(self.people(AGING), sees, person)
			self.assertEqual(self.people(AGING, show_by="Debt"), sees, person)
			self.assertEqual(self.people(AGING, age_from="Posting Date"), sees, person)
			self.assertEqual(self.people(SUMMARY, **LONG), sees, person)

	def test_sums_count_no_others(self):
		self.as_user("hanoi")
		self.assertEqual(aging.execute({})[4][0]["value"], 18_000)
		self.assertEqual(summary.execute(LONG)[4][-1]["value"], 18_000)
		self.assertEqual(collections.execute({})[4][0]["value"], 2000)
		self.assertEqual(forecast.execute({})[4][0]["value"], 18_000)
		self.assertEqual({row["person"] for row in self.run_report(COLLECTIONS)}, {"kh_hanoi", "kh_mai"})

	def test_everybody_for_managers_and_accountants(self):
		for person in ("manager", "accountant"):
			self.as_user(person)
			for name in (AGING, SUMMARY):
				self.assertEqual(self.people(name), set(self.customers), (person, name))

	def test_filters_tell_nothing_of_others(self):
		self.as_user("mai")
		hidden = {"customer": self.customers["nam"]}, {"account_manager": self.users["nam"]}
		for filters in (*hidden, {"customer": MISSING}):
			for name in (AGING, SUMMARY, COLLECTIONS, FORECAST):
				answer = query_report.run(name, filters=json.dumps(filters))
				found = (answer["result"], answer["chart"], answer["report_summary"])
				self.assertEqual(found, ([], None, None), (name, filters))

	def test_the_statement_of_somebody_elses_customer(self):
		self.as_user("mai")
		for name in (self.customers["nam"], MISSING):
			with self.assertRaisesRegex(frappe.PermissionError, "There is no such customer"):
				statement.execute({"customer": name})
		self.assertEqual(statement.execute({"customer": self.customers["mai"]})[1][-1]["balance"], 9000)

	def test_who_has_no_role_of_ours(self):
		self.as_user("clerk")
		for name in (AGING, STATEMENT, SUMMARY, COLLECTIONS, FORECAST):
			with self.assertRaises(frappe.PermissionError):
				self.run_report(name)
