"""Two people at appointments that belong together, with real processes: of one series, of one customer.

Nobody is sent away for the other's sake, nothing is there twice, and the customer's dates are right afterwards.
"""

from collections import Counter
from datetime import timedelta

import frappe
from frappe.utils import now_datetime

from crm_khachhang.care.tests.test_care import make_appointment
from crm_khachhang.tests import make_customer
from crm_khachhang.tests.processes import ProcessTestCase

APPOINTMENT = "KH Care Schedule"
SERIES = "KH Care Series"
CUSTOMER = "KH Customer"
DAYS = 6

# Does what it is given; with "stops" for its first argument it stops amid it, with everything locked that it changes.
PERSON = """
from crm_khachhang.care import api, appointments, dates
from crm_khachhang.care.recurrence import api as recurrence, series
from crm_khachhang.crm_khachhang.doctype.kh_care_schedule.kh_care_schedule import KHCareSchedule
stops, *names = arguments
def stop():
	global stops
	if stops == "stops":
		stops = ""
		say("amid")
		wait()
validate = KHCareSchedule.validate
def validate_later(self):
	stop()
	validate(self)
KHCareSchedule.validate = validate_later
try:
	{does}
	frappe.db.commit()
	say("done")
except frappe.TimestampMismatchError:
	say("told")
except Exception as error:
	say(repr(error))
"""


class TogetherTestCase(ProcessTestCase):
	def setUp(self):
		self.addCleanup(self.remove)
		# Today may be any day.
		frappe.db.set_single_value("KH Settings", "move_to_working_time", 0)
		self.customer = make_customer(customer_name="Khách của hai người")
		self.start_on = (now_datetime() + timedelta(days=2)).replace(
			hour=9, minute=0, second=0, microsecond=0
		)
		self.prepare()
		frappe.db.commit()

	def prepare(self):
		"""The appointments that the two are at."""

	def remove(self):
		frappe.db.rollback()
		frappe.db.set_single_value("KH Settings", "move_to_working_time", 1)
		for doctype in (APPOINTMENT, SERIES):
			frappe.db.delete(doctype, {"customer": self.customer.name})
		frappe.delete_doc(CUSTOMER, self.customer.name, force=True)
		frappe.db.delete("Deleted Document", {"deleted_name": self.customer.name})
		frappe.db.commit()

	def rows(self) -> list:
		frappe.db.rollback()
		fields = ["name", "starts_on", "status", "series", "made_for", "done_on"]
		return frappe.get_all(APPOINTMENT, {"customer": self.customer.name}, fields, order_by="starts_on")

	def both(self, first: str, second: str, *names: str) -> tuple[str, str]:
		"""Let one person stop amid `first` while another does `second`; return what each is told."""
		one = self.start(PERSON.format(does=first), "stops", *names)
		self.says(one, "amid")
		other = self.start(PERSON.format(does=second), "", *names)
		self.wait_until_somebody_waits()
		print("", file=one.stdin, flush=True)
		answers = one.stdout.readline().strip(), other.stdout.readline().strip()
		frappe.db.rollback()
		self.check_dates()
		return answers

	def check_dates(self):
		rows = self.rows()
		soonest = [row.starts_on for row in rows if row.status in ("Planned", "In Progress")]
		done = [row.done_on for row in rows if row.status == "Done"]
		dates = frappe.db.get_value(CUSTOMER, self.customer.name, ["next_care_on", "last_care_on"])
		self.assertEqual(dates, (min(soonest, default=None), max(done, default=None)))


