from datetime import datetime
from unittest.mock import patch

import frappe

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.access.tests import ROLE_OF_ANOTHER_APP, CompanyTestCase
from crm_khachhang.care import digest, telling
from crm_khachhang.care.tests.test_care import make_appointment
from crm_khachhang.care.tests.test_reminders import notifications_of
from crm_khachhang.tests import make_customer, make_user
from crm_khachhang.tests.mails import queue_mails, queued_for
from crm_khachhang.tests.processes import ProcessTestCase

MONDAY = "2026-11-23"
SUNDAY = "2026-11-22"


class TestMorning(CompanyTestCase):
	"""mai has two overdue appointments, nam one; hanoi leads mai's team, north leads hanoi, director leads all."""

	def setUp(self):
		super().setUp()
		queue_mails(self)
		frappe.db.delete("KH Care Schedule")
		for person, hour in (("mai", 9), ("mai", 8), ("nam", 10)):
			self.appointment(person, f"2026-11-20 {hour:02}:00:00", f"Việc {hour} giờ của {person}")

	def appointment(self, person: str, starts_on: str, subject: str, **values):
		customer = frappe.get_doc("KH Customer", self.customers[person])
		values = {"assigned_to": self.users[person], "subject": subject, "starts_on": starts_on} | values
		return make_appointment(customer, **values)

	def morning(self, day: str, hour: str = "07:01:00"):
		with patch.object(digest, "now_datetime", return_value=datetime.fromisoformat(f"{day} {hour}")):
			digest.send_morning()

	def told(self) -> dict[str, list[str]]:
		told = {name: notifications_of(user) for name, user in self.users.items()}
		return {name: subjects for name, subjects in told.items() if subjects}

	def test_each_person_and_the_leaders_once_a_day(self):
		for _again in range(2):
			self.morning(MONDAY)
		mine, team = "Overdue care: {0} of your own", "Overdue care: {0} in your teams"
		expected = {
			"mai": [mine.format(2)],
			"nam": [mine.format(1)],
			"hanoi": [team.format(2)],
			"north": [team.format(2)],
			"south": [team.format(1)],
			"director": [team.format(3)],
		}
		self.assertEqual(self.told(), expected)
		self.morning("2026-11-24")
		self.assertEqual(self.told(), {name: subjects * 2 for name, subjects in expected.items()})

	def test_own_and_team_in_one_message(self):
		self.appointment("hanoi", "2026-11-19 08:00:00", "Việc của hanoi")
		self.morning(MONDAY)
		self.assertEqual(self.told()["hanoi"], ["Overdue care: 1 of your own, 2 in your teams"])
		(mail,) = queued_for(self.users["hanoi"])
		self.assertIn("Việc của hanoi – Khách của hanoi", mail)
		self.assertRegex(mail, "Kh_mai: 2|kh_mai: 2")

	def test_the_oldest_first(self):
		self.morning(MONDAY)
		(mail,) = queued_for(self.users["mai"])
		self.assertLess(mail.index("Việc 8 giờ của mai"), mail.index("Việc 9 giờ của mai"))

	def test_the_link_of_a_notification_has_room_in_its_column(self):
		short = telling.list_link(status="Planned")
		self.assertEqual(telling.fitting(short), short)
		self.assertTrue(telling.fitting(short + "&subject=" + "x" * 140).endswith("/app/kh-care-today"))

	def test_not_before_the_hour_nor_on_days_off(self):
		frappe.db.set_single_value("KH Settings", "care_digest_hour", 9)
		self.morning(MONDAY, "08:59:00")
		self.morning(SUNDAY, "09:01:00")
		self.morning("2027-02-08", "09:01:00")  # Tết
		self.assertEqual(self.told(), {})

	def test_later_on_the_day_when_nothing_ran_in_the_morning(self):
		self.morning(MONDAY, "15:30:00")
		self.assertIn("mai", self.told())

	def test_switched_off(self):
		frappe.db.set_single_value("KH Settings", "care_digest", 0)
		self.morning(MONDAY)
		self.assertEqual(self.told(), {})

	def test_what_is_done_cancelled_or_of_today_is_not_overdue(self):
		for status in ("Done", "Cancelled", "Missed"):
			self.appointment("loner", "2026-11-20 08:00:00", "Việc", status=status)
		self.appointment("loner", f"{MONDAY} 06:00:00", "Việc sáng nay")
		self.morning(MONDAY)
		self.assertNotIn("loner", self.told())

	def test_somebody_who_may_no_longer_read_appointments(self):
		former = make_user("kh_da_doi_viec@test.example", SALES_USER)
		self.appointment("loner", "2026-11-20 08:00:00", "Việc", assigned_to=former)
		make_user(former, ROLE_OF_ANOTHER_APP)
		self.morning(MONDAY)
		self.assertEqual(notifications_of(former), [])


class TestTwoWorkers(ProcessTestCase):
	TELLING = """
	from crm_khachhang.care import digest
	send = digest._send
	def slowly(*arguments):
		send(*arguments)
		say("told")
		wait()
	digest._send = slowly
	digest.current = lambda: type("Always", (), {"is_working_day": lambda self, day: True})()
	frappe.get_cached_doc("KH Settings").care_digest_hour = 0
	say("ready")
	wait()
	digest.send_morning()
	say("done")
	"""

	def setUp(self):
		self.person = make_user("kh_sang_som@example.com", SALES_USER)
		self.customer = make_customer(customer_name="Khách Quá Hạn")
		starts_on = str(datetime(2020, 1, 2, 8))
		make_appointment(self.customer, starts_on=starts_on, assigned_to=self.person)
		frappe.db.commit()
		self.addCleanup(self.remove)

	def remove(self):
		frappe.db.rollback()
		frappe.db.delete("Notification Log", {"for_user": self.person})
		frappe.db.delete("KH Care Subscription", {"user": self.person})
		frappe.delete_doc("KH Customer", self.customer.name, force=True)
		frappe.delete_doc("User", self.person, force=True)
		frappe.db.commit()

	def test_one_digest(self):
		first, second = self.start(self.TELLING), self.start(self.TELLING)
		self.says(first, "ready")
		self.says(second, "ready")
		self.goes_on(first, "told")
		print("", file=second.stdin, flush=True)  # waits for the first one's lock
		self.assertEqual(notifications_of(self.person), [])
		self.goes_on(first, "done")
		self.says(second, "done")
		frappe.db.rollback()
		self.assertEqual(len(notifications_of(self.person)), 1)
