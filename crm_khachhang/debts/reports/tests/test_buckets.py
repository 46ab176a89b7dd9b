from datetime import date
from unittest import TestCase

from crm_khachhang.debts.reports.buckets import Bucket, of_days

DAY = date(2026, 11, 22)


class TestBuckets(TestCase):
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
