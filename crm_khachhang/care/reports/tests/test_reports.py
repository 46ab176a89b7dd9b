"""What the reports of care count, and that nobody counts what they do not see."""

import json

import frappe
from frappe.desk import query_report
from frappe.desk.doctype.number_card import number_card
from frappe.utils import add_days, get_datetime, get_first_day, get_last_day, today

from crm_khachhang.access.tests import CompanyTestCase
from crm_khachhang.crm_khachhang.report.kh_care_by_person import kh_care_by_person as by_person
from crm_khachhang.crm_khachhang.report.kh_care_outcomes import kh_care_outcomes as outcomes
from crm_khachhang.crm_khachhang.report.kh_customers_without_care import (
	kh_customers_without_care as neglected,
)

CARE = "KH Care Schedule"
PERSON, OUTCOMES, NEGLECTED = "KH Care by Person", "KH Care Outcomes", "KH Customers Without Care"
MARCH = {"from_date": "2026-03-01", "to_date": "2026-03-31"}


class ReportTestCase(CompanyTestCase):
	def care(self, person: str, starts_on: str, status: str = "Planned", **values):
		values = {"activity_type": "Call", "assigned_to": self.users[person]} | values
		doc = frappe.get_doc(
			doctype=CARE, customer=self.customers[person], starts_on=starts_on, status=status, **values
		).insert()
		if status == "Done":
			doc.db_set("done_on", starts_on, update_modified=False)
		return doc

	def cared_for(self, person: str, days: int | None):
		"""The customer was cared for so many days ago, or never (None), and has been there for a year."""
		moment = f"{add_days(today(), -days)} 10:00:00" if days is not None else None
		values = {"last_care_on": moment, "creation": f"{add_days(today(), -365)} 08:00:00"}
		frappe.db.set_value("KH Customer", self.customers[person], values, update_modified=False)

	def run_report(self, name: str, **filters) -> list[dict]:
		"""As the desk asks for it."""
		answer = query_report.run(name, filters=json.dumps(filters))
		return [row for row in answer["result"] if isinstance(row, dict)]


class TestByPerson(ReportTestCase):
	def setUp(self):
		super().setUp()
		self.care("mai", "2026-03-02 09:00:00", "Done")
		self.care("mai", "2026-03-09 09:00:00", "Done")
		self.care("mai", "2026-03-10 09:00:00", "Missed")
		self.care("mai", "2026-03-11 09:00:00", "Cancelled")
		self.care("mai", "2026-03-31 23:30:00", "Planned")
		self.care("nam", "2026-03-31 10:00:00", "Done", activity_type="Visit")
		self.care("mai", "2026-04-01 00:00:00", "Done")

	def test_counts(self):
		rows = self.run_report(PERSON, **MARCH)
		mai = next(row for row in rows if row["user"] == self.users["mai"])
		counted = {
			name: mai[name] for name in ("planned", "done", "missed", "overdue", "to_come", "cancelled")
		}
		self.assertEqual(
			counted, {"planned": 4, "done": 2, "missed": 1, "overdue": 1, "to_come": 0, "cancelled": 1}
		)
		self.assertEqual((mai["rate"], mai["person"]), (50.0, "kh_mai"))

	def test_by_week(self):
		rows = self.run_report(PERSON, **MARCH, step="Week", assigned_to=self.users["mai"])
		shown = [(row["part"], row["planned"], row["done"]) for row in rows]
		self.assertEqual(shown, [("02/03–08/03", 1, 1), ("09/03–15/03", 2, 1), ("30/03–31/03", 1, 0)])

	def test_by_month_and_kind(self):
		filters = {
			"from_date": "2026-03-01",
			"to_date": "2026-04-30",
			"step": "Month",
			"activity_type": "Call",
		}
		rows = self.run_report(PERSON, **filters)
		self.assertEqual([(row["part"], row["done"]) for row in rows], [("03/2026", 2), ("04/2026", 1)])

	def test_to_come(self):
		self.care("mai", f"{add_days(today(), 1)} 09:00:00")
		tomorrow = add_days(today(), 1)
		rows = self.run_report(PERSON, from_date=tomorrow, to_date=tomorrow)
		self.assertEqual([(row["overdue"], row["to_come"]) for row in rows], [(0, 1)])

	def test_chart_and_sums(self):
		_columns, _rows, _message, chart, summary = by_person.execute(MARCH)
		self.assertEqual(chart["data"]["labels"], ["kh_mai", "kh_nam"])
		self.assertEqual([one["values"] for one in chart["data"]["datasets"]], [[4, 1], [2, 1]])
		self.assertEqual([one["value"] for one in summary], [5, 3, 60.0, 1])

	def test_nobody(self):
		doc = self.care("mai", "2026-03-05 09:00:00")
		doc.db_set("assigned_to", None)
		rows = self.run_report(PERSON, **MARCH)
		self.assertEqual(rows[-1]["person"], "Nobody Assigned")

	def test_nothing(self):
		_columns, rows, _message, chart, summary = by_person.execute(
			{"from_date": "2020-01-01", "to_date": "2020-01-31"}
		)
		self.assertEqual((rows, chart, summary), ([], None, None))

	def test_wrong_filters(self):
		for filters, words in (
			({"from_date": "2026-03-31", "to_date": "2026-03-01"}, "last day lies before"),
			({"from_date": "2024-01-01", "to_date": "2026-01-01"}, "at most 366 days"),
			({"from_date": "hôm qua"}, "This is not a date"),
			({"assigned_to": ["like", "%"]}, "must be a text"),
		):
			with self.assertRaisesRegex(frappe.ValidationError, words):
				by_person.execute(filters)

	def test_this_month_by_default(self):
		self.care("mai", f"{get_first_day(today())} 00:00:00")
		self.care("mai", f"{get_last_day(today())} 23:00:00")
		rows = by_person.execute({})[1]
		self.assertEqual(sum(row["planned"] for row in rows), 2)


