from datetime import timedelta
from unittest.mock import patch

import frappe

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.care import making, reminders, telling
from crm_khachhang.care.tests.test_care import make_appointment, moment
from crm_khachhang.tests import TestCase, make_customer, make_user
from crm_khachhang.tests.mails import queue_mails, queued_for
from crm_khachhang.tests.processes import ProcessTestCase

LOG = "Notification Log"


def notifications_of(user: str) -> list[str]:
	return frappe.get_all(LOG, filters={"for_user": user}, pluck="subject", order_by="creation, name")


class TestWhenToRemind(TestCase):
	def state(self, appointment) -> tuple:
		return tuple(frappe.db.get_value("KH Care Schedule", appointment.name, ["remind_at", "reminded_on"]))

	def reminded(self, **values):
		appointment = make_appointment(make_customer(), remind_before=60, **values)
		reminders._mark([appointment.name], moment())
		return appointment

	def test_so_many_minutes_before(self):
		appointment = make_appointment(make_customer(), remind_before=45)
		self.assertEqual(self.state(appointment)[0], appointment.starts_on - timedelta(minutes=45))
		self.assertEqual(self.state(make_appointment(make_customer(), remind_before=0)), (None, None))

	def test_who_says_nothing_gets_the_standard(self):
		frappe.db.set_single_value("KH Settings", "default_remind_before", 25)
		self.assertEqual(make_appointment(make_customer()).remind_before, 25)
		starts_on = moment(days=2)
		made = {
			"customer": make_customer().name,
			"subject": "Gọi",
			"starts_on": starts_on,
			"made_for": "thu:1",
		}
		making.make([made])
		self.assertEqual(
			frappe.db.get_value("KH Care Schedule", {"made_for": "thu:1"}, "remind_at"),
			starts_on - timedelta(minutes=25),
		)

	def test_none_for_what_is_over(self):
		appointment = make_appointment(make_customer(), remind_before=45)
		for status in ("Done", "Cancelled", "Missed"):
			appointment.status = status
			appointment.save()
			self.assertIsNone(self.state(appointment)[0], status)

	def test_a_form_opened_before_the_reminder_does_not_ask_for_it_again(self):
		opened = self.reminded()
		form = frappe.get_doc(opened.as_dict())  # with texts for moments, as a browser sends them
		form.update(
			{"starts_on": str(opened.starts_on), "description": "đã xem", "modified": opened.modified}
		)
		form.save()
		self.assertEqual((form.remind_at, bool(self.state(opened)[1])), (None, True))

	def test_done_by_mistake_and_opened_again(self):
		appointment = frappe.get_doc("KH Care Schedule", self.reminded().name)
		for status in ("Done", "Planned"):
			appointment.status = status
			appointment.save()
		self.assertIsNone(self.state(appointment)[0])

	def test_another_time_or_person_is_reminded_of(self):
		other = make_user("kh_nhac_2@example.com", SALES_USER)
		for change in ({"starts_on": moment(days=5)}, {"assigned_to": other}, {"remind_before": 15}):
			appointment = frappe.get_doc("KH Care Schedule", self.reminded().name)
			appointment.update(change)
			appointment.save()
			self.assertTrue(self.state(appointment)[0], change)
			self.assertIsNone(self.state(appointment)[1], change)


