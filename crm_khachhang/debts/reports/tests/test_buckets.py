from datetime import date
from unittest import TestCase

from crm_khachhang.debts.reports.buckets import MOST_BUCKETS, Bucket, of_days, parse

DAY = date(2026, 11, 22)


class TestBuckets(TestCase):
	def test_days(self):
		for text, days in (
			("30, 60, 90, 120", (30, 60, 90, 120)),
			("30", (30,)),
			(" 7;14 ;30 ", (7, 14, 30)),
			("15 45", (15, 45)),
		):
			self.assertEqual(parse(text), days)

	def test_what_is_no_list_of_days(self):
		too_many = ",".join(str(day) for day in range(1, MOST_BUCKETS + 2))
		for text in ("", "0", "0, 30", "60, 30", "30, 30", "-30", "30.5", "abc", "30,,60", "99999", too_many):
			self.assertIsNone(parse(text), text)

	def test_every_age_is_in_one_bucket(self):
		buckets = of_days((30, 60))
		self.assertEqual(buckets, [Bucket(None, 0), Bucket(1, 30), Bucket(31, 60), Bucket(61, None)])
		for age, at in ((-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (5000, 3)):
			self.assertEqual([bucket.holds(age) for bucket in buckets], [number == at for number in range(4)])

	def test_days_between_which_debts_are_due(self):
		days = [bucket.due_between(DAY) for bucket in of_days((30,))]
		self.assertEqual(
			days,
			[(DAY, None), (date(2026, 10, 23), date(2026, 11, 21)), (None, date(2026, 10, 22))],
		)
