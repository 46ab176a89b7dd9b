from datetime import timedelta
from email import message_from_string, policy
from unittest.mock import patch
from zoneinfo import ZoneInfo

import frappe
import frappe.client
from icalendar import Calendar

from crm_khachhang.access.tests import CompanyTestCase
from crm_khachhang.care.inviting import api
from crm_khachhang.care.recurrence import api as recurrence
from crm_khachhang.care.tests.test_care import make_appointment, moment
from crm_khachhang.customers import deletion
from crm_khachhang.customers.contacts import people
from crm_khachhang.tests import NOT_PERMITTED
from crm_khachhang.tests.mails import queue_mails, text_of


class InvitingTestCase(CompanyTestCase):
	"""mai invites to her appointment with her customer."""

	def setUp(self):
		super().setUp()
		queue_mails(self)
		frappe.db.set_single_value("System Settings", "time_zone", "Asia/Ho_Chi_Minh")
		self.customer = frappe.get_doc("KH Customer", self.customers["mai"])
		self.customer.db_set({"email": "khach@mai.example", "address_line": "1 Láng Hạ"})
		contact = people.add(self.customer.name, {"full_name": "Trần Lan", "email": "lan@mai.example"})
		self.appointment = make_appointment(
			self.customer,
			subject="Gặp ký hợp đồng",
			description="Đừng giảm giá quá 5%",
			activity_type="Visit",
			assigned_to=self.users["mai"],
			contact=contact.name,
			starts_on=moment(days=1),
		)
		self.as_user("mai")

	def mails(self) -> dict[str, str]:
		rows = frappe.get_all("Email Queue Recipient", fields=["recipient", "parent"])
		return {row.recipient: frappe.db.get_value("Email Queue", row.parent, "message") for row in rows}

	def invite(self, *emails: str, title: str = "Hẹn gặp", message: str = "Mời anh chị <3"):
		return api.invite(self.appointment.name, list(emails), title, message)

	def event(self, mail: str):
		(part,) = message_from_string(mail, policy=policy.default).iter_attachments()
		self.assertEqual((part.get_content_type(), part.get_filename()), ("text/calendar", "lich-hen.ics"))
		calendar = Calendar.from_ical(part.get_content())
		self.assertEqual((calendar["method"], len(calendar.walk("VTIMEZONE"))), ("REQUEST", 1))
		(event,) = calendar.walk("VEVENT")
		return event