class TestOutcomes(ReportTestCase):
	def setUp(self):
		super().setUp()
		for outcome in ("Đặt hàng", "Đặt hàng", None):
			self.care("mai", "2026-03-02 09:00:00", "Done", outcome=outcome)
		self.care("mai", "2026-03-02 09:00:00", "Missed")
		self.care("nam", "2026-03-02 09:00:00", "Done", activity_type="Visit", outcome="Chưa có nhu cầu")

	def test_counts(self):
		shown = [
			(row["title"], row["indent"], row["done"], row["rate"])
			for row in self.run_report(OUTCOMES, **MARCH)
		]
		self.assertEqual(
			shown,
			[
				("Call", 0, 3, 75.0),
				("Đặt hàng", 1, 2, 66.7),
				("No outcome written", 1, 1, 33.3),
				("Visit", 0, 1, 100.0),
				("Chưa có nhu cầu", 1, 1, 100.0),
			],
		)

	def test_rare_outcomes_together(self):
		for number in range(12):
			self.care(
				"mai", "2026-03-03 09:00:00", "Done", activity_type="Email", outcome=f"Kết quả {number}"
			)
		rows = self.run_report(OUTCOMES, **MARCH, activity_type="Email")
		self.assertEqual((len(rows), rows[-1]["title"], rows[-1]["done"]), (12, "Other Outcomes", 2))

	def test_chart(self):
		chart = outcomes.execute(MARCH)[3]
		self.assertEqual(chart["data"]["labels"], ["Call", "Visit"])
		values = {one["name"]: one["values"] for one in chart["data"]["datasets"]}
		self.assertEqual((values["Done"], values["Missed"]), ([3, 1], [1, 0]))


class TestNeglected(ReportTestCase):
	def setUp(self):
		super().setUp()
		today_ = f"{today()} 00:00:00"
		frappe.db.set_value("KH Customer", {"name": ("is", "set")}, "creation", today_, update_modified=False)
		for person, days in (("mai", 30), ("hanoi", 29), ("nam", None), ("south", 100)):
			self.cared_for(person, days)

	def shown(self, **filters) -> list[str]:
		people = {name: person for person, name in self.customers.items()}
		return [people[row["customer_code"]] for row in self.run_report(NEGLECTED, **filters)]

	def test_the_longest_first(self):
		self.assertEqual(self.shown(), ["nam", "south", "mai"])
		self.assertEqual(self.shown(days="29"), ["nam", "south", "mai", "hanoi"])
		self.assertEqual(self.shown(days="101"), ["nam"])

	def test_cells(self):
		rows = self.run_report(NEGLECTED, days="90")
		cells = [(row["days"], row["last_care_on"], row["owner_name"]) for row in rows]
		south = get_datetime(f"{add_days(today(), -100)} 10:00:00").strftime("%d/%m/%Y %H:%M")
		self.assertEqual(cells, [(365, "Never", "kh_nam"), (100, south, "kh_south")])

	def test_filters(self):
		name = self.customers["south"]
		frappe.db.set_value(
			"KH Customer", name, {"status": "Inactive", "next_care_on": f"{today()} 09:00:00"}
		)
		self.assertEqual(self.shown(), ["nam", "mai"])
		self.assertEqual(self.shown(status="Inactive"), ["south"])
		self.assertEqual(self.shown(status="Inactive", planned="Nothing Planned"), [])
		self.assertEqual(self.shown(account_manager=self.users["mai"]), ["mai"])

	def test_a_group_and_those_below(self):
		group = frappe.get_doc(doctype="KH Customer Group", group_name="Miền Trung").insert()
		below = frappe.get_doc(
			doctype="KH Customer Group", group_name="Huế", parent_kh_customer_group=group.name
		).insert()
		frappe.db.set_value("KH Customer", self.customers["mai"], "customer_group", below.name)
		self.assertEqual(self.shown(customer_group=group.name), ["mai"])
		self.assertEqual(self.shown(customer_group="không có"), [])

	def test_chart_and_words(self):
		_columns, _rows, message, chart = neglected.execute({"days": "90"})
		self.assertEqual(chart["data"]["datasets"][0]["values"], [1, 1])
		self.assertIn("2 customers without care", message)

	def test_more_than_are_shown(self):
		self.addCleanup(setattr, neglected.neglected, "MOST_SHOWN", neglected.neglected.MOST_SHOWN)
		neglected.neglected.MOST_SHOWN = 2
		_columns, rows, message, _chart = neglected.execute({})
		self.assertEqual([row["days"] for row in rows], [365, 100])
		self.assertIn("3 customers without care", message)
		self.assertIn("The 2 that wait longest", message)

	def test_wrong_days(self):
		for days in ("-1", "4000", "nhiều"):
			with self.assertRaisesRegex(frappe.ValidationError, "from 1 to 3650"):
				neglected.execute({"days": days})


