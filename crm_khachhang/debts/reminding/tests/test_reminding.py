from unittest.mock import patch

import frappe
from frappe.utils import add_days, nowdate

from crm_khachhang.debts.reminding import sending, words
from crm_khachhang.debts.tests import DebtTestCase, make_debt
from crm_khachhang.tests import make_customer, make_user
from crm_khachhang.tests.mails import queue_mails, queued_for

EMAIL = "khach@no.example"


class TestReminding(DebtTestCase):
	def setUp(self):
		super().setUp()
		queue_mails(self)
		# A PDF takes seconds, and is tested with the papers.
		paper = {"fname": "so-chi-tiet.pdf", "fcontent": b"%PDF"}
		self.paper = self.enterContext(patch.object(words, "statement", return_value=paper))
		self.owner = make_user("kh_nhacno@debts.example", "KH Sales User")
		frappe.db.set_value("KH Customer", self.customer, {"email": EMAIL, "account_manager": self.owner})
		self.steps({"days": -3}, {"days": 0}, {"days": 7, "make_call": 1}, {"days": 30})

	def steps(self, *rows, **values):
		settings = frappe.get_doc("KH Settings")
		settings.update({"remind_debts": 1} | values)
		settings.set("debt_reminder_steps", [{"send_email": 1} | row for row in rows])
		settings.save()

	def log(self, debt) -> dict[int, str]:
		rows = frappe.get_all("KH Debt Reminder", {"debt": debt.name}, ["step_days", "outcome"])
		return {row.step_days: row.outcome for row in rows}

	def on(self, days: int):
		"""Let the morning of so many days from today come."""
		with patch.object(sending, "nowdate", return_value=add_days(nowdate(), days)):
			sending.send_due()

	def test_each_step_once(self):
		debt = self.debt(500, 10)
		for day in range(6):
			self.on(day)
		self.assertEqual((self.log(debt), queued_for(EMAIL)), ({}, []))
		for day in (7, 7, 8, 10, 11, 17):
			self.on(day)
		self.assertEqual(self.log(debt), {-3: "Sent", 0: "Sent", 7: "Sent"})
		self.assertEqual(len(queued_for(EMAIL)), 3)
		calls = frappe.get_all(
			"KH Care Schedule", {"customer": self.customer}, ["assigned_to", "description"]
		)
		self.assertEqual([call.assigned_to for call in calls], [self.owner])
		self.assertIn(debt.name, calls[0].description)

	def test_the_statement_is_attached(self):
		self.debt(500, 0)
		self.on(0)
		self.paper.assert_called_once_with(self.customer)
		(message,) = frappe.get_all("Email Queue", pluck="message")
		self.assertIn("so-chi-tiet.pdf", message)

	def test_a_scheduler_that_slept_takes_the_last_step(self):
		debt = self.debt(500, 2)
		self.on(4)
		self.assertEqual(self.log(debt), {-3: "Passed Over", 0: "Sent"})
		self.assertEqual(len(queued_for(EMAIL)), 1)

	def test_old_debts_are_no_flood(self):
		debts = [self.debt(500, -20), self.debt(500, -300)]
		self.on(0)
		self.assertEqual([self.log(debt) for debt in debts], [{}, {}])

	def test_one_mail_for_all_debts_of_a_customer(self):
		first, second = self.debt(500, 0), self.debt(700, -7)
		self.on(0)
		(mail,) = queued_for(EMAIL)
		self.assertIn("overdue", mail)
		for part in (first.name, second.name):
			self.assertIn(part, mail)
		passed = {-3: "Passed Over", 0: "Passed Over"}
		self.assertEqual(self.log(first), {-3: "Passed Over", 0: "Sent"})
		self.assertEqual(self.log(second), passed | {7: "Sent"})

	def test_what_holds_back(self):
		promised, paid, cancelled = self.debt(500, 0), self.debt(300, 0), self.debt(200, 0)
		promised.promised_on = add_days(nowdate(), 2)
		promised.save()
		self.pay(300, rows={paid.name: 300})
		cancelled.cancel()
		self.on(0)
		self.on(2)
		self.assertEqual(queued_for(EMAIL), [])
		self.on(3)
		self.assertEqual(self.log(promised), {-3: "Passed Over", 0: "Sent"})

	def test_paused(self):
		debt = self.debt(500, 0)
		frappe.db.set_value("KH Customer", self.customer, "debt_reminders_paused", 1)
		self.on(0)
		self.assertEqual(self.log(debt), {})

	def test_switched_off(self):
		debt = self.debt(500, 0)
		self.steps({"days": 0}, remind_debts=0)
		self.on(0)
		self.assertEqual(self.log(debt), {})

	def test_nobody_to_write_to(self):
		customer = make_customer(customer_name="Không Thư", phone=None)
		debt = make_debt(customer.name, amount=5, due_date=nowdate())
		self.on(0)
		self.assertEqual(self.log(debt)[0], "No Email")

	def test_a_site_that_sends_no_mail(self):
		debt = self.debt(500, 0)
		with patch.object(frappe, "sendmail", side_effect=frappe.OutgoingEmailError):
			self.on(0)
		self.assertEqual(self.log(debt)[0], "Failed")

	def test_a_template(self):
		template = frappe.get_doc(
			doctype="Email Template",
			name="Nhắc nợ thử",
			subject="Kính gửi {{ customer_name }}: {{ total }}",
			response="<p>Nợ:</p>{{ table }}",
		).insert()
		debt = self.debt(500, 0)
		self.steps({"days": 0, "email_template": template.name})
		self.on(0)
		(mail,) = queued_for(EMAIL)
		self.assertIn("Kính gửi Khách Có Nợ", mail)
		self.assertIn(debt.name, mail)

	def test_bad_steps(self):
		for rows, reason in (
			(({"days": 400},), "at most 365 days"),
			(({"days": 1}, {"days": 1}), "step for this day already"),
			(({"days": 1, "send_email": 0},), "does nothing"),
		):
			with self.subTest(reason), self.assertRaisesRegex(frappe.ValidationError, reason):
				self.steps(*rows)
