from unittest.mock import patch

import frappe
from frappe.utils import add_days, nowdate

from crm_khachhang.customers.merging import carry_out
from crm_khachhang.debts import balances, checking, command, overdue
from crm_khachhang.debts.tests import DebtTestCase, make_debt, make_payment
from crm_khachhang.tests import make_customer


class TestSweep(DebtTestCase):
	def tomorrow(self):
		day = add_days(nowdate(), 1)
		for module in (balances, overdue):
			self.enterContext(patch.object(module, "nowdate", return_value=day))

	def test_overdue_is_a_fact_of_the_date(self):
		debt = self.debt(500, 0)
		overdue.sweep()
		self.assertEqual((self.open_of(debt), self.owed()), ((500, "Unpaid"), (500, 0)))
		self.tomorrow()
		self.assertEqual(overdue.sweep(), 1)
		self.assertEqual((self.open_of(debt), self.owed()), ((500, "Overdue"), (500, 500)))
		self.assertEqual(overdue.sweep(), 0)

	def test_a_sum_that_is_wrong(self):
		self.debt(500, -3)
		frappe.db.set_value("KH Customer", self.customer, "overdue_debt", 7)
		self.assertEqual(overdue.refresh_customers(), 1)
		self.assertEqual(self.owed(), (500, 500))


class TestCheck(DebtTestCase):
	def test_what_is_wrong_is_named_and_repaired(self):
		debt = self.debt(500)
		payment = self.pay(600)
		off = make_debt(self.customer, amount=50)
		self.pay(50, payment_type="Write Off", reason="Thử")
		frappe.db.set_value("KH Debt", debt.name, {"outstanding_amount": 3, "status": "Unpaid"})
		frappe.db.set_value("KH Debt", off.name, "written_off_amount", 1)
		frappe.db.set_value("KH Debt Payment", payment.name, "unallocated_amount", 1)
		frappe.db.set_value("KH Customer", self.customer, {"total_debt": 77, "overdue_debt": 5})
		found = {(one.name, one.fieldname, int(one.stored), int(one.right)) for one in checking.differences()}
		wrong = {
			(debt.name, "outstanding_amount", 3, 0),
			(off.name, "written_off_amount", 1, 50),
			(payment.name, "unallocated_amount", 1, 100),
			(self.customer, "total_debt", 77, -100),
		}
		self.assertEqual(found, wrong)
		with patch.object(command.click, "echo") as echo:
			self.assertEqual(command.run(dry_run=True), 1)
			self.assertEqual(len(list(checking.differences())), 4)
			self.assertEqual(command.run(), 1)
			self.assertEqual(command.run(), 0)
		self.assertIn("is 77", str(echo.call_args_list))
		self.assertEqual(self.owed(), (-100, 0))
		self.assertEqual(self.open_of(debt), (0, "Paid"))


class TestCustomers(DebtTestCase):
	def test_who_stands_in_the_ledger_is_not_deleted(self):
		self.debt(500).cancel()
		with self.assertRaisesRegex(frappe.ValidationError, "Lines of the debt ledger"):
			frappe.delete_doc("KH Customer", self.customer)

	def test_a_draft_goes_with_its_customer(self):
		draft = self.debt(500, submit=False)
		frappe.delete_doc("KH Customer", self.customer)
		self.assertFalse(frappe.db.exists("KH Debt", draft.name))

	def test_merging_moves_the_ledger_with_a_trace(self):
		loser = make_customer(customer_name="Khách Có Nợ", phone=None).name
		mine, debt = self.debt(500), make_debt(loser, amount=300, due_date=nowdate())
		make_payment(loser, amount=120)
		carry_out.merge([self.customer, loser], self.customer)
		self.assertEqual(self.owed()[0], 680)
		lines = frappe.get_all("KH Debt Ledger Entry", {"moved_from": loser}, pluck="customer")
		self.assertEqual(lines, [self.customer, self.customer])
		self.assertEqual(
			frappe.db.get_value("KH Debt", debt.name, ("customer", "moved_from")), (self.customer, loser)
		)
		self.assertIsNone(frappe.db.get_value("KH Debt", mine.name, "moved_from"))
		payment = self.pay(680)
		self.assertEqual([row.debt for row in payment.allocations], [debt.name, mine.name])

	def test_a_payment_during_a_merge_counts(self):
		"""The customers were read before somebody paid."""
		loser = make_customer(customer_name="Khách Có Nợ", phone=None).name
		make_debt(loser, amount=300)
		customers = carry_out.get_customers([self.customer, loser], self.customer)
		make_payment(loser, amount=100)
		carry_out._lock(customers, {})
		self.assertEqual([customer.total_debt for customer in customers], [0, 200])

	def test_a_customer_saved_from_an_old_form(self):
		customer = frappe.get_doc("KH Customer", self.customer)
		with patch.object(customer, "get_doc_before_save", return_value=customer):
			self.debt(500)
			customer.description = "Sửa lúc có nợ"
			customer.save()
		self.assertEqual(self.owed(), (500, 0))
