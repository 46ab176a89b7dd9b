"""Care for the customers that are ticked in the list."""

import frappe
from frappe.utils import add_days, today

from crm_khachhang.access.roles import ACCOUNTANT, SALES_USER, VIEWER
from crm_khachhang.access.tests import CompanyTestCase
from crm_khachhang.care.plans.bulk import after_days
from crm_khachhang.care.plans.tests.company import APPOINTMENT, day, make_plan
from crm_khachhang.customers.bulk import api, results
from crm_khachhang.tests import make_customer, make_user

CHOSEN = "KH Care Plan Customer"


class BulkCareTestCase(CompanyTestCase):
	def start(self, action: str, people: list[str], **parameters) -> dict:
		return api.start(action, parameters, [self.customers[person] for person in people])

	def reasons(self, done: dict) -> list[tuple[str, str]]:
		rows = results.of(done["name"], (results.SUCCEEDED, results.SKIPPED, results.FAILED))
		return [(row.outcome, row.reason or "") for row in rows]

	def of(self, person: str, *fields: str) -> list:
		filters = {"customer": self.customers[person]}
		return frappe.get_all(APPOINTMENT, filters, fields or ["name"], order_by="starts_on")


class TestPlan(BulkCareTestCase):
	def setUp(self):
		super().setUp()
		self.plan = make_plan(
			{"anchor": "Plan Applied", "days_after": 3}, {"anchor": "Plan Applied", "days_after": 9}
		)

	def test_applied(self):
		self.as_user("hanoi")
		done = self.start("care_plan", ["hanoi", "mai"], care_plan=self.plan)
		self.assertEqual((done["status"], done["succeeded"]), ("Completed", 2))
		found = self.of("mai", "assigned_to", "starts_on", "care_plan")
		self.assertEqual([one.assigned_to for one in found], [self.users["mai"]] * 2)
		self.assertEqual([str(one.starts_on) for one in found], [f"{day(n)} 09:00:00" for n in (3, 9)])

	def test_twice_changes_nothing(self):
		for outcome in ("succeeded", "skipped"):
			done = self.start("care_plan", ["mai"], care_plan=self.plan)
			self.assertEqual(done[outcome], 1)
		self.assertEqual(self.reasons(done), [("Skipped", "The plan is applied to this customer already.")])
		self.assertEqual(len(self.of("mai")), 2)
		self.assertEqual(frappe.db.count(CHOSEN, {"care_plan": self.plan}), 1)

	def test_from_a_later_day(self):
		self.start("care_plan", ["mai"], care_plan=self.plan, applied_on=day(10))
		self.assertEqual(
			[str(one.starts_on.date()) for one in self.of("mai", "starts_on")], [day(13), day(19)]
		)

	def test_stopped(self):
		self.start("care_plan", ["mai"], care_plan=self.plan)
		done = self.start("care_plan_stop", ["mai", "nam"], care_plan=self.plan)
		self.assertEqual((done["succeeded"], done["skipped"]), (1, 1))
		self.assertIn("was not chosen for the plan", self.reasons(done)[1][1])
		self.assertEqual({one.status for one in self.of("mai", "status")}, {"Cancelled"})
		stopped = frappe.db.get_value(CHOSEN, {"care_plan": self.plan}, ["stopped_on", "stopped_by"])
		self.assertEqual((str(stopped[0]), stopped[1]), (today(), "Administrator"))

	def test_applied_again_after_it_was_stopped(self):
		for action in ("care_plan", "care_plan_stop", "care_plan"):
			self.start(action, ["mai"], care_plan=self.plan)
		statuses = sorted(one.status for one in self.of("mai", "status"))
		self.assertEqual(statuses, ["Cancelled"] * 2 + ["Planned"] * 2)

	def test_customers_of_others(self):
		self.as_user("mai")
		done = self.start("care_plan", ["mai", "nam"], care_plan=self.plan)
		self.assertEqual(
			self.reasons(done),
			[("Succeeded", ""), ("Failed", "Not found, or you no longer have the right to it.")],
		)
		self.assertEqual(self.of("nam"), [])

	def test_who_may_not_change_customers(self):
		for person in ("accountant", "director"):
			self.as_user(person)
			for action in ("care_plan", "care_plan_stop"):
				with self.assertRaisesRegex(frappe.PermissionError, "Your role does not allow this"):
					self.start(action, ["mai"], care_plan=self.plan)

	def test_wrong_parameters(self):
		switched_off = make_plan(plan_name="Cũ", enabled=0)
		for parameters, words in (
			({}, "Choose a care plan"),
			({"care_plan": "không có"}, "Choose a care plan"),
			({"care_plan": switched_off}, "switched off"),
			({"care_plan": self.plan, "applied_on": add_days(today(), -1)}, "cannot begin in the past"),
			({"care_plan": self.plan, "applied_on": "ngày mai"}, "This is not a date"),
		):
			with self.assertRaisesRegex(frappe.ValidationError, words):
				self.start("care_plan", ["mai"], **parameters)

	def test_the_choices_follow_the_customer(self):
		self.start("care_plan", ["mai", "nam"], care_plan=self.plan)
		self.as_user("mai")
		self.assertEqual(frappe.get_list(CHOSEN, pluck="customer"), [self.customers["mai"]])