class TestInviting(InvitingTestCase):
	def test_who_may_be_invited(self):
		guests = {
			one["email"]: (one["kind"], one["is_chosen"]) for one in api.get_guests(self.appointment.name)
		}
		self.assertEqual(
			guests,
			{
				self.users["mai"]: ("user", False),
				"lan@mai.example": ("contact", True),
				"khach@mai.example": ("customer", True),
			},
		)

	def test_each_gets_a_mail_with_a_file(self):
		self.assertEqual(self.invite("lan@mai.example", "khach@mai.example"), 2)
		mails = self.mails()
		self.assertEqual(set(mails), {"lan@mai.example", "khach@mai.example"})
		event = self.event(mails["lan@mai.example"])
		starts_on = self.appointment.starts_on.replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
		self.assertEqual(event.decoded("dtstart"), starts_on)
		self.assertEqual(event.decoded("dtend"), starts_on + timedelta(minutes=30))
		self.assertEqual((event["summary"], event["location"]), ("Hẹn gặp", "1 Láng Hạ"))
		self.assertEqual(event["attendee"], "mailto:lan@mai.example")
		self.assertEqual(event["attendee"].params["CN"], "Trần Lan")
		self.assertEqual(event["organizer"], f"mailto:{self.users['mai']}")
		self.assertEqual(event["uid"], f"{self.appointment.name}@{frappe.local.site}")

	def test_what_is_for_colleagues_stays_here(self):
		self.invite("khach@mai.example")
		mail = self.mails()["khach@mai.example"]
		text = text_of(mail)
		self.assertIn("Mời anh chị &lt;3", text)
		for secret in ("giảm giá", "lan@mai.example", self.customer.name):
			self.assertNotIn(secret, text)
			self.assertNotIn(secret, self.event(mail).to_ical().decode())

	def test_invited_again_after_a_change(self):
		self.invite("lan@mai.example")
		first = self.event(self.mails()["lan@mai.example"])
		frappe.db.delete("Email Queue")
		frappe.db.delete("Email Queue Recipient")
		later = frappe.utils.add_to_date(self.appointment.creation, minutes=10)
		frappe.db.set_value(
			"KH Care Schedule", self.appointment.name, "modified", later, update_modified=False
		)
		self.invite("lan@mai.example")
		second = self.event(self.mails()["lan@mai.example"])
		self.assertEqual(first["uid"], second["uid"])
		self.assertGreater(second["sequence"], first["sequence"])

	def test_the_appointment_tells_who_was_invited(self):
		self.invite("lan@mai.example")
		comment = frappe.get_last_doc(
			"Comment", {"reference_name": self.appointment.name, "comment_type": "Info"}
		)
		self.assertIn("invited the contact", comment.content)

	def test_refusals(self):
		for emails, reason in (([], "Choose at least one"), (["nguoi-la@x.example"], "Choose at least one")):
			with self.assertRaisesRegex(frappe.ValidationError, reason):
				self.invite(*emails)
		self.appointment.reload()
		self.appointment.update({"status": "Done"}).save()
		with self.assertRaisesRegex(frappe.ValidationError, "This appointment is over"):
			self.invite("lan@mai.example")
		self.assertEqual(self.mails(), {})

	def test_a_site_without_an_outgoing_account(self):
		no_account = patch.object(frappe, "sendmail", side_effect=frappe.OutgoingEmailError)
		with no_account, self.assertRaisesRegex(frappe.ValidationError, "outgoing email account"):
			self.invite("lan@mai.example")

	def test_who_does_not_see_the_customer(self):
		frappe.set_user("Administrator")
		frappe.db.set_value("KH Care Schedule", self.appointment.name, "assigned_to", self.users["nam"])
		nam = self.as_user("nam")
		self.assertEqual([one["email"] for one in api.get_guests(self.appointment.name)], [nam])
		with self.assertRaisesRegex(frappe.ValidationError, "Choose at least one"):
			self.invite("khach@mai.example")
		self.invite(nam)
		self.assertNotIn("Láng Hạ", text_of(self.mails()[nam]))

	def test_who_does_not_see_the_appointment(self):
		self.as_user("loner")
		for name in (self.appointment.name, "KHONG-CO"):
			with self.assertRaisesRegex(frappe.DoesNotExistError, f"{name} not found"):
				api.get_guests(name)
			with self.assertRaisesRegex(frappe.DoesNotExistError, f"{name} not found"):
				api.invite(name, ["lan@mai.example"], "Hẹn")

	def test_who_only_reads(self):
		self.as_user("director")
		self.assertRaises(NOT_PERMITTED, self.invite, "lan@mai.example")


