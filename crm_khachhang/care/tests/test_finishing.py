"""Ending an appointment: with a next step, by two people at once, by somebody who may not."""

import frappe
from frappe.utils import add_to_date, get_datetime

from crm_khachhang.access.roles import SALES_USER, VIEWER
from crm_khachhang.care import api
from crm_khachhang.care.appointments import AlreadyOver
from crm_khachhang.care.tests.test_care import dates_of, make_appointment, moment
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.tests import TestCase, make_customer, make_user
from crm_khachhang.tests.processes import ProcessTestCase

FINISH = """
from crm_khachhang.care import api
from crm_khachhang.care.appointments import AlreadyOver
frappe.local.lang = "vi"
say("ready")
wait()
try:
	api.finish(arguments[0], outcome=arguments[1])
	frappe.db.commit()
	say("done")
except AlreadyOver as error:
	say(str(error))
"""


class TestFinishing(TestCase):
	def setUp(self):
		super().setUp()
		self.customer = make_customer()
		self.appointment = make_appointment(self.customer)

	def test_done_with_the_next_step(self):
		next_on = moment(days=7)
		shown = api.finish(
			self.appointment.name,
			outcome="Khách hẹn lại",
			result="Cần báo giá mới",
			next_step={"activity_type": "Meeting", "subject": "Gửi báo giá", "starts_on": str(next_on)},
		)
		self.appointment.reload()
		self.assertEqual(
			(self.appointment.status, self.appointment.outcome, self.appointment.result),
			("Done", "Khách hẹn lại", "Cần báo giá mới"),
		)
		(following,) = shown["next"]
		follower = frappe.get_doc("KH Care Schedule", following.name)
		self.assertEqual((follower.follows, follower.subject), (self.appointment.name, "Gửi báo giá"))
		self.assertEqual(follower.assigned_to, self.appointment.assigned_to)
		self.assertEqual(dates_of(self.customer), (next_on, self.appointment.done_on))

	def test_a_wrong_next_step_leaves_the_appointment_open(self):
		savepoint = "before_finish"
		frappe.db.savepoint(savepoint)
		with self.assertRaisesRegex(InvalidField, "Starts On"):
			api.finish(self.appointment.name, next_step={"activity_type": "Call", "starts_on": "mai"})
		frappe.db.rollback(save_point=savepoint)
		self.assertEqual(frappe.db.get_value("KH Care Schedule", self.appointment.name, "status"), "Planned")

	def test_missed(self):
		api.finish(self.appointment.name, status="Missed", outcome="Không nghe máy")
		self.appointment.reload()
		self.assertEqual((self.appointment.status, self.appointment.done_on), ("Missed", None))
		self.assertEqual(dates_of(self.customer), (None, None))

	def test_no_end(self):
		with self.assertRaisesRegex(InvalidField, "Status.*ends as Done, Missed or Cancelled"):
			api.finish(self.appointment.name, status="Planned")

	def test_ended_before(self):
		api.finish(self.appointment.name)
		with self.assertRaisesRegex(AlreadyOver, "has ended this appointment already: Done"):
			api.finish(self.appointment.name)
		self.assertRaises(AlreadyOver, api.move, self.appointment.name, str(moment(days=3)))

	def test_moved(self):
		first = get_datetime(self.appointment.starts_on)
		second, third = add_to_date(first, days=1), add_to_date(first, days=2)
		self.appointment.update({"ends_on": add_to_date(first, hours=2)}).save()
		api.move(self.appointment.name, str(second))
		api.move(self.appointment.name, str(third))
		self.appointment.reload()
		self.assertEqual(self.appointment.moved_from, first)
		self.assertEqual(self.appointment.starts_on, third)
		self.assertEqual(self.appointment.ends_on, add_to_date(third, hours=2))
		self.assertEqual(dates_of(self.customer)[0], third)

	def test_who_may_not(self):
		for role in (SALES_USER, VIEWER):
			frappe.set_user(make_user(f"{frappe.scrub(role)}-care@example.com", role))
			self.assertRaises(
				(frappe.PermissionError, frappe.DoesNotExistError), api.finish, self.appointment.name
			)
			frappe.set_user("Administrator")
		self.assertEqual(frappe.db.get_value("KH Care Schedule", self.appointment.name, "status"), "Planned")

	def test_next_step_of_another_customer(self):
		other = make_customer(customer_name="Khách Khác", phone="0987 654 321")
		with self.assertRaisesRegex(InvalidField, "Follows.*belongs to another customer"):
			make_appointment(other, follows=self.appointment.name)


class TestTwoAtOnce(ProcessTestCase):
	def setUp(self):
		self.customer = make_customer(customer_name="Khách của hai người")
		self.appointment = make_appointment(self.customer)
		self.addCleanup(self.clean_up)
		frappe.db.commit()

	def clean_up(self):
		frappe.db.rollback()
		frappe.delete_doc("KH Care Schedule", self.appointment.name, force=True)
		frappe.delete_doc("KH Customer", self.customer.name, force=True)
		frappe.db.delete(
			"Deleted Document", {"deleted_name": ("in", [self.appointment.name, self.customer.name])}
		)
		frappe.db.commit()

	def test_one_wins_the_other_is_told(self):
		outcomes = ("Đồng ý mua", "Từ chối")
		people = [self.start(FINISH, self.appointment.name, outcome) for outcome in outcomes]
		for person in people:
			self.says(person, "ready")
		for person in people:
			print("", file=person.stdin, flush=True)
		answers = [person.stdout.readline().strip() for person in people]
		winner = answers.index("done")
		self.assertIn("đã kết thúc lịch hẹn này rồi", answers[1 - winner])
		frappe.db.rollback()
		self.assertEqual(
			frappe.db.get_value("KH Care Schedule", self.appointment.name, "outcome"), outcomes[winner]
		)
