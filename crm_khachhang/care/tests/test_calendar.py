"""The calendar and what is to do today: what the reader may read, and when colleagues are busy.

Team: Lan leads; Mai and Nam are members. Bích is in no team.
"""

from datetime import timedelta

import frappe

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.care import api
from crm_khachhang.care.tests.test_care import make_appointment, moment
from crm_khachhang.tests import TestCase, make_customer, make_user

PEOPLE = ("lan", "mai", "nam", "bich")


class CareTestCase(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.users = {name: make_user(f"{name}@lich.example", SALES_USER) for name in PEOPLE}
		cls.manager = make_user("quan-ly@lich.example", MANAGER)
		frappe.get_doc(
			doctype="KH Sales Team",
			team_name="Nhóm lịch",
			leader=cls.users["lan"],
			members=[{"user": cls.users["mai"]}, {"user": cls.users["nam"]}],
		).insert()
		cls.customers = {
			name: make_customer(
				customer_name=f"Khách của {name}", phone=f"09{number}1 234 567", account_manager=user
			)
			for number, (name, user) in enumerate(cls.users.items())
		}

	def plan(self, whose: str, assigned_to: str | None = None, **values):
		values.setdefault("starts_on", moment(hours=1))
		return make_appointment(
			self.customers[whose],
			subject=f"Việc với {whose}",
			assigned_to=self.users[assigned_to or whose],
			**values,
		).name


class TestCalendar(CareTestCase):
	def events(self, user: str, **asked) -> list[dict]:
		frappe.set_user(self.users.get(user, user))
		try:
			return api.get_events(str(moment(days=-1)), str(moment(days=40)), **asked)
		finally:
			frappe.set_user("Administrator")

	def test_mine(self):
		name = self.plan("mai")
		self.plan("nam")
		(event,) = self.events("mai")
		self.assertEqual((event.name, event.subject), (name, "Việc với mai"))
		self.assertEqual(event.customer_name, "Khách của mai")
		self.assertEqual(event.ends_on - event.starts_on, timedelta(minutes=30))

	def test_colleagues_are_busy(self):
		self.plan("nam")
		(event,) = self.events("mai", whose="team")
		self.assertTrue(event.busy)
		self.assertEqual(event.assigned_to, self.users["nam"])
		self.assertNotIn("Việc với nam", str(event))
		self.assertNotIn(self.customers["nam"].name, str(event))
		self.assertEqual(
			set(event), {"name", "subject", "who", "busy", "starts_on", "ends_on", "all_day", "assigned_to"}
		)

	def test_of_strangers_not_even_that(self):
		self.plan("bich")
		self.assertEqual(self.events("mai", person=self.users["bich"]), [])
		self.assertEqual(self.events("mai", whose="all"), [])
		self.assertEqual(self.events("lan", whose="team"), [])

	def test_the_leader_reads_all_of_the_team(self):
		names = {self.plan("mai"), self.plan("nam")}
		found = self.events("lan", whose="team")
		self.assertEqual({event.name for event in found}, names)
		self.assertFalse(any(event.busy for event in found))

	def test_whose_appointment_it_is_reads_its_text_and_nothing_of_the_customer(self):
		name = self.plan("bich", assigned_to="mai")
		(event,) = self.events("mai")
		self.assertEqual((event.name, event.subject), (name, "Việc với bich"))
		self.assertNotIn(self.customers["bich"].name, str(event))
		self.assertNotIn("Khách của bich", str(event))

	def test_managers_see_everybody(self):
		names = {self.plan(person) for person in PEOPLE}
		self.assertEqual({event.name for event in self.events(self.manager, whose="all")} & names, names)

	def test_cancelled_ones_and_other_months_are_left_out(self):
		self.plan("mai", status="Cancelled")
		self.plan("mai", starts_on=moment(days=60))
		self.plan("mai", starts_on=moment(days=-20), ends_on=moment(days=-15))
		goes_on = self.plan("mai", starts_on=moment(days=-20), ends_on=moment(days=2))
		self.assertEqual([event.name for event in self.events("mai")], [goes_on])

	def test_no_time(self):
		for wrong in ("mai", "2026-99-99", "[]"):
			self.assertRaisesRegex(frappe.ValidationError, "start", api.get_events, wrong, str(moment()))


class TestToday(CareTestCase):
	def todo(self, user: str, whose: str = "me") -> dict:
		frappe.set_user(self.users.get(user, user))
		try:
			return api.get_todo(whose)
		finally:
			frappe.set_user("Administrator")

	def test_mine(self):
		late = self.plan("mai", starts_on=moment(days=-1))
		noon = moment().replace(hour=12, minute=0, second=0)
		today = self.plan("mai", starts_on=noon)
		self.plan("mai", starts_on=moment(days=9))
		self.plan("nam", starts_on=noon)
		found = self.todo("mai")
		self.assertEqual([row.name for row in found["overdue"]["rows"]], [late])
		self.assertEqual([row.name for row in found["today"]["rows"]], [today])
		self.assertEqual(found["today"]["rows"][0].about.customer_name, "Khách của mai")

	def test_of_the_team(self):
		noon = moment().replace(hour=12, minute=0, second=0)
		names = {self.plan(person, starts_on=noon) for person in ("mai", "nam")}
		self.plan("bich", starts_on=noon)
		self.assertEqual({row.name for row in self.todo("lan", "team")["today"]["rows"]}, names)
		self.assertEqual(
			[row.assigned_to for row in self.todo("mai", "team")["today"]["rows"]], [self.users["mai"]]
		)

	def test_nothing_of_a_customer_that_one_does_not_see(self):
		self.plan("bich", assigned_to="mai", starts_on=moment(days=-1))
		(row,) = self.todo("mai")["overdue"]["rows"]
		self.assertIsNone(row.about)
		self.assertNotIn(self.customers["bich"].name, str(row))
