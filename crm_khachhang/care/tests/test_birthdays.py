"""Birthdays and anniversaries: made ahead of time, once, for whoever has a date."""

from datetime import datetime, time, timedelta

import frappe
from frappe.utils import getdate, nowdate

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.care import birthday_marks, birthdays
from crm_khachhang.care.plans import jobs as plans
from crm_khachhang.care.plans.tests.company import make_plan
from crm_khachhang.tests import TestCase, make_customer, make_user, queries_of
from crm_khachhang.tests.related import make_contact
from crm_khachhang.vietnam.lunar import in_year, to_lunar, to_solar

D = "KH Care Schedule"


class BirthdayTestCase(TestCase):
	def setUp(self):
		super().setUp()
		self.today = getdate(nowdate())
		self.seller = make_user("nguoi-ban@example.com", SALES_USER)
		self.set(birthday_days_ahead=7, birthdays_lunar=0, move_to_working_time=0)

	def set(self, **settings):
		for fieldname, value in settings.items():
			frappe.db.set_single_value("KH Settings", fieldname, value)

	def born(self, days: int, years: int = 40):
		"""A date of birth whose birthday is in so many days."""
		day = self.today + timedelta(days=days)
		return day.replace(year=day.year - years)

	def person(self, **values):
		defaults = {"date_of_birth": self.born(3), "account_manager": self.seller}
		return make_customer(**{"customer_type": "Individual"} | defaults | values)

	def made(self, customer, *fields: str) -> list:
		birthdays.nightly()
		return frappe.get_all(D, {"customer": customer.name}, list(fields) or ["*"], order_by="starts_on asc")


class TestBirthdays(BirthdayTestCase):
	def test_of_a_customer(self):
		[one] = self.made(self.person())
		self.assertEqual(one.starts_on, datetime.combine(self.today + timedelta(days=3), time(9)))
		self.assertEqual((one.activity_type, one.assigned_to, one.all_day), ("Birthday", self.seller, 1))
		self.assertEqual(one.subject, "Birthday of Nguyễn Thị Hoa")
		self.assertIn(": 40 years old.", one.description)

	def test_in_the_language_of_who_congratulates(self):
		frappe.db.set_value("User", self.seller, "language", "vi")
		frappe.clear_cache(user=self.seller)
		self.addCleanup(frappe.clear_cache, user=self.seller)
		[one] = self.made(self.person())
		self.assertEqual(one.subject, "Sinh nhật Nguyễn Thị Hoa")
		self.assertIn("tròn 40 tuổi", one.description)

	def test_of_an_organization(self):
		values = {"customer_type": "Organization", "date_of_birth": None, "founding_date": self.born(0, 10)}
		company = self.person(customer_name="Công ty ABC", **values)
		[one] = self.made(company)
		self.assertEqual((one.subject, one.starts_on.date()), ("Anniversary of Công ty ABC", self.today))
		self.assertIn(": 10 years.", one.description)

	def test_of_a_contact(self):
		customer, other = (
			self.person(customer_name=name, phone="", date_of_birth=None) for name in ("Một", "Hai")
		)
		contact = make_contact("Lan", customer.name, other.name)
		frappe.db.set_value("Contact", contact.name, "kh_date_of_birth", self.born(1))
		[one] = self.made(customer)
		self.assertEqual((one.contact, one.subject), (contact.name, "Birthday of Lan"))
		self.assertEqual(self.made(other), [])

	def test_a_contact_of_nobody(self):
		contact = make_contact("Lan")
		frappe.db.set_value("Contact", contact.name, "kh_date_of_birth", self.born(1))
		birthdays.nightly()
		self.assertFalse(frappe.db.exists(D, {"contact": contact.name}))

	def test_without_a_date(self):
		self.assertEqual(self.made(self.person(date_of_birth=None)), [])

	def test_days_ahead(self):
		near, far = self.person(), self.person(customer_name="Xa", phone="", date_of_birth=self.born(8))
		self.assertEqual((len(self.made(near)), len(self.made(far))), (1, 0))
		self.set(birthday_days_ahead=8)
		self.assertEqual(len(self.made(far)), 1)
		self.set(birthday_days_ahead=0)
		today = self.person(customer_name="Nay", phone="", date_of_birth=self.born(0))
		tomorrow = self.person(customer_name="Mai", phone="", date_of_birth=self.born(1))
		self.assertEqual((len(self.made(today)), len(self.made(tomorrow))), (1, 0))

	def test_twice_is_once(self):
		person = self.person()
		self.made(person)
		self.assertEqual(len(self.made(person)), 1)

	def test_a_cancelled_one_stays_cancelled(self):
		person = self.person()
		[one] = self.made(person)
		appointment = frappe.get_doc(D, one.name)
		appointment.status = "Cancelled"
		appointment.save()
		self.assertEqual([row.status for row in self.made(person)], ["Cancelled"])

	def test_a_night_that_was_missed(self):
		person = self.person(date_of_birth=self.born(-2))
		self.assertEqual(self.made(person), [])  # nobody knew them on that day
		frappe.db.set_value("KH Customer", person.name, "creation", "2020-01-01 00:00:00")
		self.assertEqual(len(self.made(person)), 1)

	def test_a_child_of_this_year(self):
		self.assertEqual(self.made(self.person(date_of_birth=self.today)), [])

	def test_by_the_moon(self):
		self.set(birthdays_lunar=1)
		wanted = self.today + timedelta(days=4)
		lunar = to_lunar(wanted)
		born = to_solar(lunar._replace(year=1985, leap=False, day=min(lunar.day, 29)))
		person = self.person(date_of_birth=born)
		[one] = self.made(person)
		self.assertEqual(one.starts_on.date(), in_year(min(lunar.day, 29), lunar.month, lunar.year))
		self.assertIn("lunar", one.description)

	def test_a_day_off(self):
		sunday = 6 - self.today.weekday()
		person = self.person(date_of_birth=self.born(sunday))
		self.set(move_to_working_time=1)
		[one] = self.made(person)
		self.assertGreater(one.starts_on.date(), self.today + timedelta(days=sunday))

	def test_in_sets(self):
		self.person()
		birthdays.nightly()
		once = queries_of(birthdays.nightly)
		for number in range(5):
			self.person(customer_name=f"Khách {number}", phone="")
		self.assertLessEqual(queries_of(birthdays.nightly), once + 4)

	def test_a_long_name(self):
		made_for = birthday_marks.made_for("Contact", "x" * 140, "birth", 2026)
		self.assertLess(len(made_for), 140)


