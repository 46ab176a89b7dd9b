"""Changing, cancelling and deleting: this appointment, this and the following, all."""

from datetime import timedelta

import frappe
from frappe.utils import getdate

from crm_khachhang.access.arguments import WrongArgument
from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.care.api import move
from crm_khachhang.care.appointments import AlreadyOver
from crm_khachhang.care.recurrence import api, jobs
from crm_khachhang.care.recurrence.tests.test_series import SERIES, D, SeriesTestCase
from crm_khachhang.care.tests.test_care import dates_of
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.tests import make_customer, make_user


class ScopeTestCase(SeriesTestCase):
	"""A series of five: every week from tomorrow on, at nine."""

	def setUp(self):
		super().setUp()
		self.first = self.begin()
		self.names = self.of_series(self.first, "name")
		self.days = [self.at(1 + 7 * n) for n in range(5)]

	def get(self, number: int):
		return frappe.get_doc(D, self.names[number])

	def starts(self) -> list:
		"""When the customer's appointments start, of whatever series."""
		return self.all("starts_on")

	def all(self, fieldname: str, **filters) -> list:
		filters = {"customer": self.customer.name, **filters}
		return frappe.get_all(D, filters, pluck=fieldname, order_by="starts_on asc")

	def change(self, number: int, scope: str, **values):
		api.change(self.names[number], values, scope)


class TestThis(ScopeTestCase):
	def test_only_this_one(self):
		self.change(2, "this", subject="Khác", starts_on=str(self.at(16, 14)))
		self.assertEqual(self.all("subject").count("Khác"), 1)
		self.assertEqual(self.starts(), [*self.days[:2], self.at(16, 14), *self.days[3:]])
		self.assertEqual(self.get(2).occurrence_on, self.days[2].date())

	def test_is_what_a_plain_save_means(self):
		one = self.get(2)
		one.subject = "Khác"
		one.save()
		self.assertEqual(self.all("subject").count("Khác"), 1)

	def test_the_rule_cannot_change(self):
		for values in ({"repeats": "Daily"}, {"repeat_count": 9}, {"repeats": ""}, {"repeat_every": 2}):
			with self.assertRaisesRegex(InvalidField, "single appointment cannot change.*or all"):
				self.change(2, "this", **values)

	def test_cancelled(self):
		api.cancel(self.names[0])
		self.assertEqual(self.all("status"), ["Cancelled", *["Planned"] * 4])
		self.assertEqual(dates_of(self.customer)[0], self.days[1])

	def test_deleted(self):
		api.delete(self.names[1])
		self.assertEqual(self.starts(), [self.days[0], *self.days[2:]])

	def test_gone_to_another_customer(self):
		other = make_customer(customer_name="Khách Khác")
		self.change(2, "this", customer=other.name)
		self.assertEqual((self.get(2).series, self.get(2).repeats), (None, ""))
		self.assertEqual(len(self.starts()), 4)


class TestMovedOnTheCalendar(ScopeTestCase):
	def test_this_one(self):
		move(self.names[2], str(self.at(16, 14)))
		self.assertEqual(self.starts(), [*self.days[:2], self.at(16, 14), *self.days[3:]])

	def test_this_and_the_following(self):
		move(self.names[2], str(self.at(16, 14)), scope="following")
		moved = [day.replace(hour=14) + timedelta(days=1) for day in self.days[2:]]
		self.assertEqual(self.starts(), self.days[:2] + moved)

	def test_all(self):
		move(self.names[2], str(self.at(15, 7)), str(self.at(15, 8)), scope="all")
		self.assertEqual(self.starts(), [day.replace(hour=7) for day in self.days])
		ends = [day.replace(hour=8) for day in self.days]
		self.assertEqual(self.all("ends_on"), ends)

	def test_what_is_over_stays_however_far_a_move_reaches(self):
		frappe.db.set_value(D, self.names[2], "status", "Done")
		for scope in ("this", "following", "all"):
			self.assertRaises(AlreadyOver, move, self.names[2], str(self.at(16)), scope=scope)
		self.assertEqual(self.starts(), self.days)

	def test_no_such_scope(self):
		self.assertRaises(WrongArgument, move, self.names[2], str(self.at(16)), scope="every")
		self.assertEqual(self.starts(), self.days)


