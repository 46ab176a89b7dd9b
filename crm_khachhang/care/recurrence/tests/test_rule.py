"""The days of recurrences, without a database."""

import unittest
from datetime import date, timedelta
from itertools import islice

from crm_khachhang.care.recurrence.rule import KINDS, LAST_START, Rule, last_day, occurrences
from crm_khachhang.vietnam.lunar import to_lunar

MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4


def days(repeats: str, start: str, how_many: int, **values) -> list[str]:
	rule = Rule(repeats, date.fromisoformat(start), **values)
	return [str(day) for day in islice(occurrences(rule), how_many)]


class TestSolar(unittest.TestCase):
	def test_daily(self):
		self.assertEqual(days("Daily", "2026-12-30", 3), ["2026-12-30", "2026-12-31", "2027-01-01"])
		self.assertEqual(days("Daily", "2026-12-30", 2, every=3), ["2026-12-30", "2027-01-02"])

	def test_weekly(self):
		self.assertEqual(days("Weekly", "2026-11-23", 2), ["2026-11-23", "2026-11-30"])

	def test_weekly_on_days(self):
		found = days("Weekly", "2026-11-23", 4, weekdays=(MONDAY, FRIDAY))
		self.assertEqual(found, ["2026-11-23", "2026-11-27", "2026-11-30", "2026-12-04"])

	def test_every_second_week_is_counted_from_the_week_of_the_start(self):
		found = days("Weekly", "2026-11-25", 4, every=2, weekdays=(MONDAY, WEDNESDAY))
		self.assertEqual(found, ["2026-11-25", "2026-12-07", "2026-12-09", "2026-12-21"])

	def test_the_start_is_the_first_day_whatever_the_days(self):
		found = days("Weekly", "2026-11-24", 2, weekdays=(FRIDAY,))
		self.assertEqual(found, ["2026-11-24", "2026-11-27"])

	def test_monthly(self):
		self.assertEqual(days("Monthly", "2026-11-15", 3), ["2026-11-15", "2026-12-15", "2027-01-15"])

	def test_monthly_on_a_day_that_months_lack(self):
		self.assertEqual(
			days("Monthly", "2027-12-31", 5),
			["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"],
		)
		self.assertEqual(days("Monthly", "2027-01-29", 3), ["2027-01-29", "2027-02-28", "2027-03-29"])

	def test_monthly_by_weekday(self):
		# The fourth Sunday.
		found = days("Monthly by Weekday", "2026-11-22", 3)
		self.assertEqual(found, ["2026-11-22", "2026-12-27", "2027-01-24"])

	def test_the_fifth_weekday_of_a_month_is_its_last(self):
		found = days("Monthly by Weekday", "2026-11-30", 3)
		self.assertEqual(found, ["2026-11-30", "2026-12-28", "2027-01-25"])

	def test_yearly(self):
		self.assertEqual(days("Yearly", "2026-04-30", 2, every=2), ["2026-04-30", "2028-04-30"])

	def test_yearly_on_29_february(self):
		self.assertEqual(
			days("Yearly", "2024-02-29", 5),
			["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
		)


class TestLunar(unittest.TestCase):
	"""Against the published calendar."""

	def test_tet(self):
		self.assertEqual(
			days("Yearly (Lunar)", "2024-02-10", 5),
			["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26"],
		)

	def test_missing_30th(self):
		# The 30th of the twelfth month of 2023; that of 2024 to 2026 ... has 29 or 30 days, as the calendar says.
		found = [date.fromisoformat(day) for day in days("Yearly (Lunar)", "2024-02-09", 6)]
		for day in found:
			self.assertEqual(to_lunar(day + timedelta(days=1))[:2], (1, 1), day)
		self.assertEqual({to_lunar(day).day for day in found}, {29, 30})

	def test_leap_month(self):
		# Leap sixth month of 2025; a year without one keeps the day in its sixth month.
		start = date(2025, 8, 1)
		self.assertEqual((*to_lunar(start)[:2], to_lunar(start).leap), (8, 6, True))
		found = [to_lunar(day) for day in islice(occurrences(Rule("Yearly (Lunar)", start)), 3)]
		self.assertEqual(
			[(one.day, one.month, one.year, one.leap) for one in found],
			[(8, 6, 2025, True), (8, 6, 2026, False), (8, 6, 2027, False)],
		)

	def test_a_month_that_is_doubled_later_is_kept_once(self):
		found = days("Yearly (Lunar)", "2024-07-20", 3)  # the 15th of the sixth month
		self.assertEqual([str(to_lunar(date.fromisoformat(day))[:2]) for day in found], ["(15, 6)"] * 3)
		self.assertEqual([to_lunar(date.fromisoformat(day)).year for day in found], [2024, 2025, 2026])

	def test_every_second_year(self):
		found = days("Yearly (Lunar)", "2024-02-10", 3, every=2)
		self.assertEqual(found, ["2024-02-10", "2026-02-17", "2028-01-26"])


class TestPart(unittest.TestCase):
	"""What is asked for from the middle on is what counting from the start would give."""

	def test_of_every_kind(self):
		for repeats in KINDS:
			for every in (1, 2, 3, 5):
				for start in (date(2024, 1, 31), date(2024, 2, 29), date(2026, 11, 23)):
					rule = Rule(repeats, start, every=every, weekdays=(MONDAY, FRIDAY))
					end = start + timedelta(days=4000)
					whole = list(occurrences(rule, until=end))
					for passed in (-1, 0, 1, 30, 31, 365, 400, 1500, 3999):
						after = start + timedelta(days=passed)
						with self.subTest(repeats, every=every, start=start, after=after):
							self.assertEqual(
								list(occurrences(rule, after, end)), [day for day in whole if day > after]
							)

	def test_ascending_and_single(self):
		for repeats in KINDS:
			found = list(islice(occurrences(Rule(repeats, date(2024, 1, 31))), 40))
			self.assertEqual(found, sorted(set(found)), repeats)


class TestEnd(unittest.TestCase):
	def test_until_is_included(self):
		self.assertEqual(days("Daily", "2026-11-22", 9, until=date(2026, 11, 23))[-1], "2026-11-23")

	def test_count_includes_the_start(self):
		self.assertEqual(len(days("Daily", "2026-11-22", 9, count=3)), 3)

	def test_count_from_the_middle(self):
		rule = Rule("Daily", date(2026, 11, 22), count=3)
		self.assertEqual(list(occurrences(rule, date(2026, 11, 23))), [date(2026, 11, 24)])

	def test_whichever_comes_first(self):
		until = date(2026, 12, 31)
		self.assertEqual(
			last_day(Rule("Daily", date(2026, 11, 22), until=until, count=3)), date(2026, 11, 24)
		)
		self.assertEqual(last_day(Rule("Daily", date(2026, 11, 22), until=until, count=3000)), until)

	def test_last_day_is_a_day_of_the_rule(self):
		self.assertEqual(
			last_day(Rule("Weekly", date(2026, 11, 23), until=date(2026, 12, 3))), date(2026, 11, 30)
		)

	def test_no_end_within_ten_years(self):
		start = date(2026, 11, 22)
		for ends in ({}, {"until": date(2036, 11, 23)}, {"count": 12}):
			with self.subTest(ends):
				self.assertIsNone(last_day(Rule("Yearly", start, **ends)))
		self.assertEqual(last_day(Rule("Yearly", start, count=11)), date(2036, 11, 22))
		self.assertEqual(last_day(Rule("Yearly", start, until=date(2036, 11, 22))), date(2036, 11, 22))

	def test_until_before_the_start(self):
		self.assertIsNone(last_day(Rule("Daily", date(2026, 11, 22), until=date(2026, 11, 21))))

	def test_the_last_start_of_every_kind(self):
		for repeats in KINDS:
			self.assertIsNotNone(
				last_day(Rule(repeats, LAST_START, until=LAST_START.replace(year=2098))), repeats
			)
