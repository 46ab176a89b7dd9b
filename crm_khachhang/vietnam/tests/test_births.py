import unittest
from datetime import date, timedelta

from crm_khachhang.vietnam.births import kept_on
from crm_khachhang.vietnam.lunar import in_year, to_lunar


class TestBySun(unittest.TestCase):
	def test_the_same_day_of_earlier_years(self):
		found = kept_on(date(2026, 11, 22))
		self.assertIn(date(1986, 11, 22), found)
		self.assertEqual({(day.month, day.day) for day in found}, {(11, 22)})
		self.assertNotIn(date(2026, 11, 22), found)

	def test_29_february(self):
		self.assertIn(date(2000, 2, 29), kept_on(date(2026, 2, 28)))
		self.assertNotIn(date(2000, 2, 29), kept_on(date(2028, 2, 28)))
		self.assertIn(date(2000, 2, 29), kept_on(date(2028, 2, 29)))


class TestByMoon(unittest.TestCase):
	def test_tet(self):
		found = kept_on(date(2026, 2, 17), by_moon=True)
		self.assertLessEqual({date(2025, 1, 29), date(2024, 2, 10), date(1990, 1, 27)}, set(found))
		self.assertEqual({to_lunar(day)[:2] for day in found}, {(1, 1)})

	def test_every_birth_is_kept_on_one_day_of_a_lunar_year(self):
		"""Against counting forward: births of two years with a leap month, every day of one with another."""
		births = [date(1984, 1, 1) + timedelta(days=n) for n in range(800)]
		kept = {}
		for n in range(384):
			day = date(2025, 1, 29) + timedelta(days=n)
			for born in kept_on(day, by_moon=True):
				kept.setdefault(born, []).append(day)
		for born in births:
			day, month, _year, leap = to_lunar(born)
			self.assertEqual(kept[born], [in_year(day, month, 2025, leap)], born)