class TestFollowing(ScopeTestCase):
	def test_text(self):
		self.change(2, "following", subject="Khác", priority="High")
		self.assertEqual(self.all("subject"), ["Gọi hỏi thăm"] * 2 + ["Khác"] * 3)
		self.assertEqual(self.all("name"), self.names)
		self.assertEqual(self.starts(), self.days)

	def test_splits_the_series(self):
		self.change(2, "following", subject="Khác")
		old, new = self.get(0).series, self.get(2).series
		self.assertNotEqual(old, new)
		self.assertEqual(self.all("series"), [old] * 2 + [new] * 3)
		self.assertEqual(frappe.db.get_value(SERIES, old, ["ended", "last_on"]), (1, self.days[1].date()))
		self.assertEqual(frappe.db.get_value(SERIES, new, "last_on"), self.days[4].date())

	def test_goes_on_as_changed(self):
		first = self.begin(subject="Dài", repeat_count=30)
		name = self.of_series(first, "name")[3]
		api.change(name, {"subject": "Khác", "ends_on": str(self.at(22, 11))}, "following")
		new = frappe.db.get_value(D, name, "series")
		frappe.db.set_value(SERIES, new, {"made_until": self.at(60).date(), "ended": 0})
		frappe.db.delete(D, {"series": new, "starts_on": (">", self.at(60))})
		jobs.nightly()
		rows = frappe.get_all(
			D, {"series": new}, ["subject", "starts_on", "ends_on"], order_by="starts_on asc"
		)
		self.assertEqual({row.subject for row in rows}, {"Khác"})
		self.assertEqual({row.ends_on - row.starts_on for row in rows}, {timedelta(hours=2)})
		self.assertEqual(rows[-1].starts_on, self.at(1 + 7 * 12))

	def test_time_of_day(self):
		self.change(2, "following", starts_on=str(self.at(15, 14)))
		self.assertEqual(self.starts(), self.days[:2] + [day.replace(hour=14) for day in self.days[2:]])

	def test_one_that_was_moved_by_hand_keeps_its_time(self):
		self.change(3, "this", starts_on=str(self.at(23, 7)))
		self.change(2, "following", starts_on=str(self.at(15, 14)), subject="Khác")
		self.assertEqual(self.starts()[3], self.at(23, 7))
		self.assertEqual(self.all("subject")[3], "Khác")

	def test_day(self):
		self.change(2, "following", starts_on=str(self.at(16)))
		self.assertEqual(self.starts(), self.days[:2] + [day + timedelta(days=1) for day in self.days[2:]])

	def test_earlier_day(self):
		self.change(2, "following", starts_on=str(self.at(14)))
		self.assertEqual(self.starts(), self.days[:2] + [day - timedelta(days=1) for day in self.days[2:]])

	def test_rule(self):
		self.change(2, "following", repeats="Daily")
		self.assertEqual(self.starts(), [*self.days[:2], self.at(15), self.at(16), self.at(17)])
		self.assertEqual(set(self.all("repeats")), {"Weekly", "Daily"})

	def test_more_of_them(self):
		self.change(2, "following", repeat_count=6)
		self.assertEqual(self.starts(), [self.at(1 + 7 * n) for n in range(8)])

	def test_an_earlier_end(self):
		self.change(2, "following", repeat_until=str(self.days[3].date()), repeat_count=0)
		self.assertEqual(self.starts(), self.days[:4])

	def test_what_is_done_stays(self):
		done = self.get(4)
		done.status = "Done"
		done.save()
		self.change(2, "following", repeats="Daily", subject="Khác")
		self.assertEqual(frappe.db.get_value(D, done.name, ["subject", "status"]), ("Gọi hỏi thăm", "Done"))

	def test_from_the_first_on_is_all(self):
		self.change(0, "following", subject="Khác")
		self.assertEqual(set(self.all("subject")), {"Khác"})
		self.assertEqual(set(self.all("series")), {self.first.series})

	def test_cancelled(self):
		api.cancel(self.names[2], "following")
		self.assertEqual(self.all("status"), ["Planned"] * 2 + ["Cancelled"] * 3)
		self.assertEqual(frappe.db.get_value(SERIES, self.first.series, "ended"), 1)

	def test_deleted(self):
		api.delete(self.names[2], "following")
		self.assertEqual(self.starts(), self.days[:2])
		self.assertEqual(set(self.all("repeat_until")), {self.days[2].date() - timedelta(days=1)})
		jobs.nightly()
		self.assertEqual(self.starts(), self.days[:2])

	def test_no_longer_repeated(self):
		self.change(2, "following", repeats="")
		self.assertEqual(self.starts(), self.days[:3])
		self.assertEqual((self.get(2).series, self.get(2).repeats), (None, ""))

	def test_the_31st_stays_the_31st(self):
		start = f"{self.today.year + 1}-01-31 09:00:00"
		self.set(care_days_ahead=800)
		first = self.begin(starts_on=start, repeats="Monthly", repeat_count=5, subject="Cuối tháng")
		found = self.of_series(first, "name")
		api.change(found[1], {"subject": "Khác"}, "following")
		days = [day.day for day in self.all("starts_on", subject=("in", ("Cuối tháng", "Khác")))]
		self.assertEqual([days[0], *days[2:]], [31, 31, 30, 31])

	def test_reminders_follow(self):
		self.change(2, "following", remind_before=60)
		self.assertEqual(
			self.all("remind_at"), [None] * 2 + [day - timedelta(hours=1) for day in self.days[2:]]
		)