class TestWithPlans(BirthdayTestCase):
	"""A plan congratulates as well: one appointment, the plan's."""

	def setUp(self):
		super().setUp()
		self.plan = make_plan({"anchor": "Birthday", "days_after": 0, "subject": "Chúc mừng"}, enabled=0)
		self.customer = self.person(care_plan=self.plan)

	def switch_on(self):
		frappe.db.set_value("KH Care Plan", self.plan, "enabled", 1)
		frappe.clear_document_cache("KH Care Plan", self.plan)
		plans.carry_out(self.plan)

	def subjects(self) -> list:
		return [one.subject for one in self.made(self.customer, "subject")]

	def test_the_plan_first(self):
		self.switch_on()
		self.assertEqual(self.subjects(), ["Chúc mừng"])

	def test_the_plan_later(self):
		self.assertEqual(self.subjects(), ["Birthday of Nguyễn Thị Hoa"])
		self.switch_on()
		self.assertEqual(self.subjects(), ["Chúc mừng"])
		next_care_on = frappe.db.get_value("KH Customer", self.customer.name, "next_care_on")
		self.assertEqual(next_care_on.date(), self.today + timedelta(days=3))

	def test_by_the_moon(self):
		birthday = to_lunar(self.today + timedelta(days=3))
		born = to_solar(birthday._replace(year=birthday.year - 40, leap=False))
		self.set(birthdays_lunar=1)
		self.customer.db_set("date_of_birth", born)
		self.assertEqual(self.subjects(), ["Birthday of Nguyễn Thị Hoa"])
		self.switch_on()
		self.assertEqual(self.subjects(), ["Chúc mừng"])

	def test_one_that_is_done_was_enough(self):
		[one] = self.made(self.customer, "name")
		frappe.get_doc(D, one.name).update({"status": "Done"}).save()
		self.switch_on()
		self.assertEqual(self.subjects(), ["Birthday of Nguyễn Thị Hoa"])

	def test_who_leaves_the_plan_has_the_automatic_one_again(self):
		self.switch_on()
		self.customer.update({"care_plan": None}).save()
		found = self.made(self.customer, "subject", "status")
		self.assertEqual(
			{(one.subject, one.status) for one in found},
			{("Chúc mừng", "Cancelled"), ("Birthday of Nguyễn Thị Hoa", "Planned")},
		)

	def test_contacts_have_their_own(self):
		contact = make_contact("Lan", self.customer.name)
		frappe.db.set_value("Contact", contact.name, "kh_date_of_birth", self.born(1))
		self.switch_on()
		self.assertEqual(self.subjects(), ["Birthday of Lan", "Chúc mừng"])
