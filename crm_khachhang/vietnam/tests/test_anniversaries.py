from datetime import date
from unittest import TestCase

from crm_khachhang.vietnam.anniversaries import anniversaries

YEAR = (date(2027, 1, 1), date(2027, 12, 31))


class TestAnniversaries(TestCase):
	def test_by_the_sun(self):
		self.assertEqual(anniversaries(date(1990, 3, 15), *YEAR), [date(2027, 3, 15)])

	def test_not_the_day_itself(self):
		self.assertEqual(anniversaries(date(2027, 3, 15), *YEAR), [])

	def test_on_the_bounds(self):
		self.assertEqual(anniversaries(date(1990, 1, 1), *YEAR), [date(2027, 1, 1)])
		self.assertEqual(anniversaries(date(1990, 12, 31), *YEAR), [date(2027, 12, 31)])

	def test_29_february(self):
		self.assertEqual(anniversaries(date(2000, 2, 29), *YEAR), [date(2027, 2, 28)])
		leap = (date(2028, 1, 1), date(2028, 12, 31))
		self.assertEqual(anniversaries(date(2000, 2, 29), *leap), [date(2028, 2, 29)])

	def test_across_new_year(self):
		found = anniversaries(date(1990, 1, 2), date(2026, 12, 1), date(2027, 2, 1))
		self.assertEqual(found, [date(2027, 1, 2)])

	def test_by_the_moon(self):
		"""Born on the first day of the lunar year, 1990-01-27: Tết 2027 is on 6 February."""
		self.assertEqual(anniversaries(date(1990, 1, 27), *YEAR, by_moon=True), [date(2027, 2, 6)])

	def test_by_the_moon_at_the_end_of_a_lunar_year(self):
		"""23/12 of the lunar year (ông Công ông Táo) that began in 2026 is in January 2027."""
		born = date(2026, 2, 10)  # 23/12 Ất Tỵ
		self.assertEqual(anniversaries(born, *YEAR, by_moon=True)[0], date(2027, 1, 30))

	def test_beyond_the_lunar_tables(self):
		self.assertEqual(anniversaries(date(1899, 5, 1), *YEAR, by_moon=True), [])
