from datetime import date, timedelta
from urllib.parse import parse_qs, urlparse
from zoneinfo import ZoneInfo

import frappe
from icalendar import Calendar

from crm_khachhang.access.tests import CompanyTestCase, ask
from crm_khachhang.care import feed, feed_api
from crm_khachhang.care.tests.test_care import make_appointment, moment
from crm_khachhang.tests import NOT_PERMITTED, make_user

API = "crm_khachhang.care.feed_api."
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def token_of(address: str) -> str:
	return parse_qs(urlparse(address).query)["token"][0]


class TestFeed(CompanyTestCase):
	"""mai reads her own calendar; nam's customer she does not see."""

	def setUp(self):
		super().setUp()
		frappe.db.delete("KH Care Schedule")
		frappe.db.set_single_value("System Settings", "time_zone", "Asia/Ho_Chi_Minh")
		frappe.db.set_value("KH Customer", self.customers["nam"], {"phone": "0906 111 222"})
		frappe.db.set_value(
			"KH Customer",
			self.customers["mai"],
			{"phone": "0912 345 678", "address_line": "1 Láng Hạ", "ward": "00004", "province": "01"},
		)
		self.token = token_of(feed.renew(self.users["mai"]))

	def appointment(self, customer: str, **values):
		values = {"assigned_to": self.users["mai"], "starts_on": moment(days=2)} | values
		return make_appointment(frappe.get_doc("KH Customer", self.customers[customer]), **values)

	def read(self, token: str) -> Calendar:
		"""What a calendar program gets, without being logged in."""
		frappe.set_user("Guest")
		ask(API + "ics", "GET", token=token)
		response = frappe.local.response
		self.assertEqual((response.type, response.content_type), ("download", "text/calendar"))
		frappe.set_user("Administrator")
		return Calendar.from_ical(response.filecontent)

	def events(self, token: str | None = None) -> dict[str, dict]:
		return {
			str(event["uid"]).split("@")[0]: event for event in self.read(token or self.token).walk("VEVENT")
		}

	def assert_not_found(self, token: str):
		frappe.set_user("Guest")
		with self.assertRaisesRegex(frappe.DoesNotExistError, "There is no such calendar"):
			ask(API + "ics", "GET", token=token)
		frappe.set_user("Administrator")

	def test_an_appointment_with_time_and_zone(self):
		starts_on = moment(days=1)
		one = self.appointment(
			"mai", subject="Gọi báo giá", starts_on=starts_on, ends_on=starts_on + timedelta(hours=1)
		)
		calendar = self.read(self.token)
		(event,) = calendar.walk("VEVENT")
		self.assertEqual(event["summary"], "Gọi báo giá – Khách của mai")
		self.assertEqual(event["uid"], f"{one.name}@{frappe.local.site}")
		self.assertEqual(event["dtstart"].params["TZID"], "Asia/Ho_Chi_Minh")
		self.assertEqual(event.decoded("dtstart"), starts_on.replace(tzinfo=HANOI))
		self.assertEqual(event.decoded("dtend") - event.decoded("dtstart"), timedelta(hours=1))
		self.assertIn("0912 345 678", event["description"])
		self.assertIn("1 Láng Hạ", event["location"])
		(zone,) = calendar.walk("VTIMEZONE")
		self.assertEqual(zone["tzid"], "Asia/Ho_Chi_Minh")
		offset = zone.to_tz().utcoffset(starts_on)
		self.assertEqual(offset, timedelta(hours=7))
		self.assertEqual(calendar.errors + event.errors, [])

	def test_without_an_end_it_takes_half_an_hour(self):
		one = self.appointment("mai")
		event = self.events()[one.name]
		self.assertEqual(event.decoded("dtend") - event.decoded("dtstart"), timedelta(minutes=30))

	def test_whole_days_are_days(self):
		day = date.today() + timedelta(days=3)
		one = self.appointment(
			"mai", all_day=1, starts_on=f"{day} 00:00:00", ends_on=f"{day + timedelta(days=1)} 00:00:00"
		)
		event = self.events()[one.name]
		self.assertEqual(event.decoded("dtstart"), day)
		self.assertEqual(event.decoded("dtend"), day + timedelta(days=2))

	def test_done_and_cancelled(self):
		done = self.appointment("mai", subject="Đã gọi", status="Done")
		cancelled = self.appointment("mai", status="Cancelled")
		events = self.events()
		self.assertEqual(events[done.name]["summary"], "✓ Đã gọi – Khách của mai")
		self.assertNotIn(cancelled.name, events)

	def test_only_ones_own(self):
		self.appointment("hanoi", assigned_to=self.users["hanoi"])
		self.assertEqual(self.events(), {})

	def test_nothing_of_a_customer_whom_the_person_does_not_see(self):
		one = self.appointment("nam", subject="Việc nhờ", description="Mang mẫu")
		event = self.events()[one.name]
		text = event.to_ical().decode()
		self.assertIn("Việc nhờ", text)
		self.assertIn("Mang mẫu", text)
		for secret in ("Khách của nam", "CT-NAM", "0906 111 222"):
			self.assertNotIn(secret, text)

	def test_wrong_tokens(self):
		name, _dot, secret = self.token.partition(".")
		stranger = token_of(feed.renew(self.users["nam"]))
		for token in ("", "x", ".", f"{name}.", f"{name}.x", f"x.{secret}", f"{name}.đ", secret):
			with self.subTest(token):
				self.assert_not_found(token)
		self.assert_not_found(f"{name}.{stranger.partition('.')[2]}")

	def test_a_renewed_one_ends_the_old(self):
		new = token_of(feed.renew(self.users["mai"]))
		self.assertNotEqual(new, self.token)
		self.assert_not_found(self.token)
		self.assertEqual(self.events(new), {})

	def test_a_revoked_one(self):
		feed.revoke(self.users["mai"])
		self.assert_not_found(self.token)
		self.assertEqual(feed.address_of(self.users["mai"]), "")

	def test_each_stops_their_own(self):
		self.as_user("mai")
		feed_api.revoke()
		self.assertEqual(feed_api.address(), "")
		frappe.set_user("Administrator")
		self.assert_not_found(self.token)

	def test_a_manager_stops_that_of_others(self):
		self.as_user("hanoi")  # who leads mai's team
		with self.assertRaisesRegex(frappe.PermissionError, "Only a manager"):
			feed_api.revoke(self.users["mai"])
		self.assertEqual(self.events(), {})
		self.as_user("manager")
		feed_api.revoke(self.users["mai"])
		feed_api.revoke("khong-co@test.example")
		frappe.set_user("Administrator")
		self.assert_not_found(self.token)

	def test_somebody_who_has_left(self):
		frappe.db.set_value("User", self.users["mai"], "enabled", 0)
		frappe.clear_document_cache("User", self.users["mai"])
		self.addCleanup(frappe.clear_document_cache, "User", self.users["mai"])
		self.assert_not_found(self.token)
		frappe.db.set_value("User", self.users["mai"], "enabled", 1)
		frappe.clear_document_cache("User", self.users["mai"])

	def test_somebody_without_a_right_on_appointments(self):
		clerk = make_user("kh_clerk@test.example", "Sales User")
		self.assert_not_found(token_of(feed.renew(clerk)))
		frappe.set_user(clerk)
		for endpoint in (feed_api.address, feed_api.renew, feed_api.revoke):
			self.assertRaises(NOT_PERMITTED, endpoint)

	def test_the_address_is_shown_again_and_is_each_persons_own(self):
		self.as_user("mai")
		address = feed_api.address()
		self.assertEqual(token_of(address), self.token)
		self.assertTrue(address.startswith("http"))
		self.as_user("nam")
		self.assertEqual(feed_api.address(), "")
		self.assertNotEqual(token_of(feed_api.renew()), self.token)

	def test_who_reads_it_stays_who_they_are(self):
		self.as_user("nam")
		ask(API + "ics", "GET", token=self.token)
		self.assertEqual(frappe.session.user, self.users["nam"])

	def test_the_database_does_not_hold_the_secret(self):
		row = frappe.get_all("KH Care Subscription", filters={"user": self.users["mai"]}, fields=["*"])[0]
		self.assertNotIn(self.token.partition(".")[2], str(row))
