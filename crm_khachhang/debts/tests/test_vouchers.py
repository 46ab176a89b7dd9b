import frappe
from frappe.utils import add_days, getdate, nowdate

from crm_khachhang.debts.tests import DebtTestCase, make_debt, make_payment
from crm_khachhang.tests import make_customer, make_user


class TestDebts(DebtTestCase):
	def test_a_debt_is_owed_when_it_is_submitted(self):
		debt = self.debt(1_000_000)
		self.assertEqual(self.open_of(debt), (1_000_000, "Unpaid"))
		self.assertEqual((debt.outstanding_amount, debt.status), (1_000_000, "Unpaid"))
		self.assertEqual(self.owed(), (1_000_000, 0))

	def test_a_draft_is_not_owed(self):
		draft = self.debt(1_000_000, submit=False, outstanding_amount=5, status="Paid")
		self.assertEqual((draft.outstanding_amount, draft.status), (0, "Draft"))
		self.assertEqual(self.owed(), (0, 0))

	def test_an_old_debt_is_overdue_at_once(self):
		self.assertEqual(self.open_of(self.debt(700, days=-1)), (700, "Overdue"))
		self.assertEqual(self.open_of(self.debt(300, days=0)), (300, "Unpaid"))
		self.assertEqual(self.owed(), (1000, 700))

	def test_the_due_date_comes_from_the_terms(self):
		frappe.db.set_value("KH Customer", self.customer, "payment_days", 45)
		debt = make_debt(self.customer, amount=10)
		self.assertEqual(getdate(debt.due_date), getdate(add_days(nowdate(), 45)))

	def test_the_due_date_comes_from_the_settings_last(self):
		settings = frappe.get_doc("KH Settings")
		settings.payment_days = 7
		settings.save()
		self.assertEqual(
			getdate(make_debt(self.customer, amount=10).due_date), getdate(add_days(nowdate(), 7))
		)

	def test_cancelled_it_is_owed_no_more(self):
		debt = self.debt(500)
		debt.cancel()
		self.assertEqual(self.open_of(debt), (0, "Cancelled"))
		self.assertEqual(self.owed(), (0, 0))
		lines = frappe.get_all(
			"KH Debt Ledger Entry", {"debt": debt.name}, ["amount", "reverses", "posting_date"]
		)
		self.assertEqual(sorted(line.amount for line in lines), [-500, 500])
		self.assertEqual({line.posting_date for line in lines}, {getdate()})
		self.assertEqual(len([line for line in lines if line.reverses]), 1)

	def test_with_a_payment_it_is_not_cancelled(self):
		debt = self.debt(500)
		payment = self.pay(100)
		debt.reload()
		with self.assertRaisesRegex(frappe.ValidationError, payment.name):
			debt.cancel()
		payment.cancel()
		frappe.get_doc("KH Debt", debt.name).cancel()
		self.assertEqual(self.owed(), (0, 0))

	def test_a_stale_form_does_not_bring_back_what_is_paid(self):
		debt = self.debt(500)
		form = frappe.get_doc("KH Debt", debt.name)
		self.pay(200)
		form.promised_on = add_days(nowdate(), 3)
		form.save()
		self.assertEqual(self.open_of(debt), (300, "Partly Paid"))
		self.assertEqual(form.outstanding_amount, 300)

	def test_what_stands_in_the_ledger_is_not_deleted(self):
		debt = self.debt(500)
		debt.cancel()
		with self.assertRaises(frappe.LinkExistsError):
			frappe.delete_doc("KH Debt", debt.name)

	def test_bad_input(self):
		tomorrow, yesterday = add_days(nowdate(), 1), add_days(nowdate(), -1)
		cases = (
			({"amount": 0}, "must be above zero"),
			({"amount": -5}, "must be above zero"),
			({"amount": "nhiều"}, "not an amount"),
			({"amount": 10**15 + 1}, "too large"),
			({"amount": float("nan")}, "not an amount"),
			({"amount": 5, "due_date": yesterday}, "due before it is posted"),
			({"amount": 5, "due_date": "31/31"}, "not a date"),
			({"amount": 5, "posting_date": tomorrow}, "lies in the future"),
			({"amount": 5, "posting_date": "hôm qua"}, "not a date"),
			({"amount": 5, "currency": "USD"}, "currency of the company"),
			({"amount": 5, "customer": "KHONG-CO"}, "Could not find Customer"),
		)
		for values, reason in cases:
			with self.subTest(values), self.assertRaisesRegex(frappe.ValidationError, reason):
				frappe.get_doc({"doctype": "KH Debt", "customer": self.customer} | values).insert()
		self.assertEqual(frappe.db.count("KH Debt", {"customer": self.customer}), 0)

	def test_closed_books(self):
		early = make_debt(self.customer, amount=5, posting_date=add_days(nowdate(), -10))
		settings = frappe.get_doc("KH Settings")
		settings.debts_locked_until = add_days(nowdate(), -3)
		settings.save()
		for call in (
			lambda: make_debt(self.customer, amount=5, posting_date=add_days(nowdate(), -3)),
			lambda: make_payment(self.customer, amount=5, posting_date=add_days(nowdate(), -4)),
			early.cancel,
		):
			with self.assertRaisesRegex(frappe.ValidationError, "books are closed"):
				call()
		make_debt(self.customer, amount=5, posting_date=add_days(nowdate(), -2))

	def test_more_than_the_database_holds_in_all(self):
		for _turn in range(9):
			self.debt(10**11)
		self.debt(99_999_999_999)
		with self.assertRaisesRegex(frappe.ValidationError, "too large"):
			self.debt(10**11)

	def test_another_hand_on_the_ledger(self):
		line = frappe.get_doc("KH Debt Ledger Entry", {"debt": self.debt(500).name})
		line.amount = 1
		for call in (
			line.save,
			line.delete,
			lambda: frappe.delete_doc("KH Debt Ledger Entry", line.name, force=True, ignore_permissions=True),
			lambda: frappe.copy_doc(line).insert(),
			lambda: frappe.rename_doc("KH Debt Ledger Entry", line.name, "x", force=True),
			lambda: frappe.get_doc(line.as_dict() | {"flags": {"ignore_validate": True}}).save(),
		):
			with self.assertRaises((frappe.PermissionError, frappe.ValidationError)):
				call()
		self.assertEqual(frappe.db.get_value("KH Debt Ledger Entry", line.name, "amount"), 500)


