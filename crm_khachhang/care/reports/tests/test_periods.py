from datetime import date
from unittest import TestCase

from crm_khachhang.care.reports import periods
from crm_khachhang.care.reports.periods import Span

SUNDAY = date(2026, 11, 1)


class TestPeriods(TestCase):
	def test_parts(self):
		self.assertEqual(periods.part_of(SUNDAY, "Day"), SUNDAY)
		self.assertEqual(periods.part_of(SUNDAY, "Week"), date(2026, 10, 26))
		self.assertEqual(periods.part_of(date(2026, 11, 30), "Month"), SUNDAY)

	def test_labels(self):
		year = Span(date(2026, 1, 1), date(2026, 12, 31))
		labels = [periods.label(date(2026, 10, 26), step, year) for step in ("Day", "Week", "Month")]
		self.assertEqual(labels, ["26/10", "26/10–01/11", "10/2026"])

	def test_a_week_that_is_not_all_in_the_span(self):
		november = Span(SUNDAY, date(2026, 11, 30))
		weeks = [date(2026, 10, 26), date(2026, 11, 30)]
		self.assertEqual(
			[periods.label(week, "Week", november) for week in weeks], ["01/11–01/11", "30/11–30/11"]
		)

	def test_days(self):
		self.assertEqual(Span(SUNDAY, SUNDAY).days, 1)