class TestAll(ScopeTestCase):
	def test_text(self):
		self.change(2, "all", subject="Khác")
		self.assertEqual(set(self.all("subject")), {"Khác"})
		self.assertEqual(set(self.all("series")), {self.first.series})
		self.assertEqual(frappe.db.get_value(SERIES, self.first.series, "subject"), "Khác")

	def test_time_of_day(self):
		self.change(2, "all", starts_on=str(self.at(15, 14)))
		self.assertEqual(self.starts(), [day.replace(hour=14) for day in self.days])
		self.assertEqual(set(self.all("moved_from")), {None})

	def test_without_a_time(self):
		with self.assertRaisesRegex(InvalidField, "Starts On.*first appointment"):
			self.change(2, "all", starts_on="")

	def test_day(self):
		self.change(2, "all", starts_on=str(self.at(16)))
		self.assertEqual(self.starts(), [day + timedelta(days=1) for day in self.days])
		self.assertEqual(self.get(2).get(self.at(16).strftime("%A").lower()), 1)

	def test_rule(self):
		self.change(2, "all", repeats="Daily", repeat_count=0, repeat_until=str(self.at(20).date()))
		self.assertEqual(self.starts(), [self.at(n) for n in range(1, 21)])
		self.assertLessEqual(set(self.names[:3]), set(self.all("name")))
		self.assertEqual(set(self.all("repeats")), {"Daily"})

	def test_a_rule_that_does_not_lead_to_the_appointment_begins_with_it(self):
		self.change(2, "all", repeats="Daily", repeat_count=3)
		self.assertEqual(self.starts(), [*self.days[:2], self.at(15), self.at(16), self.at(17)])

	def test_what_is_overdue_is_not_lost(self):
		frappe.db.set_value(
			SERIES, self.first.series, {"starts_on": self.at(-6), "first_on": self.at(-6).date()}
		)
		frappe.db.set_value(D, self.names[0], {"starts_on": self.at(-6), "occurrence_on": self.at(-6).date()})
		self.change(2, "all", repeats="Daily", subject="Khác")
		self.assertEqual((self.starts()[0], self.all("subject")[0]), (self.at(-6), "Khác"))

	def test_cancelled(self):
		api.cancel(self.names[2], "all")
		self.assertEqual(set(self.all("status")), {"Cancelled"})
		self.assertEqual(dates_of(self.customer), (None, None))
		self.assertEqual(set(self.all("remind_at")), {None})

	def test_deleted(self):
		api.delete(self.names[2], "all")
		self.assertEqual(self.starts(), [])
		self.assertEqual(dates_of(self.customer), (None, None))

	def test_one_that_was_deleted_does_not_come_back(self):
		api.delete(self.names[3])
		self.change(2, "all", subject="Khác", starts_on=str(self.at(15, 14)))
		self.assertEqual(len(self.starts()), 4)

	def test_an_end_beyond_ten_years_of_the_start(self):
		frappe.db.set_value(
			SERIES, self.first.series, {"starts_on": self.at(-3500), "first_on": self.at(-3500).date()}
		)
		with self.assertRaisesRegex(InvalidField, "Repeat Until.*more than ten years"):
			self.change(2, "all", repeat_until=str(getdate(self.at(1000))), repeat_count=0)


class TestRights(ScopeTestCase):
	def test_no_scope(self):
		with self.assertRaises(WrongArgument):
			api.change(self.names[2], {}, "some")
		for junk in ("some", 5, ["all"], {"all": 1}):
			one = self.get(2)
			one.kh_scope = junk
			self.assertRaises(WrongArgument, one.save)

	def test_who_sees_one_appointment_only(self):
		mai = make_user("mai@example.com", SALES_USER)
		hidden = make_customer(customer_name="Của người khác", account_manager="Administrator")
		first = self.begin(customer=hidden.name, assigned_to="Administrator")
		name = self.of_series(first, "name")[2]
		frappe.db.set_value(D, name, "assigned_to", mai)
		frappe.set_user(mai)
		api.change(name, {"subject": "Khác"}, "this")
		for call in (
			lambda: api.change(name, {"subject": "X"}, "all"),
			lambda: api.cancel(name, "following"),
		):
			with self.assertRaisesRegex(InvalidField, "not yours to see.*Choose this appointment"):
				call()
		self.assertRaises(frappe.PermissionError, api.delete, name, "all")

	def test_a_manager_deletes(self):
		frappe.set_user(make_user("quan-ly@example.com", MANAGER))
		api.delete(self.names[1], "following")
		self.assertEqual(self.starts(), self.days[:1])

	def test_preview(self):
		frappe.clear_messages()
		frappe.set_user(make_user("mai@example.com", SALES_USER))
		shown = api.preview({"starts_on": "2024-02-10 09:00", "repeats": "Yearly (Lunar)", "repeat_count": 3})
		self.assertEqual((shown["count"], shown["last"]), (3, {"day": "2026-02-17", "lunar": "1/1"}))
		self.assertEqual([one["day"] for one in shown["days"]], ["2024-02-10", "2025-01-29", "2026-02-17"])
		self.assertEqual(
			api.preview({"starts_on": "2024-02-10 09:00", "repeats": "Daily"})["field"], "Repeat Until"
		)
		self.assertFalse(frappe.get_message_log())
