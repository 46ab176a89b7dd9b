from datetime import date, datetime, time
from unittest import TestCase

from crm_khachhang.care.plans.touches import BIRTHDAY, CREATED, Days, Touch, read_made_for

TODAY = date(2026, 11, 22)


class TestTouch(TestCase):
	touch = Touch("t1", "p1", CREATED, days_after=7, hour=time(8, 30))

	def test_starts_so_many_days_after(self):
		self.assertEqual(self.touch.starts_on(date(2026, 11, 20), TODAY), datetime(2026, 11, 27, 8, 30))

	def test_before_a_birthday(self):
		touch = Touch("t1", "p1", BIRTHDAY, days_after=-3)
		self.assertEqual(touch.starts_on(date(2026, 12, 1), TODAY), datetime(2026, 11, 28, 9))

	def test_missed_by_the_scheduler(self):
		self.assertEqual(self.touch.starts_on(date(2026, 11, 10), TODAY), datetime(2026, 11, 22, 8, 30))

	def test_days_of_the_anchor(self):
		days = Days(date(2026, 11, 22), date(2026, 11, 30))
		self.assertEqual(self.touch.anchors(days), Days(date(2026, 11, 15), date(2026, 11, 23)))

	def test_made_for_is_read_back(self):
		for code in ("KH001", "A:B"):
			made_for = self.touch.made_for(code, TODAY)
			self.assertEqual(made_for, f"plan:p1:t1:{code}:2026-11-22")
			self.assertEqual(read_made_for(made_for), ("t1", TODAY))
		self.assertIsNone(read_made_for("series:s1:2026-11-22"))


class TestDays(TestCase):
	def test_to_come(self):
		self.assertEqual(Days.to_come(TODAY, 90), Days(TODAY, date(2027, 2, 20)))

	def test_what_was_missed(self):
		self.assertEqual(Days.to_come(TODAY, 0, date(2026, 11, 20)), Days(date(2026, 11, 20), TODAY))

	def test_what_was_missed_long_ago_stays_so(self):
		self.assertEqual(Days.to_come(TODAY, 0, date(2025, 1, 1)).first, date(2026, 10, 23))