class TestPayments(DebtTestCase):
	def test_the_oldest_due_date_first(self):
		late, early, middle = self.debt(300, 30), self.debt(100, -20), self.debt(200, 5)
		payment = self.pay(250)
		self.assertEqual(
			[(row.debt, row.amount) for row in payment.allocations], [(early.name, 100), (middle.name, 150)]
		)
		self.assertEqual(self.open_of(early), (0, "Paid"))
		self.assertEqual(self.open_of(middle), (50, "Partly Paid"))
		self.assertEqual(self.open_of(late), (300, "Unpaid"))
		self.assertEqual(self.owed(), (350, 0))

	def test_chosen_by_hand(self):
		late, early = self.debt(300, 30), self.debt(100, -20)
		self.pay(200, rows={late.name: 200})
		self.assertEqual((self.open_of(late)[0], self.open_of(early)[0]), (100, 100))
		self.assertEqual(self.owed(), (200, 100))

	def test_what_is_left_over_is_credit(self):
		debt = self.debt(100)
		payment = self.pay(150)
		self.assertEqual((payment.unallocated_amount, self.owed()), (50, (-50, 0)))
		self.assertEqual(frappe.db.get_value("KH Debt Payment", payment.name, "unallocated_amount"), 50)
		other = self.debt(80)
		use = self.pay(50, payment_type="Use Credit")
		self.assertEqual([row.debt for row in use.allocations], [other.name])
		self.assertEqual(frappe.db.get_value("KH Debt Payment", payment.name, "unallocated_amount"), 0)
		self.assertEqual((self.open_of(other), self.owed()), ((30, "Partly Paid"), (30, 0)))
		with self.assertRaisesRegex(frappe.ValidationError, use.name):
			frappe.get_doc("KH Debt Payment", payment.name).cancel()
		self.assertEqual(self.open_of(debt)[0], 0)

	def test_credit_given_back_by_cancelling(self):
		self.debt(100)
		payment = self.pay(150)
		self.debt(80)
		use = self.pay(50, payment_type="Use Credit")
		use.cancel()
		self.assertEqual(frappe.db.get_value("KH Debt Payment", payment.name, "unallocated_amount"), 50)
		frappe.get_doc("KH Debt Payment", payment.name).cancel()
		self.assertEqual(self.owed(), (180, 0))

	def test_a_refund(self):
		payment = self.pay(150)
		with self.assertRaisesRegex(frappe.ValidationError, "credit of this customer is only"):
			self.pay(151, payment_type="Refund")
		self.pay(100, payment_type="Refund", method="Cash")
		self.assertEqual(frappe.db.get_value("KH Debt Payment", payment.name, "unallocated_amount"), 50)
		self.assertEqual(self.owed(), (-50, 0))

	def test_a_write_off(self):
		debt = self.debt(100)
		self.pay(90)
		with self.assertRaisesRegex(frappe.ValidationError, "Write why"):
			self.pay(10, payment_type="Write Off", reason=" ")
		with self.assertRaisesRegex(frappe.ValidationError, "is open of the debts"):
			self.pay(11, payment_type="Write Off", reason="Giải thể")
		off = self.pay(10, payment_type="Write Off", reason="Giải thể")
		self.assertEqual(self.open_of(debt), (0, "Written Off"))
		off.cancel()
		self.assertEqual(self.open_of(debt), (10, "Partly Paid"))

	def test_who_may_write_off(self):
		self.debt(100)
		frappe.set_user(make_user("kh_ketoan@debts.example", "KH Accountant"))
		with self.assertRaises(frappe.PermissionError):
			self.pay(10, payment_type="Write Off", reason="Giải thể")

	def test_rows_that_cannot_be(self):
		debt, paid = self.debt(100), self.debt(5, -1)
		self.pay(5)
		draft = self.debt(7, submit=False)
		other = make_debt(make_customer(customer_name="Người Khác", phone=None).name, amount=50)
		cancelled = self.debt(9)
		cancelled.cancel()
		cases = (
			({debt.name: 101}, "is open of this debt"),
			({debt.name: 0}, "must be above zero"),
			({debt.name: -3}, "must be above zero"),
			({paid.name: 5}, "Nothing is open"),
			({draft.name: 5}, "not submitted"),
			({cancelled.name: 5}, "cancelled"),
			({other.name: 5}, "no such open debt of this customer"),
			({"KHONG-CO": 5}, "no such open debt of this customer"),
			({debt.name: 60, self.debt(100).name: 60}, "Lower the amounts of the rows"),
		)
		for rows, reason in cases:
			with self.subTest(reason), self.assertRaisesRegex(frappe.ValidationError, reason):
				self.pay(110 if len(rows) == 1 else 100, rows=rows)
		twice = [{"debt": debt.name, "amount": 1}, {"debt": debt.name, "amount": 1}]
		with self.assertRaisesRegex(frappe.ValidationError, "in the list already"):
			self.pay(10, oldest_first=0, allocations=twice)
		with self.assertRaisesRegex(frappe.ValidationError, "posted later"):
			self.pay(10, rows={debt.name: 10}, posting_date=add_days(nowdate(), -1))

	def test_a_draft_whose_debt_was_cancelled_pays_another_one(self):
		first, second = self.debt(100, 1), self.debt(100, 2)
		draft = self.pay(60, submit=False)
		self.assertEqual([row.debt for row in draft.allocations], [first.name])
		first.cancel()
		draft.submit()
		self.assertEqual([row.debt for row in draft.allocations], [second.name])

	def test_drafts_are_judged_again(self):
		debt = self.debt(100)
		first = self.pay(100, rows={debt.name: 100}, submit=False)
		self.pay(60)
		with self.assertRaisesRegex(frappe.ValidationError, "is open of this debt"):
			first.submit()

	def test_twenty_debts(self):
		debts = [self.debt(10 + n, n) for n in range(20)]
		total = sum(debt.amount for debt in debts)
		payment = self.pay(total)
		self.assertEqual(len(payment.allocations), 20)
		self.assertEqual({self.open_of(debt) for debt in debts}, {(0, "Paid")})
		payment.cancel()
		self.assertEqual(self.owed(), (total, 0))

	def test_cents_do_not_drift(self):
		frappe.db.set_default("currency_precision", "2")
		self.addCleanup(frappe.db.set_default, "currency_precision", "")
		for _turn in range(30):
			self.debt(0.1)
		self.pay(3)
		self.assertEqual(self.owed(), (0, 0))
