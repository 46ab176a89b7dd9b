import frappe
from frappe import client
from frappe.utils import add_days, nowdate

from crm_khachhang.access.tests import CompanyTestCase
from crm_khachhang.debts import api, buckets, charts, joining
from crm_khachhang.debts.tests import DebtTestCase, make_debt
from crm_khachhang.tests import NOT_PERMITTED, queries_of


class TestOverview(DebtTestCase):
	def test_the_form_of_a_customer(self):
		self.debt(100, -10)
		late = self.debt(50, -200)
		self.pay(20)
		self.pay(30, rows={})
		shown = api.get_debts(self.customer)
		self.assertEqual((shown["total"], shown["overdue"], shown["credit"]), (100, 130, 30))
		self.assertEqual([age["amount"] for age in shown["ages"]], [0, 100, 0, 0, 0, 30])
		self.assertEqual(shown["ages"][1]["label"], "1–30 days")
		first = shown["debts"][0]
		self.assertEqual((first.name, first.outstanding_amount, first.days_overdue), (late.name, 30, 200))
		self.assertEqual([row["amount"] for row in shown["vouchers"][:2]], [30, 20])
		self.assertEqual(frappe.get_doc("KH Customer", self.customer).run_method("onload"), None)

	def test_the_sheet_of_the_customer_s_workbook(self):
		debt = self.debt(500, description="Tiền hàng")
		self.debt(9).cancel()
		[sheet] = joining.sheets(frappe.get_doc("KH Customer", self.customer))
		self.assertEqual((sheet["title"], sheet["heads"][-1]), ("Debts", "Status"))
		self.assertEqual([row[:3] for row in sheet["rows"]], [[debt.name, "Manual", "Tiền hàng"]])
		self.assertEqual(sheet["rows"][0][5:], [500, 500, "Unpaid"])

	def test_no_query_for_each_debt(self):
		self.debt(100)
		few = queries_of(lambda: api.get_debts(self.customer))
		for _turn in range(8):
			self.debt(100)
		self.assertEqual(queries_of(lambda: api.get_debts(self.customer)), few)

	def test_recording(self):
		debts = api.record_debt(self.customer, {"amount": 500, "due_date": add_days(nowdate(), 9)})
		self.assertEqual((debts["debts"]["total"], debts["name"][:2]), (500, "CN"))
		paid = api.record_payment(self.customer, {"amount": 200, "payment_type": "Receive", "method": "Cash"})
		self.assertEqual(paid["debts"]["total"], 300)
		chosen = api.record_payment(self.customer, {"amount": 50}, {debts["name"]: 40})
		self.assertEqual((chosen["debts"]["total"], chosen["debts"]["credit"]), (250, 10))

	def test_fields_that_are_not_asked_for(self):
		given = {"amount": 500, "outstanding_amount": 1, "docstatus": 2, "status": "Paid", "moved_from": "X"}
		debt = frappe.get_doc("KH Debt", api.record_debt(self.customer, given)["name"])
		self.assertEqual((debt.docstatus, debt.outstanding_amount, debt.moved_from), (1, 500, None))


class TestRights(CompanyTestCase):
	def setUp(self):
		super().setUp()
		for person in ("mai", "nam"):
			make_debt(
				self.customers[person],
				amount=100,
				posting_date=add_days(nowdate(), -5),
				due_date=add_days(nowdate(), -1),
			)

	def test_who_sees_which_debts(self):
		self.as_user("mai")
		self.assertEqual(api.get_debts(self.customers["mai"])["total"], 100)
		with self.assertRaisesRegex(frappe.PermissionError, "There is no such customer"):
			api.get_debts(self.customers["nam"])
		self.assertEqual(charts.ages()["datasets"][0]["values"], [0, 100, 0, 0, 0, 0])
		self.as_user("accountant")
		self.assertEqual(charts.ages()["datasets"][0]["values"][1], 200)
		self.as_user("loner")
		self.assertEqual(charts.ages(), {"labels": [], "datasets": []})

	def test_a_bar_lists_what_it_sums(self):
		self.as_user("accountant")
		for due in (1, 0, -30, -31, -60, -61, -90, -91, -120, -121):
			dates = {"posting_date": add_days(nowdate(), -200), "due_date": add_days(nowdate(), due)}
			make_debt(self.customers["mai"], amount=1000 - due, **dates)
		chart = charts.ages()
		for filters, label, summed in zip(
			chart["filters"], chart["labels"], chart["datasets"][0]["values"], strict=True
		):
			with self.subTest(label):
				listed = frappe.get_list("KH Debt", filters, pluck="outstanding_amount")
				self.assertEqual(sum(listed), summed)
				self.assertGreater(summed, 0)

	def test_who_records(self):
		for person in ("mai", "director"):
			self.as_user(person)
			for call in (api.record_debt, api.record_payment):
				with self.assertRaises(NOT_PERMITTED):
					call(self.customers["mai"], {"amount": 5})
		self.as_user("accountant")
		api.record_payment(self.customers["nam"], {"amount": 5})

	def test_a_line_of_the_ledger_through_the_desk(self):
		name = frappe.db.get_value("KH Debt Ledger Entry", {"customer": self.customers["mai"]})
		for person in ("Administrator", "accountant", "mai"):
			frappe.set_user(person) if person == "Administrator" else self.as_user(person)
			for call in (
				lambda: client.set_value("KH Debt Ledger Entry", name, "amount", 1),
				lambda: client.delete("KH Debt Ledger Entry", name),
				lambda: client.insert({"doctype": "KH Debt Ledger Entry", "amount": 5}),
			):
				with self.assertRaises(NOT_PERMITTED):
					call()


class TestBuckets(CompanyTestCase):
	def test_ends(self):
		self.assertEqual(buckets.ends("7, 30;60"), (7, 30, 60))
		for text in ("30, 30", "0", "a", "60, 30", "1,2,3,4,5,6,7,8,9", ","):
			with self.subTest(text), self.assertRaises(ValueError):
				buckets.ends(text)
		settings = frappe.get_doc("KH Settings")
		settings.aging_days = "90, 30"
		with self.assertRaisesRegex(frappe.ValidationError, "rising numbers of days"):
			settings.save()

	def test_index(self):
		found = [buckets.index(days, (30, 60)) for days in (-4, 0, 1, 30, 31, 60, 61, 999)]
		self.assertEqual(found, [0, 0, 1, 1, 2, 2, 3, 3])
		self.assertEqual(len(buckets.labels((30, 60))), 4)
