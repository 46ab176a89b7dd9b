from datetime import date, datetime

import frappe

from crm_khachhang.care import boot, settings, working_time
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.tests import TestCase


def change(**values):
	"""Save `values` in KH Settings."""
	doc = frappe.get_doc("KH Settings")
	doc.update(values)
	return doc.save()


def holiday(**values) -> dict:
	return {"title": "Nghỉ", "calendar": "Solar", "day": 1, "month": 1, "days": 1} | values


class TestSettings(TestCase):
	def test_a_new_site_knows_the_holidays_of_vietnam(self):
		company = working_time.current()
		for day, title in {
			date(2027, 1, 1): "Tết Dương lịch",
			date(2027, 2, 5): "Tết Nguyên đán",
			date(2027, 2, 10): "Tết Nguyên đán",
			date(2027, 4, 16): "Giỗ Tổ Hùng Vương",
			date(2027, 4, 30): "Ngày Giải phóng miền Nam",
			date(2027, 5, 1): "Ngày Quốc tế Lao động",
			date(2027, 9, 3): "Quốc khánh",
		}.items():
			self.assertEqual(company.holiday_on(day), title)
		self.assertIsNone(company.holiday_on(date(2027, 2, 11)))

	def test_a_site_that_had_no_settings_of_care(self):
		frappe.db.delete("Singles", {"doctype": "KH Settings", "field": ("in", settings.FIELDS)})
		doc = frappe.get_doc("KH Settings")
		doc.holidays = []
		settings.give_standards(doc)
		doc.save()
		self.assertEqual(
			(str(doc.work_from), int(doc.care_days_ahead), int(doc.works_sunday)), ("08:00:00", 90, 0)
		)
		self.assertEqual(len(doc.holidays), len(settings.HOLIDAYS))

	def test_what_a_company_changed_stays(self):
		doc = change(works_saturday=0, care_digest=0, holidays=[holiday(title="Lễ hội làng", day=15)])
		settings.give_standards(doc)
		self.assertEqual((doc.works_saturday, doc.care_digest), (0, 0))
		self.assertEqual([row.title for row in doc.holidays], ["Lễ hội làng"])

	def test_working_time_follows_the_settings(self):
		change(work_from="09:00:00", work_to="16:00:00", works_saturday=0)
		saturday = datetime(2026, 11, 28, 8, 30)
		self.assertEqual(working_time.next_working_time(saturday), datetime(2026, 11, 30, 9))
		self.assertEqual(
			working_time.next_working_time(saturday, all_day=True), datetime(2026, 11, 30, 8, 30)
		)
		change(move_to_working_time=0)
		self.assertEqual(working_time.next_working_time(saturday), saturday)

	def test_settings_that_cannot_be(self):
		for values, label, remedy in (
			({"work_from": "18:00:00"}, "To", "Work ends before it begins"),
			({"work_to": "abc"}, "To", "This is not an hour"),
			({f"works_{day}": 0 for day in working_time.WEEKDAYS}, "Monday", "Tick at least one day"),
			({"care_days_ahead": 1000}, "Days Ahead", "from 1 to 730"),
			({"birthday_days_ahead": 90}, "Days Before Birthdays", "from 0 to 60"),
			({"care_digest_hour": 24}, "Hour", "from 0 to 23"),
			({"default_remind_before": 10**6}, "Remind Before", "at most 43200 minutes"),
			({"holidays": [holiday(day=31, month=4)]}, "Day", "does not have this day"),
			({"holidays": [holiday(day=29, month=2, year="2027")]}, "Day", "does not have this day"),
			({"holidays": [holiday(day=31, calendar="Lunar")]}, "Day", "does not have this day"),
			({"holidays": [holiday(day=10**12)]}, "Day", "does not have this day"),
			({"holidays": [holiday(month=13)]}, "Month", "from 1 to 12"),
			({"holidays": [holiday(year="27")]}, "Year", "from 1900 to 2099"),
			({"holidays": [holiday(days=0)]}, "Days", "from 1 to 31"),
			({"holidays": [holiday(title=" ")]}, "Holiday", "cannot be empty"),
			({"holidays": [holiday(is_worked=1)]}, "Year", "of one year"),
		):
			with self.subTest(values), self.assertRaisesRegex(InvalidField, f"{label}.*{remedy}"):
				change(**values)

	def test_a_day_that_makes_up_for_another(self):
		saturday = date(2027, 1, 30)
		change(works_saturday=0, holidays=[])
		self.assertFalse(working_time.current().is_working_day(saturday))
		change(holidays=[holiday(day=30, month=1, year="2027", is_worked=1)])
		self.assertTrue(working_time.current().is_working_day(saturday))
		self.assertFalse(working_time.current().is_working_day(date(2027, 1, 31)))
		self.assertIn("2027-01-30", boot.facts(date(2027, 1, 4))["days_made_up"])

	def test_a_leap_day_comes_every_leap_year(self):
		change(holidays=[holiday(day=29, month=2)])
		self.assertEqual(working_time.current().holiday_on(date(2028, 2, 29)), "Nghỉ")
