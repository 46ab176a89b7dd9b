import frappe

from crm_khachhang.debts import credit
from crm_khachhang.debts.tests import DebtTestCase
from crm_khachhang.tests import make_user


class TestCredit(DebtTestCase):
	def settings(self, **values):
		settings = frappe.get_doc("KH Settings")
		settings.update(values).save()

	def limit(self, amount):
		frappe.db.set_value("KH Customer", self.customer, "credit_limit", amount)

	def test_within_the_limit(self):
		self.limit(1000)
		self.debt(600)
		answer = credit.check_credit(self.customer, 400)
		self.assertEqual((answer.outcome, answer.limit, answer.owed), (credit.OK, 1000, 600))

	def test_no_limit(self):
		self.debt(10**9)
		self.assertEqual(credit.check_credit(self.customer, 10**9).outcome, credit.OK)

	def test_a_warning(self):
		self.settings(credit_check="Warn")
		self.limit(1000)
		self.debt(600)
		answer = credit.check_credit(self.customer, 401)
		self.assertEqual(answer.outcome, credit.WARN)
		self.assertIn("would owe", frappe.get_message_log()[-1]["message"])

	def test_a_refusal_and_who_may_override_it(self):
		self.settings(credit_check="Block", credit_override_role="KH Manager")
		self.limit(1000)
		self.debt(600)
		with self.assertRaisesRegex(credit.CreditExceeded, "KH Manager"):
			credit.check_credit(self.customer, 401)
		frappe.set_user(make_user("kh_ban@debts.example", "KH Accountant"))
		with self.assertRaises(credit.CreditExceeded):
			credit.check_credit(self.customer, 401, "Khách quen")
		frappe.set_user(make_user("kh_duyet@debts.example", "KH Manager"))
		with self.assertRaises(credit.CreditExceeded):
			credit.check_credit(self.customer, 401, "  ")
		answer = credit.check_credit(self.customer, 401, "Khách <b>quen</b>")
		self.assertEqual(answer.outcome, credit.OVERRIDDEN)
		comment = frappe.get_last_doc("Comment", {"reference_name": self.customer, "comment_type": "Info"})
		self.assertIn("Khách &lt;b&gt;quen", comment.content)

	def test_overdue_for_too_long(self):
		self.settings(credit_check="Block", credit_overdue_days=30)
		self.debt(5, -30)
		self.assertEqual(credit.check_credit(self.customer).outcome, credit.OK)
		self.debt(5, -31)
		with self.assertRaisesRegex(credit.CreditExceeded, "overdue for 31 days"):
			credit.check_credit(self.customer)

	def test_the_group_s_limit(self):
		group = frappe.get_doc({"doctype": "KH Customer Group", "group_name": "Nhóm Có Hạn Mức"})
		group.credit_limit = 100
		group.insert()
		frappe.db.set_value("KH Customer", self.customer, "customer_group", group.name)
		self.assertEqual(credit.check_credit(self.customer, 101).outcome, credit.WARN)

	def test_a_limit_below_what_is_owed(self):
		self.debt(600)
		customer = frappe.get_doc("KH Customer", self.customer)
		frappe.clear_messages()
		customer.credit_limit = 500
		customer.save()
		self.assertIn("more than the new limit", frappe.get_message_log()[-1]["message"])