class TestSending(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.person = make_user("kh_nhac@example.com", SALES_USER)

	def setUp(self):
		super().setUp()
		queue_mails(self)
		frappe.db.set_value("KH Care Schedule", {"remind_at": ("is", "set")}, "remind_at", None)
		self.customer = make_customer(customer_name="Khách Hẹn")
		self.customer.db_set("account_manager", self.person)

	def appointment(self, minutes: int = 20, **values):
		values = {"assigned_to": self.person, "remind_before": 30} | values
		return make_appointment(self.customer, starts_on=moment(minutes=minutes), **values)

	def test_in_the_desk_and_by_mail_once(self):
		one = self.appointment(subject="Gọi báo giá")
		later = self.appointment(minutes=120)
		for _again in range(2):
			reminders.send_due()
		(told,) = notifications_of(self.person)
		hour = one.starts_on.strftime("%H:%M")
		self.assertRegex(told, f"^Reminder: {hour}.* Gọi báo giá – Khách Hẹn$")
		self.assertEqual(len(queued_for(self.person)), 1)
		self.assertEqual(
			[
				bool(frappe.db.get_value("KH Care Schedule", name, "reminded_on"))
				for name in (one.name, later.name)
			],
			[True, False],
		)

	def test_the_notification_opens_the_appointment(self):
		one = self.appointment()
		reminders.send_due()
		log = frappe.get_last_doc(LOG, {"for_user": self.person})
		self.assertEqual((log.document_type, log.document_name), ("KH Care Schedule", one.name))

	def test_many_at_once_are_one_message(self):
		for number in range(5):
			self.appointment(minutes=10 + number, subject=f"Việc {number}")
		reminders.send_due()
		(told,) = notifications_of(self.person)
		self.assertRegex(told, "^5 appointments, the next: .* Việc 0")
		(mail,) = queued_for(self.person)
		for number in range(5):
			self.assertIn(f"Việc {number}", mail)

	def test_never_of_what_was_cancelled_past_the_documents(self):
		one = self.appointment()
		frappe.db.set_value("KH Care Schedule", one.name, "status", "Cancelled")
		reminders.send_due()
		self.assertEqual(notifications_of(self.person), [])
		self.assertIsNone(frappe.db.get_value("KH Care Schedule", one.name, "remind_at"))

	def test_after_a_pause_of_the_scheduler(self):
		"""What began within a day is still told of, what began before is not: the digest does that."""
		self.appointment(minutes=-23 * 60, subject="Hôm qua")
		old = self.appointment(minutes=-25 * 60, subject="Lâu rồi")
		reminders.send_due()
		(told,) = notifications_of(self.person)
		self.assertIn("Hôm qua", told)
		self.assertEqual(
			tuple(frappe.db.get_value("KH Care Schedule", old.name, ["remind_at", "reminded_on"])),
			(None, None),
		)

	def test_nothing_of_a_customer_whom_the_person_does_not_see(self):
		hidden = make_customer(customer_name="Khách Kín", account_manager="Administrator")
		make_appointment(hidden, starts_on=moment(minutes=5), assigned_to=self.person, subject="Việc nhờ")
		reminders.send_due()
		(told,) = notifications_of(self.person)
		self.assertIn("Việc nhờ", told)
		self.assertNotIn("Khách Kín", told + queued_for(self.person)[0])

	def test_what_nobody_has_is_the_owners(self):
		frappe.db.set_value("KH Care Schedule", self.appointment().name, "assigned_to", None)
		reminders.send_due()
		self.assertEqual(len(notifications_of(self.person)), 1)

	def test_somebody_who_has_left(self):
		self.appointment()
		frappe.db.set_value("User", self.person, "enabled", 0)
		frappe.clear_document_cache("User", self.person)
		reminders.send_due()
		self.assertEqual((notifications_of(self.person), queued_for(self.person)), ([], []))
		frappe.db.set_value("User", self.person, "enabled", 1)
		frappe.clear_document_cache("User", self.person)

	def test_mails_that_nobody_wants(self):
		frappe.db.set_single_value("KH Settings", "remind_by_email", 0)
		self.appointment()
		reminders.send_due()
		self.assertEqual((len(notifications_of(self.person)), queued_for(self.person)), (1, []))

	def test_without_an_outgoing_account_the_desk_tells_nevertheless(self):
		self.appointment()
		with patch.object(frappe, "sendmail", side_effect=frappe.OutgoingEmailError("no account")):
			reminders.send_due()
		self.assertEqual(len(notifications_of(self.person)), 1)
		self.assertFalse(frappe.db.exists("Error Log", {"method": "Email"}))

	def test_what_fails_for_one_person_is_logged_and_tried_again(self):
		other = make_user("kh_nhac_2@example.com", SALES_USER)
		failing = self.appointment()
		self.appointment(assigned_to=other)
		remind = telling.remind

		def fail(person, *arguments):
			if person == self.person:
				raise ValueError("no disk")
			remind(person, *arguments)

		with patch.object(telling, "remind", side_effect=fail):
			reminders.send_due()
		self.assertEqual((len(notifications_of(self.person)), len(notifications_of(other))), (0, 1))
		self.assertTrue(frappe.db.exists("Error Log", {"method": "Reminders"}))
		self.assertTrue(frappe.db.get_value("KH Care Schedule", failing.name, "remind_at"))
		reminders.send_due()
		self.assertEqual((len(notifications_of(self.person)), len(notifications_of(other))), (1, 1))


class TestTwoWorkers(ProcessTestCase):
	"""Both see the same reminder due; one sends it. A worker that is killed has sent nothing."""

	SENDING = """
	from crm_khachhang.care import reminders, telling
	remind = telling.remind
	def slowly(*arguments):
		remind(*arguments)
		say("told")
		wait()
	telling.remind = slowly
	say("ready")
	wait()
	reminders.send_due()
	say("done")
	"""

	def setUp(self):
		self.person = make_user("kh_nhac_cung_luc@example.com", SALES_USER)
		self.customer = make_customer(customer_name="Khách Cùng Lúc")
		self.appointment = make_appointment(
			self.customer, starts_on=moment(minutes=5), assigned_to=self.person, remind_before=30
		)
		frappe.db.commit()
		self.addCleanup(self.remove)

	def remove(self):
		frappe.db.rollback()
		frappe.db.delete(LOG, {"for_user": self.person})
		frappe.delete_doc("KH Customer", self.customer.name, force=True)
		frappe.delete_doc("User", self.person, force=True)
		frappe.db.commit()

	def begin(self):
		process = self.start(self.SENDING)
		self.says(process, "ready")
		return process

	def test_at_the_same_time(self):
		first, second = self.begin(), self.begin()
		self.goes_on(first, "told")
		print("", file=second.stdin, flush=True)  # finds it due, and waits for the first one's lock
		self.assertEqual(notifications_of(self.person), [])
		self.goes_on(first, "done")
		self.says(second, "done")
		frappe.db.rollback()
		self.assertEqual(len(notifications_of(self.person)), 1)

	def test_killed_before_it_has_committed(self):
		first = self.begin()
		self.goes_on(first, "told")
		self.kill(first)
		self.assertEqual(notifications_of(self.person), [])
		second = self.begin()
		self.goes_on(second, "told")
		self.goes_on(second, "done")
		self.assertEqual(len(notifications_of(self.person)), 1)