class TestNews(InvitingTestCase):
	"""What becomes of an appointment to which lan and the customer were invited; nobody is told by itself."""

	def setUp(self):
		super().setUp()
		self.invite("lan@mai.example", "khach@mai.example")
		self.forget_mails()

	def forget_mails(self):
		frappe.db.delete("Email Queue")
		frappe.db.delete("Email Queue Recipient")

	def calendar(self, mail: str):
		(part,) = message_from_string(mail, policy=policy.default).iter_attachments()
		calendar = Calendar.from_ical(part.get_content())
		(event,) = calendar.walk("VEVENT")
		self.assertEqual(calendar.errors + event.errors, [])
		return calendar, event

	def move(self, **times):
		self.appointment.reload()
		self.appointment.update({"starts_on": moment(days=2), **times}).save()

	def cancel(self):
		self.appointment.reload()
		self.appointment.update({"status": "Cancelled"}).save()

	def untold(self, name: str = "") -> list:
		return [(row["guest"], bool(row["now"])) for row in api.get_untold(name or self.appointment.name)]

	def test_nothing_is_news_yet(self):
		self.assertEqual(self.untold(), [])
		self.assertEqual(api.tell(self.appointment.name), 0)
		self.assertEqual(api.get_invited(self.appointment.name), 2)

	def test_what_is_no_time_is_no_news(self):
		self.appointment.reload()
		self.appointment.update({"description": "Khác", "remind_before": 5}).save()
		self.assertEqual(self.untold(), [])

	def test_moved(self):
		self.move()
		self.assertEqual(self.untold(), [("Khách của mai", True), ("Trần Lan", True)])
		self.assertEqual(self.mails(), {})
		self.assertEqual(api.tell(self.appointment.name), 2)
		mail = self.mails()["lan@mai.example"]
		calendar, event = self.calendar(mail)
		self.assertEqual((calendar["method"], event["status"]), ("REQUEST", "CONFIRMED"))
		self.assertEqual(event.decoded("dtstart").replace(tzinfo=None), self.appointment.starts_on)
		self.assertEqual((event["summary"], event["description"]), ("Hẹn gặp", "Mời anh chị <3"))
		self.assertIn("has been moved", text_of(mail))
		self.assertEqual((self.untold(), api.tell(self.appointment.name)), ([], 0))

	def test_cancelled(self):
		self.cancel()
		self.assertEqual((len(self.untold()), self.mails()), (2, {}))
		self.assertEqual(api.tell(self.appointment.name), 2)
		mail = self.mails()["lan@mai.example"]
		calendar, event = self.calendar(mail)
		self.assertEqual((calendar["method"], event["status"]), ("CANCEL", "CANCELLED"))
		self.assertEqual(event["uid"], f"{self.appointment.name}@{frappe.local.site}")
		self.assertEqual(event["organizer"], f"mailto:{self.users['mai']}")
		self.assertEqual(event["attendee"], "mailto:lan@mai.example")
		self.assertGreaterEqual(event["sequence"], 0)
		self.assertIn("is cancelled", text_of(mail))
		self.assertNotIn("giảm giá", text_of(mail))
		self.assertEqual((self.untold(), api.get_invited(self.appointment.name)), ([], 0))

	def test_what_is_over_is_no_news(self):
		frappe.db.set_value(
			"KH Care Guest", {"appointment": self.appointment.name}, "starts_on", moment(days=-1)
		)
		self.cancel()
		self.assertEqual(self.untold(), [])

	def test_done_is_no_news(self):
		self.appointment.reload()
		self.appointment.update({"status": "Done"}).save()
		self.assertEqual(self.untold(), [])

	def test_who_invited_first_stays_the_organizer(self):
		self.as_user("hanoi")
		self.move()
		api.tell(self.appointment.name)
		_calendar, event = self.calendar(self.mails()["lan@mai.example"])
		self.assertEqual(event["organizer"], f"mailto:{self.users['mai']}")

	def test_deleted(self):
		self.as_user("manager")
		recurrence.delete(self.appointment.name, tell_guests=1)
		self.assertEqual(set(self.mails()), {"lan@mai.example", "khach@mai.example"})
		calendar, _event = self.calendar(self.mails()["lan@mai.example"])
		self.assertEqual(calendar["method"], "CANCEL")
		self.assertFalse(frappe.db.exists("KH Care Guest", {"appointment": self.appointment.name}))

	def test_deleted_in_silence(self):
		self.as_user("manager")
		recurrence.delete(self.appointment.name, tell_guests=0)
		self.assertEqual(self.mails(), {})
		self.assertFalse(frappe.db.exists("KH Care Guest", {"appointment": self.appointment.name}))

	def test_deleted_where_nobody_asks(self):
		"""By a program or in a list (which both delete documents), with the customer: who waits for the appointment is told."""
		self.as_user("manager")
		for way in (
			lambda: frappe.client.delete("KH Care Schedule", self.appointment.name),
			lambda: recurrence.delete(self.appointment.name),
			lambda: deletion.delete(self.customer.name),
		):
			frappe.db.savepoint("kh_before")
			way()
			self.assertFalse(frappe.db.exists("KH Care Schedule", self.appointment.name))
			self.assertEqual(set(self.mails()), {"lan@mai.example", "khach@mai.example"})
			calendar, event = self.calendar(self.mails()["lan@mai.example"])
			self.assertEqual((calendar["method"], event["status"]), ("CANCEL", "CANCELLED"))
			frappe.db.rollback(save_point="kh_before")

	def test_deleted_after_somebody_decided(self):
		"""Who cancelled it was asked; of what was done nobody waits."""
		for status in ("Cancelled", "Done"):
			frappe.db.set_value("KH Care Schedule", self.appointment.name, "status", status)
			frappe.db.savepoint("kh_before")
			frappe.delete_doc("KH Care Schedule", self.appointment.name, ignore_permissions=True)
			self.assertEqual(self.mails(), {})
			frappe.db.rollback(save_point="kh_before")

	def test_deleted_where_no_mail_goes_out(self):
		self.as_user("manager")
		no_account = patch.object(frappe, "sendmail", side_effect=frappe.OutgoingEmailError)
		with no_account, self.assertRaisesRegex(frappe.ValidationError, "outgoing email account"):
			recurrence.delete(self.appointment.name, tell_guests=1)
		frappe.clear_messages()
		with no_account:
			frappe.delete_doc("KH Care Schedule", self.appointment.name)
		said = [frappe.parse_json(one)["message"] for one in frappe.message_log]
		self.assertEqual(len(said), 1)
		self.assertRegex(said[0], "Tell .*Trần Lan.* yourself that the appointment .*Gặp ký hợp đồng")

	def test_a_series_that_is_cancelled(self):
		self.appointment.reload()
		self.appointment.update({"repeats": "Daily", "repeat_count": 3}).save()
		day = {"series": self.appointment.series, "occurrence_on": moment(days=3).date()}
		last = frappe.db.get_value("KH Care Schedule", day)
		api.invite(last, ["lan@mai.example"], "Hẹn cuối")
		self.forget_mails()
		recurrence.cancel(self.appointment.name, "all")
		self.assertEqual(len(self.untold()), 3)
		self.assertEqual(api.tell(self.appointment.name), 3)
		self.assertEqual(frappe.db.count("KH Care Guest", {"appointment": last}), 0)

	def test_a_series_that_ends_earlier(self):
		"""What guests wait for is cancelled rather than deleted: they can still be told."""
		self.appointment.reload()
		self.appointment.update({"repeats": "Daily", "repeat_count": 3}).save()
		day = {"series": self.appointment.series, "occurrence_on": moment(days=3).date()}
		last = frappe.db.get_value("KH Care Schedule", day)
		api.invite(last, ["lan@mai.example"], "Hẹn cuối")
		recurrence.change(self.appointment.name, {"repeat_count": 2}, "all")
		self.assertEqual(frappe.db.get_value("KH Care Schedule", last, "status"), "Cancelled")
		self.assertEqual(self.untold(), [("Trần Lan", False)])

	def test_who_does_not_see_the_customer_learns_no_names(self):
		frappe.db.set_value("KH Care Schedule", self.appointment.name, "assigned_to", self.users["nam"])
		self.as_user("nam")
		self.move()
		self.assertEqual(self.untold(), [("A guest", True), ("A guest", True)])
		self.assertEqual(api.tell(self.appointment.name), 2)

	def test_who_does_not_see_the_appointment_tells_nobody(self):
		self.move()
		self.as_user("loner")
		for endpoint in (api.get_untold, api.tell, api.get_invited):
			self.assertRaises(frappe.DoesNotExistError, endpoint, self.appointment.name)

	def test_guests_are_nobodys_list(self):
		for reader in ("mai", "manager"):
			self.as_user(reader)
			self.assertRaises(NOT_PERMITTED, frappe.get_list, "KH Care Guest")