class TestCare(BulkCareTestCase):
	MOMENT = f"{add_days(today(), 2)} 10:00:00"

	def test_one_appointment_with_each(self):
		self.as_user("hanoi")
		done = self.start(
			"care", ["hanoi", "mai"], activity_type="Visit", subject="Chúc Tết", starts_on=self.MOMENT
		)
		self.assertEqual((done["succeeded"], done["failed"]), (2, 0))
		for person in ("hanoi", "mai"):
			one = self.of(person, "subject", "activity_type", "starts_on", "assigned_to")[0]
			self.assertEqual(
				(one.subject, one.activity_type, str(one.starts_on), one.assigned_to),
				("Chúc Tết", "Visit", self.MOMENT, self.users[person]),
			)

	def test_a_chosen_person(self):
		self.start("care", ["mai"], starts_on=self.MOMENT, assigned_to=self.users["hanoi"])
		self.assertEqual(self.of("mai", "assigned_to")[0].assigned_to, self.users["hanoi"])

	def test_some_a_day(self):
		names = [make_customer(customer_name=f"Khách {i}").name for i in range(5)]
		api.start("care", {"starts_on": "2026-11-27 10:00:00", "per_day": 2}, names)
		found = frappe.get_all(
			APPOINTMENT, {"customer": ("in", names)}, pluck="starts_on", order_by="starts_on"
		)
		self.assertEqual([moment.day for moment in found], [27, 27, 28, 28, 30])  # the 29th is a Sunday

	def test_days_without_sundays(self):
		saturday = frappe.utils.get_datetime("2026-11-28 10:00:00")
		self.assertEqual([after_days(saturday, n).day for n in range(8)], [28, 30, 1, 2, 3, 4, 5, 7])

	def test_days_of_the_company(self):
		settings = frappe.get_doc("KH Settings")
		rows = [
			{"title": "Nghỉ", "calendar": "Solar", "day": 1, "month": 12, "days": 2},
			{
				"title": "Làm bù",
				"calendar": "Solar",
				"day": 5,
				"month": 12,
				"year": "2026",
				"days": 1,
				"is_worked": 1,
			},
		]
		settings.update({"works_saturday": 0, "holidays": rows}).save()
		friday = frappe.utils.get_datetime("2026-11-27 10:00:00")
		found = [after_days(friday, n) for n in range(6)]
		self.assertEqual([moment.day for moment in found], [27, 30, 3, 4, 5, 7])
		self.assertEqual({moment.hour for moment in found}, {10})

	def test_customers_of_others(self):
		self.as_user("mai")
		done = self.start("care", ["nam"], starts_on=self.MOMENT)
		self.assertEqual(
			self.reasons(done), [("Failed", "Not found, or you no longer have the right to it.")]
		)
		self.assertEqual(self.of("nam"), [])

	def test_who_may_not_plan(self):
		for role in (ACCOUNTANT, VIEWER):
			frappe.set_user(make_user("kh_plan_nothing@care.example", role))
			with self.assertRaisesRegex(frappe.PermissionError, "Your role does not allow this"):
				self.start("care", ["mai"], starts_on=self.MOMENT)
			frappe.set_user("Administrator")

	def test_wrong_parameters(self):
		for parameters, words in (
			({}, "Say when"),
			({"starts_on": "lúc nào đó"}, "Say when"),
			({"starts_on": self.MOMENT, "activity_type": "Birthday"}, "kind of appointment"),
			({"starts_on": self.MOMENT, "assigned_to": "Guest"}, "Choose another person"),
		):
			with self.assertRaisesRegex(frappe.ValidationError, words):
				self.start("care", ["mai"], **parameters)

	def test_the_sales_user_s_own(self):
		frappe.set_user(make_user("kh_own@care.example", SALES_USER))
		name = make_customer(customer_name="Khách Tự Tạo").name
		done = api.start("care", {"starts_on": self.MOMENT}, [name])
		self.assertEqual(done["succeeded"], 1)
