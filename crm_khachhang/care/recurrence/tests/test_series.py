"""Appointments that repeat: how a series begins, what is refused, and what every night adds."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.care.recurrence import api, jobs, making, series
from crm_khachhang.care.tests.test_care import dates_of
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.customers.owners import handover
from crm_khachhang.tests import TestCase, make_customer, make_user, queries_of

D = "KH Care Schedule"
SERIES = "KH Care Series"


class SeriesTestCase(TestCase):
	def setUp(self):
		super().setUp()
		self.customer = make_customer()
		self.today = getdate(nowdate())
		self.set(move_to_working_time=0, default_remind_before=0)

	def set(self, **settings):
		for fieldname, value in settings.items():
			frappe.db.set_single_value("KH Settings", fieldname, value)

	def at(self, days: int, hour: int = 9) -> datetime:
		"""The hour of the day that lies so many days ahead."""
		return datetime.combine(self.today + timedelta(days=days), time(hour))

	def new(self, **values):
		"""A new appointment of tomorrow at nine that repeats every week, five times."""
		defaults = {
			"doctype": D,
			"customer": self.customer.name,
			"subject": "Gọi hỏi thăm",
			"starts_on": self.at(1),
			"repeats": "Weekly",
			"repeat_count": 5,
		}
		return frappe.get_doc(defaults | values)

	def begin(self, **values):
		return self.new(**values).insert()

	def of_series(self, appointment, fieldname: str = "starts_on", **filters) -> list:
		filters = {"series": appointment.series, **filters}
		return frappe.get_all(D, filters, pluck=fieldname, order_by="starts_on asc")


class TestBeginning(SeriesTestCase):
	def test_made_at_once_up_to_the_horizon(self):
		first = self.begin(repeat_count=30)
		weeks = len(range(1, 91, 7))
		self.assertEqual(self.of_series(first), [self.at(1 + 7 * n) for n in range(weeks)])
		self.assertEqual(frappe.db.get_value(SERIES, first.series, "ended"), 0)
		self.assertEqual(first.occurrence_on, self.at(1).date())

	def test_each_is_as_the_first(self):
		seller = make_user("nguoi-ban@example.com", SALES_USER)
		first = self.begin(
			activity_type="Visit",
			assigned_to=seller,
			priority="High",
			description="Mang mẫu mới",
			ends_on=self.at(1, 10),
			remind_before=30,
		)
		fields = ["activity_type", "assigned_to", "priority", "description", "subject", "customer", "repeats"]
		rows = frappe.get_all(
			D, {"series": first.series}, [*fields, "starts_on", "ends_on", "remind_at", "status"]
		)
		self.assertEqual(len(rows), 5)
		for row in rows:
			self.assertEqual([row[field] for field in fields], [first.get(field) for field in fields])
			self.assertEqual(row.ends_on - row.starts_on, timedelta(hours=1))
			self.assertEqual(row.starts_on - row.remind_at, timedelta(minutes=30))
			self.assertEqual(row.status, "Planned")

	def test_all_that_fit_are_all(self):
		first = self.begin()
		self.assertEqual(
			frappe.db.get_value(SERIES, first.series, ["ended", "last_on"]), (1, self.at(29).date())
		)

	def test_days_of_the_week(self):
		monday = self.at(7 - self.today.weekday())
		first = self.begin(starts_on=monday, monday=1, thursday=1, repeat_count=4)
		days = [0, 3, 7, 10]
		self.assertEqual(self.of_series(first), [monday + timedelta(days=n) for n in days])

	def test_without_days_it_is_the_day_of_the_start(self):
		first = self.begin()
		day = self.at(1).strftime("%A").lower()
		self.assertEqual(first.get(day), 1)
		self.assertEqual(len({one.weekday() for one in self.of_series(first)}), 1)

	def test_what_has_passed_is_not_made(self):
		first = self.begin(starts_on=self.at(-30), repeats="Daily", repeat_count=40)
		self.assertEqual(self.of_series(first), [self.at(-30), *(self.at(n) for n in range(0, 10))])

	def test_an_appointment_begins_to_repeat_later(self):
		single = self.begin(repeats="", repeat_count=0)
		self.assertFalse(single.series)
		single.update({"repeats": "Daily", "repeat_count": 3})
		single.save()
		self.assertEqual(self.of_series(single), [self.at(1), self.at(2), self.at(3)])

	def test_the_care_of_the_customer_is_known(self):
		self.begin()
		self.assertEqual(dates_of(self.customer), (self.at(1), None))

	def test_an_appointment_without_recurrence_costs_no_more(self):
		plain = self.new(repeats="", repeat_count=0)
		with patch.object(series, "begin") as begin:
			plain.insert()
		begin.assert_not_called()
		again = frappe.get_doc(D, plain.name)
		again.description = "đã gọi"
		self.assertLess(queries_of(again.save), 10)

	def test_nobody_says_which_series_it_is_of(self):
		first = self.begin()
		other = make_customer(customer_name="Khách Khác")
		forged = {"series": first.series, "occurrence_on": self.at(3).date(), "made_for": "series:x:y"}
		plain = self.new(customer=other.name, repeats="", repeat_count=0, **forged).insert()
		self.assertEqual([plain.series, plain.occurrence_on, plain.made_for], [None] * 3)


class TestRefusals(SeriesTestCase):
	def assert_refused(self, words: str, **values):
		before = frappe.db.count(D), frappe.db.count(SERIES)
		with self.assertRaisesRegex(InvalidField, words):
			self.begin(**values)
		self.assertEqual((frappe.db.count(D), frappe.db.count(SERIES)), before)

	def test_no_end(self):
		self.assert_refused("Repeat Until.*needs an end, at most ten years", repeat_count=0)

	def test_an_end_beyond_ten_years(self):
		until = add_days(self.at(1).date(), 3660)
		self.assert_refused("Repeat Until.*more than ten years", repeat_count=0, repeat_until=str(until))
		self.assert_refused("Number of Appointments.*more than ten years", repeats="Yearly", repeat_count=12)

	def test_an_end_before_the_start(self):
		self.assert_refused("Repeat Until.*before the first", repeat_until=str(self.today))

	def test_no_date(self):
		self.assert_refused("Repeat Until.*not a date", repeat_until="31/12/2026")

	def test_numbers(self):
		for every in (0, -1, 101, "abc"):
			self.assert_refused("Every.*from 1 to 100", repeat_every=every)
		for count in (-1, 4001):
			self.assert_refused("Number of Appointments.*up to 4000", repeat_count=count)

	def test_unknown_kind(self):
		self.assert_refused("Repeats.*from the list", repeats="Hourly")

	def test_a_year_beyond_the_calendars(self):
		for year in (1899, 2095):
			self.assert_refused("Starts On.*between 1901 and 2088", starts_on=f"{year}-01-01 09:00:00")

	def test_in_vietnamese(self):
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		self.assert_refused("Lặp đến ngày.*mười năm", repeat_count=0)

	def test_the_series_itself_is_nobodys_to_write(self):
		first = self.begin()
		frappe.set_user(make_user("nguoi-ban@example.com", SALES_USER))
		one = frappe.get_doc(SERIES, first.series)
		self.assertRaises(frappe.PermissionError, one.save)


class TestNights(SeriesTestCase):
	def later(self, days: int):
		"""Let so many days pass: the horizon moves along."""
		moved = series.horizon() + timedelta(days=days)
		return patch.object(jobs, "horizon", return_value=moved)

	def test_goes_on_where_it_was(self):
		first = self.begin(repeat_count=30)
		before = self.of_series(first)
		with self.later(14):
			jobs.nightly()
		self.assertEqual(
			self.of_series(first), [*before, *(before[-1] + timedelta(days=7 * n) for n in (1, 2))]
		)

	def test_twice_is_once(self):
		first = self.begin(repeat_count=30)
		with self.later(14):
			jobs.nightly()
			found = self.of_series(first)
			jobs.nightly()
		self.assertEqual(self.of_series(first), found)

	def test_what_was_made_and_not_kept_in_mind_is_not_made_again(self):
		"""As after a crash between the two."""
		first = self.begin(repeat_count=30)
		found = self.of_series(first)
		frappe.db.set_value(SERIES, first.series, "made_until", self.today)
		jobs.nightly()
		self.assertEqual(self.of_series(first), found)

	def test_catches_up(self):
		first = self.begin(repeats="Daily", repeat_count=30)
		frappe.db.delete(D, {"series": first.series, "name": ("!=", first.name)})
		frappe.db.set_value(D, first.name, "starts_on", self.at(-10))
		frappe.db.set_value(
			SERIES,
			first.series,
			{"starts_on": self.at(-10), "first_on": self.at(-10), "made_until": self.at(-5), "ended": 0},
		)
		jobs.nightly()
		self.assertEqual(self.of_series(first)[1], self.at(-4))

	def test_ends(self):
		first = self.begin(repeat_count=14)
		self.assertEqual(frappe.db.get_value(SERIES, first.series, "ended"), 0)
		with self.later(14):
			jobs.nightly()
		self.assertEqual(len(self.of_series(first)), 14)
		self.assertEqual(frappe.db.get_value(SERIES, first.series, "ended"), 1)

	def test_in_sets(self):
		for number in range(5):
			self.begin(subject=f"Gọi {number}", repeat_count=30)
		until = series.horizon() + timedelta(days=14)
		one = queries_of(lambda: making.make_next(until, at_once=1))
		four = queries_of(lambda: making.make_next(until, at_once=4))
		self.assertEqual(one, four)
		self.assertEqual(making.make_next(until), 0)

	def test_what_was_deleted_stays_deleted(self):
		first = self.begin(repeat_count=30)
		second = self.of_series(first, "name")[1]
		frappe.delete_doc(D, second)
		with self.later(14):
			jobs.nightly()
		self.assertNotIn(self.at(8), self.of_series(first))

	def test_days_ahead(self):
		self.set(care_days_ahead=20)
		self.assertEqual(series.horizon(), self.today + timedelta(days=20))
		first = self.begin()
		self.assertEqual(self.of_series(first), [self.at(1), self.at(8), self.at(15)])

	def test_lunar(self):
		first = self.begin(repeats="Yearly (Lunar)", repeat_count=3)
		with self.later(800):
			jobs.nightly()
		found = [one.date() for one in self.of_series(first)]
		self.assertEqual(len(found), 3)
		self.assertTrue(all(timedelta(353) < b - a < timedelta(386) for a, b in pairwise(found)))


class TestDaysOff(SeriesTestCase):
	"""A series that begins on a Monday; Sunday is a day off, and so is what the holidays say."""

	def setUp(self):
		super().setUp()
		self.set(move_to_working_time=1)
		settings = frappe.get_doc("KH Settings")
		settings.holidays = []
		settings.save()
		self.monday = 7 - self.today.weekday()

	def test_a_day_off_is_kept_on_the_next_working_day(self):
		first = self.begin(starts_on=self.at(self.monday - 3), monday=0, friday=1, sunday=1, repeat_count=4)
		days = (-3, 0, 4, 7)
		self.assertEqual(self.of_series(first), [self.at(self.monday + n) for n in days])
		self.assertEqual(self.of_series(first, "occurrence_on")[1], self.at(self.monday - 1).date())

	def test_but_not_where_the_series_has_that_day_anyway(self):
		first = self.begin(starts_on=self.at(self.monday), repeats="Daily", repeat_count=8)
		self.assertEqual(self.of_series(first), [self.at(self.monday + n) for n in (0, 1, 2, 3, 4, 5, 7)])

	def test_who_begins_on_a_sunday_or_in_the_evening_means_it(self):
		sunday = self.at(self.monday - 1)
		self.assertEqual({day.weekday() for day in self.of_series(self.begin(starts_on=sunday))}, {6})
		evening = self.begin(starts_on=self.at(self.monday, 20), repeats="Daily", repeat_count=8)
		self.assertEqual(len(self.of_series(evening)), 8)

	def test_a_moved_one_follows_a_change_of_time(self):
		first = self.begin(starts_on=self.at(self.monday - 3), monday=0, friday=1, sunday=1, repeat_count=4)
		api.change(first.name, {"starts_on": str(self.at(self.monday - 3, 14))}, "all")
		self.assertEqual({day.hour for day in self.of_series(first)}, {14})


class TestCustomers(SeriesTestCase):
	def test_goes_with_its_customer(self):
		first = self.begin()
		frappe.delete_doc("KH Customer", self.customer.name)
		self.assertFalse(frappe.db.exists(SERIES, first.series))
		self.assertEqual(self.of_series(first), [])

	def test_moves_to_the_new_owner(self):
		old, new = (make_user(f"{name}@example.com", SALES_USER) for name in ("nguoi-cu", "nguoi-moi"))
		customer = make_customer(customer_name="Khách Bàn Giao", account_manager=old)
		first = self.begin(customer=customer.name, assigned_to=old, repeat_count=30)
		handover.hand_over(customer, new, along=["care"])
		self.assertEqual(set(self.of_series(first, "assigned_to")), {new})
		self.assertEqual(frappe.db.get_value(SERIES, first.series, "assigned_to"), new)
