from datetime import datetime

import frappe
from frappe.utils import get_datetime

from crm_khachhang.access.teams import colleagues
from crm_khachhang.access.tests import CompanyTestCase, make_team
from crm_khachhang.care import api, overlaps
from crm_khachhang.care.tests.test_care import make_appointment

NINE = datetime(2030, 11, 25, 9)  # a Monday


class TestOverlaps(CompanyTestCase):
	"""mai has an appointment at nine, with her own customer, until ten."""

	def setUp(self):
		super().setUp()
		frappe.db.delete("KH Care Schedule")
		self.mine = self.appointment("mai", NINE, ends_on=NINE.replace(hour=10), subject="Gặp khách")

	def appointment(self, person: str, starts_on: datetime, customer: str = "", **values):
		customer = frappe.get_doc("KH Customer", self.customers[customer or person])
		return make_appointment(customer, starts_on=starts_on, assigned_to=self.users[person], **values)

	def subjects(self, person: str, hour: int, minute: int = 0, ends_at: int | None = None, **values) -> list:
		end = NINE.replace(hour=ends_at) if ends_at else None
		found = overlaps.of(self.users[person], NINE.replace(hour=hour, minute=minute), end, **values)
		return [one["subject"] for one in found]

	def test_times_that_touch_do_not_overlap(self):
		self.as_user("mai")
		for hour, minute, ends_at, expected in (
			(9, 30, None, True),
			(8, 31, None, True),
			(8, 30, None, False),
			(10, 0, None, False),
			(8, 0, 11, True),
		):
			with self.subTest((hour, minute, ends_at)):
				self.assertEqual(bool(self.subjects("mai", hour, minute, ends_at)), expected)

	def test_itself_done_and_whole_days_do_not_count(self):
		self.appointment("mai", NINE.replace(hour=14), status="Done")
		self.appointment("mai", NINE.replace(hour=14), status="Cancelled")
		self.appointment("mai", NINE.replace(hour=14), all_day=1)
		self.as_user("mai")
		self.assertEqual(self.subjects("mai", 14), [])
		self.assertEqual(self.subjects("mai", 9, besides=self.mine.name), [])

	def test_who_learns_of_it(self):
		for person, expected in {
			"mai": ["Gặp khách"],
			"hanoi": ["Gặp khách"],  # leads her
			"manager": ["Gặp khách"],
			"nam": [],  # of another team
			"loner": [],
		}.items():
			with self.subTest(person):
				self.as_user(person)
				self.assertEqual(self.subjects("mai", 9), expected)

	def test_a_teammate_learns_the_time_alone(self):
		make_team("Đội Hai", None, None, self.users["mai"], self.users["loner"])
		self.as_user("loner")
		self.assertEqual(self.subjects("mai", 9), [None])
		self.assertEqual(colleagues(self.users["loner"]), {self.users["mai"]})

	def test_the_owner_of_the_customer_where_nobody_is_named(self):
		self.as_user("hanoi")
		hints = api.get_hints(str(NINE), customer=self.customers["mai"])
		self.assertEqual([one["subject"] for one in hints["overlaps"]], ["Gặp khách"])
		self.assertEqual(get_datetime(hints["overlaps"][0]["ends_on"]), NINE.replace(hour=10))
		self.as_user("mai")
		hints = api.get_hints(str(NINE), customer=self.customers["nam"])  # whose owner is no business of hers
		self.assertEqual([one["subject"] for one in hints["overlaps"]], ["Gặp khách"])

	def test_hours_and_holidays(self):
		self.as_user("loner")
		for starts_on, expected in {
			"2030-11-25 09:00:00": (False, None),
			"2030-11-25 19:00:00": (True, None),
			"2030-11-24 09:00:00": (True, None),
			"2030-09-02 09:00:00": (True, "Quốc khánh"),
		}.items():
			hints = api.get_hints(starts_on)
			self.assertEqual((hints["is_off"], hints["holiday"]), expected, starts_on)
		self.assertFalse(api.get_hints("2030-11-25 00:00:00", all_day=1)["is_off"])

	def test_no_time(self):
		with self.assertRaisesRegex(frappe.ValidationError, "starts_on.*is not a time"):
			api.get_hints("hôm nào đó")