class TestOneSeries(TogetherTestCase):
	def prepare(self):
		self.days = [self.start_on + timedelta(days=number) for number in range(DAYS)]
		first = make_appointment(
			self.customer, starts_on=self.start_on, repeats="Daily", repeat_count=DAYS, subject="Hằng ngày"
		)
		self.series = first.series
		self.names = frappe.get_all(APPOINTMENT, {"series": self.series}, pluck="name", order_by="starts_on")

	def both(self, first: str, second: str, *numbers: int) -> tuple[str, str]:
		answers = super().both(first, second, *(self.names[number] for number in numbers))
		marks = Counter(row.made_for for row in self.rows())
		self.assertEqual([mark for mark, count in marks.items() if count > 1 or not mark], [])
		return answers

	def move(self, number: int, hour: int, scope: str) -> str:
		return f'api.move(names[{number}], "{self.moment(number, hour)}", scope="{scope}")'

	def moment(self, number: int, hour: int) -> str:
		return str(self.days[self.numbers[number]].replace(hour=hour))

	def hours(self) -> list[int]:
		return [row.starts_on.hour for row in self.rows() if row.status == "Planned"]

	def test_both_move_all(self):
		self.numbers = (1, 4)
		answers = self.both(self.move(0, 10, "all"), self.move(1, 11, "all"), 1, 4)
		self.assertEqual(answers, ("done", "done"))
		self.assertEqual(self.hours(), [11] * DAYS)

	def test_both_move_the_following(self):
		self.numbers = (4, 2)
		answers = self.both(self.move(0, 10, "following"), self.move(1, 11, "following"), 4, 2)
		self.assertEqual(answers, ("done", "done"))
		self.assertEqual(len(self.rows()), DAYS)
		self.assertEqual(self.hours(), [9, 9, 11, 11, 10, 10])

	def test_one_moves_all_and_the_other_one(self):
		self.numbers = (1, 3)
		answers = self.both(self.move(0, 10, "all"), self.move(1, 15, "this"), 1, 3)
		self.assertEqual(answers, ("done", "done"))
		self.assertEqual(self.hours(), [10, 10, 10, 15, 10, 10])

	def test_one_moves_one_and_the_other_all(self):
		self.numbers = (3, 1)
		answers = self.both(self.move(0, 15, "this"), self.move(1, 10, "all"), 3, 1)
		self.assertEqual(answers, ("done", "done"))
		self.assertEqual(self.hours(), [10, 10, 10, 15, 10, 10])

	def test_one_cancels_what_the_other_moves(self):
		self.numbers = (4,)
		answers = self.both(self.move(0, 10, "all"), 'recurrence.cancel(names[1], "following")', 4, 2)
		self.assertEqual(answers[0], "done")
		self.assertIn(answers[1], ("done", "told"))

	def test_one_deletes_what_the_other_moves(self):
		self.numbers = (4,)
		answers = self.both(self.move(0, 10, "all"), 'recurrence.delete(names[1], "following")', 4, 2)
		self.assertEqual(answers, ("done", "done"))
		self.assertEqual(self.hours(), [10, 10])

	def test_the_night_makes_what_somebody_changes(self):
		frappe.db.delete(APPOINTMENT, {"name": ("in", self.names[3:])})
		until = self.days[2].date()
		frappe.db.set_value(SERIES, self.series, {"ended": 0, "made_until": until})
		frappe.db.commit()
		self.numbers = (1,)
		night = "from crm_khachhang.care.recurrence import jobs; jobs.nightly()"
		answers = self.both(self.move(0, 10, "all"), night, 1)
		self.assertEqual(answers, ("done", "done"))
		self.assertEqual(self.hours(), [10] * DAYS)


class TestOneCustomer(TogetherTestCase):
	def prepare(self):
		self.names = [
			make_appointment(self.customer, starts_on=self.start_on + timedelta(days=number)).name
			for number in range(4)
		]

	def test_both_finish(self):
		answers = self.both("api.finish(names[0])", "api.finish(names[1])", *self.names)
		self.assertEqual(answers, ("done", "done"))

	def test_one_cancels_the_first_and_the_other_the_second(self):
		answers = self.both(
			'api.finish(names[1], status="Cancelled")',
			'api.finish(names[0], status="Cancelled")',
			*self.names,
		)
		self.assertEqual(answers, ("done", "done"))

	def test_one_moves_and_the_other_plans(self):
		sooner = str(self.start_on - timedelta(days=1))
		answers = self.both(
			f'api.move(names[0], "{self.start_on + timedelta(days=9)}")',
			f'api.plan("{self.customer.name}", {{"subject": "Sớm hơn", "starts_on": "{sooner}"}})',
			*self.names,
		)
		self.assertEqual(answers, ("done", "done"))

	def test_the_customer_is_saved_meanwhile(self):
		save = (
			f'frappe.get_doc("{CUSTOMER}", "{self.customer.name}").update({{"email": "a@b.example"}}).save()'
		)
		answers = self.both("api.finish(names[0])", save, *self.names)
		self.assertEqual(answers, ("done", "done"))
