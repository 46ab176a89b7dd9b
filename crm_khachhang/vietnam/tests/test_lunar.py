"""The lunar calendar against published tables: Tết of 1990 to 2050, leap months, and years in which Vietnam and China differ."""

import unittest
from datetime import date, timedelta

from crm_khachhang.vietnam.lunar import InvalidLunarDate, Lunar, in_year, to_lunar, to_solar

# The first day of the lunar year, as month and day, from 1990 on.
TET = """
01-27 02-15 02-04 01-23 02-10 01-31 02-19 02-07 01-28 02-16
02-05 01-24 02-12 02-01 01-22 02-09 01-29 02-17 02-07 01-26
02-14 02-03 01-23 02-10 01-31 02-19 02-08 01-28 02-16 02-05
01-25 02-12 02-01 01-22 02-10 01-29 02-17 02-06 01-26 02-13
02-02 01-23 02-11 01-31 02-19 02-08 01-28 02-15 02-04 01-24
02-12 02-01 01-22 02-10 01-30 02-17 02-06 01-26 02-14 02-02 01-23
""".split()

# Lunar year -> the month that it has twice.
LEAP = {
	**{1990: 5, 1993: 3, 1995: 8, 1998: 5, 2001: 4, 2004: 2, 2006: 7, 2009: 5, 2012: 4, 2014: 9, 2017: 6},
	**{2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11, 2036: 6, 2039: 5, 2042: 2, 2044: 7, 2047: 5},
}


class TestTables(unittest.TestCase):
	def test_tet(self):
		self.assertEqual(len(TET), 61)
		for year, day in enumerate(TET, 1990):
			with self.subTest(year):
				self.assertEqual(to_solar(Lunar(1, 1, year)), date.fromisoformat(f"{year}-{day}"))

	def test_leap_months(self):
		for year in range(1990, 2050):
			found = [month for month in range(1, 13) if to_solar(Lunar(1, month, year, True))]
			self.assertEqual(found, [LEAP[year]] if year in LEAP else [], year)

	def test_where_vietnam_and_china_differ(self):
		for year, day in (
			(1968, "1968-01-29"),
			(1985, "1985-01-21"),
			(2007, "2007-02-17"),
			(2030, "2030-02-02"),
		):
			self.assertEqual(str(to_solar(Lunar(1, 1, year))), day)

	def test_every_day_comes_back(self):
		day = date(1960, 1, 1)
		while day < date(2060, 1, 1):
			self.assertEqual(to_solar(to_lunar(day)), day)
			day += timedelta(days=7)


class TestInYear(unittest.TestCase):
	def test_gio_to(self):
		self.assertEqual([str(in_year(10, 3, year)) for year in (2025, 2026)], ["2025-04-07", "2026-04-26"])

	def test_the_30th_of_a_short_month_is_kept_on_its_29th(self):
		self.assertEqual(in_year(30, 12, 2024), date(2025, 1, 28))
		self.assertEqual(to_lunar(date(2025, 1, 28)), Lunar(29, 12, 2024))
		self.assertEqual(to_lunar(in_year(30, 12, 2023)).day, 30)

	def test_a_leap_month_is_kept_in_the_month_of_its_number_where_there_is_none(self):
		self.assertEqual(to_lunar(in_year(8, 6, 2025, leap=True)), Lunar(8, 6, 2025, True))
		self.assertEqual(to_lunar(in_year(8, 6, 2026, leap=True)), Lunar(8, 6, 2026))

	def test_what_was_in_no_leap_month_is_kept_in_the_first_of_two(self):
		self.assertEqual(to_lunar(in_year(8, 6, 2025)), Lunar(8, 6, 2025))

	def test_impossible(self):
		for day, month, year in (
			(31, 1, 2026),
			(0, 1, 2026),
			(1, 13, 2026),
			(1, 0, 2026),
			(1, 1, 1899),
			(1, 1, 2100),
		):
			with self.subTest(f"{day}/{month}/{year}"), self.assertRaises(InvalidLunarDate):
				in_year(day, month, year)

	def test_a_month_without_leap_month_or_30th_is_no_day(self):
		self.assertIsNone(to_solar(Lunar(1, 6, 2026, True)))
		self.assertIsNone(to_solar(Lunar(30, 12, 2024)))
