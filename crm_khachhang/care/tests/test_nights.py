"""The nightly jobs with real processes: one that is killed amid its work, and two at once.

What a night lost the next one makes; nothing is made twice, and customers know when they are cared for next.
"""

from datetime import timedelta
from unittest.mock import patch

import frappe
from frappe.utils import getdate, now_datetime, nowdate

from crm_khachhang.care.plans import jobs as plans
from crm_khachhang.care.plans.tests.company import make_plan
from crm_khachhang.care.tests.test_care import make_appointment
from crm_khachhang.tests import make_customer
from crm_khachhang.tests.processes import ProcessTestCase

APPOINTMENT = "KH Care Schedule"
SERIES = "KH Care Series"
PLAN = "KH Care Plan"
CUSTOMER = "KH Customer"
MARK = "Khách Ban Đêm"
CUSTOMERS = 9
A_STEP = 2

# Stops where it would commit its step of the number that it is given.
WORKER = """
from crm_khachhang import background
commit, stop_at = background.checkpoint, int(arguments[0])
def checkpoint():
	global stop_at
	stop_at -= 1
	if not stop_at:
		say("amid")
		wait()
	commit()
background.checkpoint = checkpoint
{night}
say("done")
"""


class Nights:
	"""`night`: a program that does the job in steps of A_STEP customers; `expected`: how many appointments there are then."""

	night = ""
	expected = 0

	def setUp(self):
		self.addCleanup(self.remove)
		frappe.db.delete("Error Log")
		# Today may be any day.
		frappe.db.set_single_value("KH Settings", "move_to_working_time", 0)
		self.customers = [
			make_customer(customer_name=f"{MARK} {number}", phone=f"09120009{number:02d}", **self.values())
			for number in range(CUSTOMERS)
		]
		self.prepare()
		frappe.db.commit()

	def values(self) -> dict:
		return {}

	def prepare(self) -> None:
		"""What the nightly job makes appointments for."""

	def remove(self):
		frappe.db.rollback()
		frappe.db.set_single_value("KH Settings", "move_to_working_time", 1)
		names = frappe.get_all(CUSTOMER, {"customer_name": ("like", f"{MARK}%")}, pluck="name")
		for doctype in (APPOINTMENT, SERIES):
			frappe.db.delete(doctype, {"customer": ("in", names)})
		for name in names:
			frappe.delete_doc(CUSTOMER, name, force=True)
		frappe.db.commit()

	def work(self, stop_at: int = 0):
		return self.start(WORKER.format(night=self.night), str(stop_at))

	def made(self) -> list:
		frappe.db.rollback()
		names = [customer.name for customer in self.customers]
		fields = ["customer", "starts_on", "made_for", "status"]
		return frappe.get_all(APPOINTMENT, {"customer": ("in", names)}, fields)

	def check(self):
		"""All are there, each once, and nobody complained."""
		made = self.made()
		self.assertEqual(len(made), self.expected)
		self.assertEqual(len({(one.customer, one.starts_on) for one in made}), self.expected)
		self.assertEqual(len({one.made_for for one in made}), self.expected)
		for customer in self.customers:
			soonest = min(one.starts_on for one in made if one.customer == customer.name)
			self.assertEqual(frappe.db.get_value(CUSTOMER, customer.name, "next_care_on"), soonest)
		self.assertEqual(frappe.get_all("Error Log", pluck="error"), [])

	def test_killed_again_and_again(self):
		seen = [len(self.made())]
		for step in (2, 2, 1):
			worker = self.work(step)
			self.says(worker, "amid")
			self.kill(worker)
			seen.append(len(self.made()))
		self.assertLess(seen[0], seen[1])
		self.assertTrue(seen[1] <= seen[2] == seen[3] < self.expected, seen)
		self.says(self.work(), "done")
		self.check()
		self.says(self.work(), "done")
		self.check()

	def test_two_at_once(self):
		first = self.work(1)
		self.says(first, "amid")
		second = self.work()
		self.wait_until_somebody_waits()
		self.goes_on(first, "done")
		self.says(second, "done")
		self.check()


class TestSeries(Nights, ProcessTestCase):
	night = f"""
from crm_khachhang.care.recurrence import jobs, making
jobs.make_next = lambda until: making.make_next(until, {A_STEP})
jobs.nightly()
"""
	DAYS, BEFORE = 12, 2
	expected = CUSTOMERS * DAYS

	def prepare(self):
		start = (now_datetime() + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
		for customer in self.customers:
			make_appointment(customer, starts_on=start, repeats="Daily", repeat_count=self.DAYS)
		# As if the scheduler had not run since then.
		until = start.date() + timedelta(days=self.BEFORE - 1)
		later = {"occurrence_on": (">", until), "series": ("is", "set")}
		frappe.db.delete(APPOINTMENT, later)
		frappe.db.set_value(SERIES, {"ended": 1}, {"ended": 0, "made_until": until})


class TestPlans(Nights, ProcessTestCase):
	night = f"""
from crm_khachhang.care.plans import jobs
jobs.BATCH = {A_STEP}
jobs.nightly()
"""
	TOUCHES = 3
	expected = CUSTOMERS * TOUCHES

	def prepare(self):
		self.enterContext(patch.object(plans, "enqueue"))
		self.plan = make_plan(
			*({"days_after": 5 * number, "subject": f"Lần {number}"} for number in range(1, 4))
		)
		names = [customer.name for customer in self.customers]
		frappe.db.set_value(CUSTOMER, {"name": ("in", names)}, "care_plan", self.plan)

	def remove(self):
		super().remove()
		frappe.delete_doc(PLAN, self.plan, force=True)
		frappe.db.commit()


class TestBirthdays(Nights, ProcessTestCase):
	night = f"""
from crm_khachhang.care import birthdays
birthdays.AT_ONCE = {A_STEP}
birthdays.nightly()
"""
	expected = CUSTOMERS

	def values(self):
		today = getdate(nowdate())
		return {"date_of_birth": (today + timedelta(days=2)).replace(year=1992)}
