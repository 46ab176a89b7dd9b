"""Random sequences of vouchers and merges of three customers against a model in a few lines of Python."""

from collections import defaultdict

import frappe
from frappe.utils import add_days, nowdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_khachhang.customers.merging import carry_out
from crm_khachhang.debts.payments import credit_of
from crm_khachhang.debts.tests import DebtTestCase, make_debt, make_payment
from crm_khachhang.tests import make_customer

KINDS = ("debt", "pay", "credit", "refund", "write off", "cancel debt", "cancel payment", "merge")
WHO = st.integers(0, 2)
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), WHO, st.integers(1, 500), st.integers(-5, 5)), max_size=14)


class Model:
	"""Debts and credits of one customer: what is open of each, and what each payment did."""

	def __init__(self):
		self.open: dict[str, int] = {}
		self.amounts: dict[str, int] = {}
		self.credit: dict[str, int] = {}
		self.did: dict[str, tuple[dict, dict]] = {}

	@property
	def total(self) -> int:
		return sum(self.open.values()) - sum(self.credit.values())

	def take(self, amounts: dict[str, int], amount: int) -> dict[str, int]:
		"""Take an amount from the first that have something, in the order of the dict."""
		taken = {}
		for name, left in amounts.items():
			if amount and left:
				taken[name] = min(left, amount)
				amounts[name] -= taken[name]
				amount -= taken[name]
		return taken

	def absorb(self, loser: "Model"):
		"""Everything of another customer is this one's; credit is used in the order in which it was posted."""
		for mine, its in (
			(self.open, loser.open),
			(self.amounts, loser.amounts),
			(self.credit, loser.credit),
			(self.did, loser.did),
		):
			mine |= its
		self.credit = dict(sorted(self.credit.items()))


class TestModel(DebtTestCase):
	@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
	@given(STEPS)
	def test_any_sequence(self, steps):
		frappe.db.savepoint("example")
		try:
			self.play(steps)
		finally:
			frappe.db.rollback(save_point="example")

	def play(self, steps):
		others = [make_customer(customer_name="Khách Có Nợ", phone=None).name for _turn in range(2)]
		self.models = {name: Model() for name in (self.customer, *others)}
		self.due, self.posted_for = {}, {}
		for kind, who, amount, days in steps:
			self.who = sorted(self.models)[who % len(self.models)]
			self.model = self.models[self.who]
			getattr(self, f"do_{kind.replace(' ', '_')}")(amount, days)
			self.compare()

	def compare(self):
		for customer, model in self.models.items():
			self.assertEqual(self.owed(customer)[0], model.total)
			self.assertEqual(credit_of(customer), sum(model.credit.values()))
			stored = frappe.get_all(
				"KH Debt",
				{"customer": customer, "docstatus": 1},
				["name", "outstanding_amount", "moved_from"],
			)
			self.assertEqual({debt.name: debt.outstanding_amount for debt in stored}, model.open)
			for debt in stored:
				self.assertEqual(debt.moved_from or customer, self.posted_for[debt.name])
		self.prove()

	def refused(self, call):
		before = f"refused{frappe.generate_hash(length=6)}"
		frappe.db.savepoint(before)
		with self.assertRaises(frappe.ValidationError):
			call()
		frappe.db.rollback(save_point=before)

	def by_due_date(self) -> dict[str, int]:
		order = sorted(self.model.open, key=lambda name: self.due[name])
		return {name: self.model.open[name] for name in order}

	def do_debt(self, amount, days):
		dates = {"posting_date": add_days(nowdate(), -5), "due_date": add_days(nowdate(), days)}
		debt = make_debt(self.who, amount=amount, **dates)
		self.posted_for[debt.name] = self.who
		self.model.open[debt.name] = self.model.amounts[debt.name] = amount
		self.due[debt.name] = (str(debt.due_date), debt.name)

	def do_pay(self, amount, _days):
		payment = self.post(amount)
		self.record(payment, amount, {})
		self.model.credit[payment.name] = amount - sum(self.model.did[payment.name][0].values())

	def post(self, amount, **values):
		return make_payment(self.who, amount=amount, **values)

	def do_merge(self, number, _days):
		others = sorted(self.models.keys() - {self.who})
		if others:
			loser = others[number % len(others)]
			carry_out.merge([self.who, loser], self.who)
			self.model.absorb(self.models.pop(loser))

	def do_credit(self, amount, _days):
		possible = min(sum(self.model.open.values()), sum(self.model.credit.values()))
		if amount > possible:
			return self.refused(lambda: self.post(amount, payment_type="Use Credit"))
		payment = self.post(amount, payment_type="Use Credit")
		self.record(payment, amount, self.model.take(self.model.credit, amount))

	def do_refund(self, amount, _days):
		if amount > sum(self.model.credit.values()):
			return self.refused(lambda: self.post(amount, payment_type="Refund"))
		payment = self.post(amount, payment_type="Refund")
		self.model.did[payment.name] = ({}, self.model.take(self.model.credit, amount))

	def do_write_off(self, amount, _days):
		def give_up():
			return self.post(amount, payment_type="Write Off", reason="Thử")

		if amount > sum(self.model.open.values()):
			return self.refused(give_up)
		self.record(give_up(), amount, {})

	def record(self, payment, amount, credit):
		order = self.by_due_date()
		paid = self.model.take(order, amount)
		self.model.open.update(order)
		self.assertEqual({row.debt: row.amount for row in payment.allocations}, paid)
		self.model.did[payment.name] = (paid, credit)

	def do_cancel_debt(self, number, _days):
		if not self.model.open:
			return
		name = sorted(self.model.open)[number % len(self.model.open)]
		if self.model.open[name] != self.model.amounts[name]:
			return self.refused(frappe.get_doc("KH Debt", name).cancel)
		frappe.get_doc("KH Debt", name).cancel()
		del self.model.open[name]

	def do_cancel_payment(self, number, _days):
		if not self.model.did:
			return
		name = sorted(self.model.did)[number % len(self.model.did)]
		used = defaultdict(int)
		for _paid, credit in self.model.did.values():
			for source, part in credit.items():
				used[source] += part
		if used[name]:
			return self.refused(frappe.get_doc("KH Debt Payment", name).cancel)
		frappe.get_doc("KH Debt Payment", name).cancel()
		paid, credit = self.model.did.pop(name)
		for debt, part in paid.items():
			self.model.open[debt] += part
		for source, part in credit.items():
			self.model.credit[source] += part
		self.model.credit.pop(name, None)