class TestPermissions(ReportTestCase):
	"""Each person has one appointment with the one customer that is theirs."""

	def setUp(self):
		super().setUp()
		for person in self.users.keys() & self.customers.keys():
			self.care(person, "2026-03-02 09:00:00", "Done", outcome=f"Kết quả của {person}")
			self.cared_for(person, 50)
		self.cared_for("nobody", 50)

	SEES = {
		"mai": {"mai"},
		"hanoi": {"hanoi", "mai"},
		"north": {"north", "hanoi", "mai"},
		"nam": {"nam"},
		"loner": {"loner"},
	}

	def test_by_person(self):
		for person, sees in self.SEES.items():
			self.as_user(person)
			rows = self.run_report(PERSON, **MARCH)
			self.assertEqual({row["user"] for row in rows}, {self.users[one] for one in sees}, person)

	def test_everybody_for_managers_and_accountants(self):
		for person in ("manager", "accountant"):
			self.as_user(person)
			self.assertEqual(
				len(self.run_report(PERSON, **MARCH)), len(self.users.keys() & self.customers.keys())
			)
			self.assertEqual(len(self.run_report(NEGLECTED)), len(self.customers))

	def test_a_filter_for_somebody_else_shows_nothing(self):
		self.as_user("mai")
		for filters in ({"assigned_to": self.users["nam"]}, {"activity_type": "Visit"}):
			self.assertEqual(self.run_report(PERSON, **MARCH, **filters), [])
			self.assertEqual(self.run_report(OUTCOMES, **MARCH, **filters), [])
		self.assertEqual(self.run_report(NEGLECTED, account_manager=self.users["nam"]), [])

	def test_outcomes_of_others(self):
		self.as_user("mai")
		titles = {row["title"] for row in self.run_report(OUTCOMES, **MARCH)}
		self.assertEqual(titles, {"Call", "Kết quả của mai"})

	def test_customers_of_others(self):
		for person, sees in self.SEES.items():
			self.as_user(person)
			rows = self.run_report(NEGLECTED)
			self.assertEqual(
				{row["customer_code"] for row in rows}, {self.customers[one] for one in sees}, person
			)

	def test_an_assignee_counts_the_appointment_and_does_not_see_the_customer(self):
		self.care("nam", "2026-03-05 09:00:00", "Missed", assigned_to=self.users["mai"])
		self.as_user("mai")
		rows = self.run_report(PERSON, **MARCH)
		self.assertEqual(
			[(row["user"], row["planned"], row["missed"]) for row in rows], [(self.users["mai"], 2, 1)]
		)
		self.assertNotIn(self.customers["nam"], str(self.run_report(NEGLECTED)))

	def test_charts_and_words_count_no_others(self):
		self.as_user("mai")
		_columns, _rows, message, chart = neglected.execute({})
		self.assertIn("1 customers without care", message)
		self.assertEqual(chart["data"]["datasets"][0]["values"], [1])
		self.assertEqual(by_person.execute(MARCH)[3]["data"]["labels"], ["kh_mai"])

	def test_excel(self):
		self.as_user("accountant")
		frappe.local.form_dict = frappe._dict(
			report_name=NEGLECTED,
			file_format_type="Excel",
			filters="{}",
			visible_idx="[]",
			include_indentation=0,
		)
		query_report.export_query()
		self.assertTrue(frappe.response["filecontent"].startswith(b"PK"))

	def test_who_has_no_role_of_ours(self):
		self.as_user("clerk")
		for name in (PERSON, OUTCOMES, NEGLECTED):
			with self.assertRaises(frappe.PermissionError):
				self.run_report(name)


class TestNumberCards(ReportTestCase):
	def number(self, name: str) -> int:
		card = frappe.get_doc("Number Card", name)
		now = str(frappe.utils.now_datetime())
		dynamic = [[*row[:3], now] for row in json.loads(card.dynamic_filters_json)]
		filters = json.loads(card.filters_json) + dynamic
		return number_card.get_result(card.as_json(), json.dumps(filters))

	def test_what_one_sees(self):
		for person in ("mai", "nam"):
			self.care(person, "2026-03-02 09:00:00")
			self.care(person, f"{today()} 23:59:00")
			self.care(person, f"{today()} 00:01:00", "Done")
		for person, factor in (("mai", 1), ("hanoi", 1), ("loner", 0), ("manager", 2)):
			self.as_user(person)
			numbers = [
				self.number(f"KH Care {name}") for name in ("Overdue", "Today", "This Week", "Done This Week")
			]
			self.assertEqual(numbers, [factor] * 4, person)
