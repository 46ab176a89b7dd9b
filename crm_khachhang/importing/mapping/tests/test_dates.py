"""Dates of files: day first unless said otherwise, never swapped by guess."""

from datetime import date, datetime
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from crm_khachhang.importing.mapping import dates
from crm_khachhang.importing.mapping.dates import DAY_FIRST, MONTH_FIRST, InvalidDate, read_date, read_moment


class TestDates(TestCase):
	def test_written_in_many_ways(self):
		for text in (
			"31/12/1990",
			"31-12-1990",
			"31.12.1990",
			" 31 / 12 / 1990 ",
			"1990-12-31",
			"1990/12/31",
		):
			self.assertEqual(read_date(text), date(1990, 12, 31), text)
		self.assertEqual(read_date("ngày 31 tháng 12 năm 1990"), date(1990, 12, 31))
		self.assertEqual(read_date("1/2/1990"), date(1990, 2, 1))
		self.assertEqual(read_date("1/2/1990", MONTH_FIRST), date(1990, 1, 2))

	def test_native_dates(self):
		self.assertEqual(read_date(datetime(1990, 12, 31, 10)), date(1990, 12, 31))
		self.assertEqual(read_date(date(1990, 12, 31)), date(1990, 12, 31))
		self.assertIsNone(read_date(None))
		self.assertIsNone(read_date("  "))

	def test_times(self):
		self.assertEqual(read_moment("31/12/1990 09:30"), datetime(1990, 12, 31, 9, 30))
		self.assertEqual(read_moment("1990-12-31T21:30:05"), datetime(1990, 12, 31, 21, 30, 5))
		self.assertEqual(read_moment("31/12/1990 9:30 PM"), datetime(1990, 12, 31, 21, 30))
		self.assertEqual(read_moment("31/12/1990 12:05 SA"), datetime(1990, 12, 31, 0, 5))

	def test_refused(self):
		for text, reason in (
			("31/12/90", dates.TWO_DIGIT_YEAR),
			("31/02/1990", dates.IMPOSSIBLE),
			("13/13/1990", dates.IMPOSSIBLE),
			("12/31/1990", dates.IMPOSSIBLE),
			("năm 1990", dates.NO_DATE),
			("1990", dates.NO_DATE),
			(33000, dates.NO_DATE),
			("31/12/1990 25:00", dates.IMPOSSIBLE),
			("123/1/1990", dates.NO_DATE),
		):
			with self.assertRaises(InvalidDate, msg=text) as caught:
				read_moment(text)
			self.assertEqual(caught.exception.reason, reason, text)

	@given(
		st.dates(min_value=date(1900, 1, 1)),
		st.sampled_from((DAY_FIRST, MONTH_FIRST)),
		st.sampled_from("/-. "),
	)
	def test_what_was_written_in_an_order_is_read_in_it(self, day, order, sign):
		first, second = (day.day, day.month) if order == DAY_FIRST else (day.month, day.day)
		self.assertEqual(read_date(f"{first:02}{sign}{second:02}{sign}{day.year}", order), day)
		self.assertEqual(read_date(day.isoformat(), order), day)
