from datetime import date, datetime, time
from unittest import TestCase

from crm_khachhang.vietnam.working_time import Holiday, WorkingTime, begins_on, days_off

TET = Holiday("Tết Nguyên đán", 30, 12, days=6, is_lunar=True)
NATIONAL_DAY = Holiday("Quốc khánh", 2, 9, days=2)
OFFICE = WorkingTime(time(8), time(17, 30), frozenset(range(6)), (TET, NATIONAL_DAY))


class TestHolidays(TestCase):
	def test_tet_begins_on_the_last_day_of_the_year(self):
		# 2025 and 2026: the twelfth month had 29 days. The first day of Tết: 29/1/2025, 17/2/2026, 6/2/2027.
		for first, eve in {
			date(2024, 2, 10): date(2024, 2, 9),
			date(2025, 1, 29): date(2025, 1, 28),
			date(2026, 2, 17): date(2026, 2, 16),
			date(2027, 2, 6): date(2027, 2, 5),
		}.items():
			with self.subTest(first.year):
				off = [day for day, title in days_off((TET,), first.year).items() if title == TET.title]
				self.assertEqual((min(off), len(off)), (eve, 6))
				self.assertIn(first, off)

	def test_the_death_of_the_hung_kings(self):
		hung = Holiday("Giỗ Tổ", 10, 3, is_lunar=True)
		self.assertEqual(begins_on(hung, 2025), date(2025, 4, 7))
		self.assertEqual(begins_on(hung, 2026), date(2026, 4, 26))

	def test_one_that_crosses_the_year(self):
		closing = Holiday("Nghỉ cuối năm", 30, 12, days=4)
		self.assertIn(date(2027, 1, 2), days_off((closing,), 2027))
		self.assertNotIn(date(2027, 1, 3), days_off((closing,), 2027))

	def test_of_one_year_alone(self):
		once = Holiday("Nghỉ bù", 24, 8, year=2026)
		self.assertEqual(begins_on(once, 2026), date(2026, 8, 24))
		self.assertIsNone(begins_on(once, 2027))

	def test_a_day_that_the_year_does_not_have(self):
		leap = Holiday("29 tháng 2", 29, 2)
		self.assertIsNone(begins_on(leap, 2027))
		self.assertEqual(begins_on(leap, 2028), date(2028, 2, 29))

	def test_years_beyond_the_lunar_tables(self):
		self.assertIsNone(begins_on(TET, 2150))
		self.assertTrue(OFFICE.is_working_day(date(2150, 2, 3)))


class TestDaysMadeUp(TestCase):
	"""Saturdays are off, but for the one that makes up for the Monday before Tết of 2027."""

	HOLIDAYS = (TET, Holiday("Nghỉ", 1, 2, year=2027), Holiday("Làm bù", 23, 1, year=2027, is_worked=True))
	COMPANY = WorkingTime(weekdays=frozenset(range(5)), holidays=HOLIDAYS)

	def test_people_work_on_it(self):
		days = [date(2027, 1, 16), date(2027, 1, 23), date(2027, 1, 30), date(2027, 2, 1)]
		self.assertEqual([self.COMPANY.is_working_day(day) for day in days], [False, True, False, False])
		self.assertEqual(self.COMPANY.next_working_day(date(2027, 1, 23)), date(2027, 1, 23))
		self.assertIsNone(self.COMPANY.holiday_on(date(2027, 1, 23)))

	def test_also_within_a_holiday(self):
		worked = Holiday("Trực Tết", 8, 2, year=2027, is_worked=True)
		company = self.COMPANY._replace(holidays=(*self.HOLIDAYS, worked))
		self.assertTrue(company.is_working_day(date(2027, 2, 8)))
		self.assertEqual(company.holiday_on(date(2027, 2, 9)), TET.title)

	def test_in_its_year_alone(self):
		self.assertFalse(self.COMPANY.is_made_up(date(2028, 1, 23)))


class TestWorkingTime(TestCase):
	def moved(self, *moment: int) -> datetime:
		return OFFICE.next_working_time(datetime(*moment))

	def test_within_the_hours_nothing_moves(self):
		for moment in ((2026, 11, 23, 8, 0), (2026, 11, 28, 17, 29)):
			self.assertEqual(self.moved(*moment), datetime(*moment))

	def test_before_the_hours_it_waits_for_the_opening(self):
		self.assertEqual(self.moved(2026, 11, 23, 6, 15), datetime(2026, 11, 23, 8))

	def test_after_the_hours_it_is_the_next_opening(self):
		self.assertEqual(self.moved(2026, 11, 23, 17, 30), datetime(2026, 11, 24, 8))
		self.assertEqual(self.moved(2026, 11, 28, 20, 0), datetime(2026, 11, 30, 8))

	def test_a_sunday_keeps_its_hour_on_monday(self):
		self.assertEqual(self.moved(2026, 11, 22, 9, 30), datetime(2026, 11, 23, 9, 30))
		self.assertEqual(self.moved(2026, 11, 22, 7, 0), datetime(2026, 11, 23, 8))

	def test_tet_is_passed_as_a_whole(self):
		# 16 to 21 February 2026 are off, the 22nd is a Sunday.
		self.assertEqual(self.moved(2026, 2, 17, 9, 0), datetime(2026, 2, 23, 9))
		self.assertEqual(OFFICE.holiday_on(date(2026, 2, 17)), "Tết Nguyên đán")

	def test_nobody_ever_works(self):
		closed = OFFICE._replace(weekdays=frozenset())
		self.assertEqual(closed.next_working_day(date(2026, 11, 23)), date(2026, 11, 23))
