"""What somebody with a login tries by programs, past the forms: vouchers, their rows, lists, prints, reports."""

import json

import frappe
from frappe import client
from frappe.utils import add_days, nowdate

from crm_khachhang.access.tests import MISSING, CompanyTestCase, ask
from crm_khachhang.debts import checking
from crm_khachhang.debts.tests import make_debt, make_payment
from crm_khachhang.tests import NOT_PERMITTED, make_user

DEBT, PAYMENT, ROW, ENTRY = "KH Debt", "KH Debt Payment", "KH Debt Allocation", "KH Debt Ledger Entry"
PRINTED = "frappe.www.printview.get_html_and_style"


def ago(days: int) -> str:
	return add_days(nowdate(), -days)


def put(doctype: str, name: str, **values):
	"""Write as REST does: what is sent into the stored document."""
	return frappe.get_doc(doctype, name, for_update=True).update(values).save()


class AttackTestCase(CompanyTestCase):
	"""mai's customer and nam's each owe 500 since 20 days, and paid 100 of it 10 days ago."""

	def setUp(self):
		super().setUp()
		self.debts, self.payments, self.rows = {}, {}, {}
		for person in ("mai", "nam"):
			name = self.customers[person]
			debt = make_debt(name, amount=500, posting_date=ago(20), due_date=nowdate())
			payment = make_payment(name, amount=100, posting_date=ago(10))
			self.debts[person], self.payments[person] = debt.name, payment.name
			self.rows[person] = payment.allocations[0].name
		self.addCleanup(lambda: self.assertEqual(list(checking.differences()), []))

	def set(self, **values):
		frappe.set_user("Administrator")
		frappe.get_doc("KH Settings").update(values).save()

	def assertRefused(self, reason: str, call):
		with self.assertRaisesRegex(frappe.ValidationError, reason):
			call()


class TestVouchers(AttackTestCase):
	"""Frappe writes whatever a cancelled document says, and lets programs write, cancel and delete rows without their document."""

	def test_cancelled_for_another_customer(self):
		self.as_user("accountant")
		for doctype, name in ((DEBT, self.debts["mai"]), (PAYMENT, self.payments["mai"])):
			self.assertRefused(
				"posted for another customer",
				lambda doctype=doctype, name=name: put(
					doctype, name, docstatus=2, customer=self.customers["nam"]
				),
			)
		owed = frappe.get_all("KH Customer", {"name": ("in", list(self.customers.values()))}, "total_debt")
		self.assertEqual(sorted(row.total_debt for row in owed)[-2:], [400, 400])

	def test_cancelled_on_another_day_than_that_of_closed_books(self):
		self.set(debts_locked_until=ago(5))
		self.as_user("accountant")
		with self.assertRaises(frappe.UpdateAfterSubmitError):
			put(PAYMENT, self.payments["mai"], docstatus=2, posting_date=nowdate())
		self.assertRefused("books are closed", lambda: put(PAYMENT, self.payments["mai"], docstatus=2))

	def test_cancelled_with_other_amounts(self):
		self.as_user("accountant")
		rows = [{"name": self.rows["mai"], "debt": self.debts["mai"], "amount": 1}]
		for doctype, name, values in (
			(DEBT, self.debts["mai"], {"amount": 400}),
			(DEBT, self.debts["mai"], {"due_date": "2030-01-01"}),
			(PAYMENT, self.payments["mai"], {"amount": 1}),
			(PAYMENT, self.payments["mai"], {"payment_type": "Write Off"}),
			(PAYMENT, self.payments["mai"], {"allocations": rows}),
		):
			with self.subTest(values), self.assertRaises(frappe.UpdateAfterSubmitError):
				put(doctype, name, docstatus=2, **values)
		self.assertEqual(
			frappe.db.get_value(PAYMENT, self.payments["mai"], ("docstatus", "amount")), (1, 100)
		)

	def test_cancelled_from_an_old_form(self):
		self.as_user("accountant")
		put(PAYMENT, self.payments["mai"], docstatus=2, unallocated_amount=77, moved_from="X")
		put(DEBT, self.debts["mai"], docstatus=2, outstanding_amount=3, status="Paid")
		stored = frappe.db.get_value(DEBT, self.debts["mai"], ("status", "outstanding_amount", "moved_from"))
		self.assertEqual(stored, ("Cancelled", 0, None))

	def test_fields_of_the_server_of_new_ones(self):
		self.as_user("accountant")
		given = {"moved_from": "X", "status": "Paid", "written_off_amount": 7, "outstanding_amount": 9}
		debt = make_debt(self.customers["mai"], amount=5, **given)
		shown = (debt.moved_from, debt.status, debt.written_off_amount, debt.outstanding_amount)
		self.assertEqual(shown, (None, "Unpaid", 0, 5))
		payment = make_payment(self.customers["mai"], amount=405, moved_from="X", unallocated_amount=999)
		self.assertEqual((payment.moved_from, payment.unallocated_amount), (None, 0))

	def test_fields_of_the_server_of_posted_ones(self):
		self.as_user("accountant")
		name = self.debts["mai"]
		for fieldname in ("outstanding_amount", "written_off_amount", "status", "moved_from"):
			before = frappe.db.get_value(DEBT, name, fieldname)
			client.set_value(DEBT, name, fieldname, "9")
			self.assertEqual(frappe.db.get_value(DEBT, name, fieldname), before, fieldname)
		client.set_value(PAYMENT, self.payments["mai"], "unallocated_amount", 9)
		self.assertEqual(frappe.db.get_value(PAYMENT, self.payments["mai"], "unallocated_amount"), 0)

	def test_what_was_posted_stays(self):
		self.as_user("accountant")
		for fieldname, value in {
			"amount": 1,
			"customer": self.customers["nam"],
			"posting_date": nowdate(),
			"due_date": "2030-01-01",
			"debt_type": "Opening",
			"currency": "USD",
			"owner": "x@y.example",
		}.items():
			with self.subTest(fieldname), self.assertRaises(frappe.ValidationError):
				client.set_value(DEBT, self.debts["mai"], fieldname, value)
		for values in ({"amount": 1}, {"allocations": []}, {"method": "Card"}, {"owner": "x@y.example"}):
			with self.subTest(values), self.assertRaises(frappe.ValidationError):
				put(PAYMENT, self.payments["mai"], **values)

	def test_many_at_once(self):
		self.as_user("accountant")
		docs = [{"doctype": DEBT, "docname": self.debts["mai"], "amount": 1, "outstanding_amount": 0}]
		answer = ask("frappe.client.bulk_update", docs=json.dumps(docs))
		self.assertEqual(len(answer["failed_docs"]), 1)
		self.assertEqual(frappe.db.get_value(DEBT, self.debts["mai"], "outstanding_amount"), 400)

	def test_names(self):
		for doctype, name in ((DEBT, self.debts["mai"]), (PAYMENT, self.payments["mai"])):
			self.assertRefused(
				"not allowed to be renamed",
				lambda doctype=doctype, name=name: client.rename_doc(doctype, name, "X-1"),
			)

	def test_rows_written_alone(self):
		self.as_user("accountant")
		name = self.rows["mai"]
		place = {"parent": self.payments["mai"], "parenttype": PAYMENT, "parentfield": "allocations"}
		row = {"doctype": ROW, "debt": self.debts["nam"], "amount": 77} | place
		for call in (
			lambda: put(ROW, name, amount=1),
			lambda: put(ROW, name, docstatus=2, amount=1),
			lambda: frappe.get_doc(row).insert(),
		):
			with self.assertRaisesRegex(frappe.PermissionError, "changed in the payment only"):
				call()
		for call in (lambda: client.insert(row), lambda: client.delete(ROW, name)):
			with self.assertRaises(frappe.UpdateAfterSubmitError):
				call()

	def test_rows_of_a_cancelled_payment(self):
		self.as_user("accountant")
		frappe.get_doc(PAYMENT, self.payments["mai"]).cancel()
		with self.assertRaisesRegex(frappe.PermissionError, "changed in the payment only"):
			frappe.delete_doc(ROW, self.rows["mai"])

	def test_a_draft_goes_with_its_rows(self):
		draft = make_payment(self.customers["mai"], submit=False, amount=5)
		frappe.delete_doc(PAYMENT, draft.name)
		self.assertEqual(frappe.db.count(ROW, {"parent": draft.name}), 0)

	def test_who_lists_rows(self):
		asked = {"doctype": ROW, "parent": PAYMENT, "fields": '["parent"]'}
		self.as_user("mai")
		self.assertEqual(ask("frappe.client.get_list", **asked), [frappe._dict(parent=self.payments["mai"])])
		self.assertEqual(
			ask("frappe.desk.reportview.get", doctype=ROW, parent_doctype=PAYMENT, fields='["parent"]')[
				"values"
			],
			[[self.payments["mai"]]],
		)
		found = ask(
			"frappe.client.get_value",
			doctype=ROW,
			parent=PAYMENT,
			fieldname="amount",
			filters=json.dumps({"debt": self.debts["nam"]}),
		)
		self.assertEqual(found, {})
		self.as_user("accountant")
		self.assertEqual(len(ask("frappe.client.get_list", **asked)), 2)

	def test_the_ledger(self):
		line = frappe.db.get_value(ENTRY, {"voucher_no": self.debts["mai"]})
		values = {"doctype": ENTRY, "customer": self.customers["mai"], "amount": 5, "posting_date": nowdate()}
		for person in ("accountant", "manager", None):
			self.as_user(person) if person else frappe.set_user("Administrator")
			for call in (
				lambda: put(ENTRY, line, amount=1),
				lambda: frappe.get_doc(values).insert(),
				lambda: frappe.delete_doc(ENTRY, line),
				lambda: client.rename_doc(ENTRY, line, "x"),
			):
				with (
					self.assertRaises(NOT_PERMITTED) if call.__code__.co_names[0] != "ask" else self.subTest()
				):
					call()
		self.assertEqual(frappe.db.get_value(ENTRY, line, "amount"), 500)

	def test_reminders(self):
		values = {"doctype": "KH Debt Reminder", "customer": self.customers["mai"], "debt": self.debts["mai"]}
		reminder = frappe.get_doc(values | {"step_days": 3, "outcome": "Failed"}).insert().name
		for person in ("accountant", "manager", "mai"):
			self.as_user(person)
			for call in (
				lambda: client.set_value("KH Debt Reminder", reminder, "outcome", "Sent"),
				lambda: client.delete("KH Debt Reminder", reminder),
				lambda: client.insert(values | {"step_days": 4}),
			):
				with self.assertRaises(NOT_PERMITTED):
					call()


class TestRequests(AttackTestCase):
	"""Lists and objects where one value belongs reach no query; links to what one does not see tell nothing."""

	def test_shapes_of_debts(self):
		self.as_user("accountant")
		for values in (
			{"customer": ["x"]},
			{"customer": {"name": ["like", "%"]}},
			{"description": {"a": 1}},
			{"reference_doctype": {"a": 1}},
			{"currency": [1]},
			{"promised_on": {"a": 1}},
			{"promised_on": "hôm nào đó"},
			{"promised_on": 5},
			{"posting_date": "0001-01-01"},
			{"posting_date": "1899-12-31"},
			{"due_date": "0001-01-01"},
		):
			given = {"doctype": DEBT, "customer": self.customers["mai"], "amount": 5} | values
			reason = "neither text nor a number|not a date|before the year 1900"
			with self.subTest(values):
				self.assertRefused(reason, lambda given=given: frappe.get_doc(given).insert())

	def test_a_promise_after_posting(self):
		self.as_user("accountant")
		for value in ("hôm nào đó", 5, "1000-01-01"):
			with self.subTest(value), self.assertRaisesRegex(frappe.ValidationError, "Promised to Pay On"):
				put(DEBT, self.debts["mai"], promised_on=value)

	def test_shapes_of_rows(self):
		self.as_user("accountant")
		rows = [{"debt": {"name": ["like", "%"]}, "amount": 5}]
		values = {"customer": self.customers["mai"], "amount": 5, "oldest_first": 0, "allocations": rows}
		self.assertRefused("neither text nor", lambda: frappe.get_doc({"doctype": PAYMENT} | values).insert())

	def test_payment_days_beyond_the_calendar(self):
		frappe.db.set_value("KH Customer", self.customers["mai"], "payment_days", 2_000_000_000)
		self.assertGreater(str(make_debt(self.customers["mai"], amount=5).due_date), "2100")

	def test_days_of_reports(self):
		for report, filters in (
			("KH Debt Aging", {"as_of": "0001-01-01"}),
			("KH Debt Collections", {"from_date": "0001-01-01", "to_date": nowdate()}),
			("KH Debt Summary", {"from_date": "0001-01-01", "to_date": nowdate()}),
			("KH Customer Statement", {"customer": self.customers["mai"], "from_date": "0001-01-01"}),
		):
			with self.subTest(report):
				self.assertRefused("not a date", lambda r=report, f=filters: self.run_report(r, **f))

	def test_sql_in_filters(self):
		self.as_user("mai")
		text = "x') or ('1'='1"
		for report in ("KH Debt Aging", "KH Debt Summary", "KH Debt Collections", "KH Debt Forecast"):
			for fieldname in ("customer", "account_manager", "customer_group", "team", "province", "method"):
				if fieldname != "method" or report == "KH Debt Collections":
					self.assertEqual(self.run_report(report, **{fieldname: text}), [], (report, fieldname))

	def run_report(self, report: str, **filters):
		return ask("frappe.desk.query_report.run", report_name=report, filters=json.dumps(filters))["result"]

	def test_who_may_record_nothing_learns_no_codes(self):
		for person in ("mai", "director"):
			self.as_user(person)
			for doctype in (DEBT, PAYMENT, ENTRY, "KH Debt Reminder"):
				for name in (self.customers["nam"], MISSING):
					with self.subTest(doctype, person=person), self.assertRaises(frappe.PermissionError):
						client.insert({"doctype": doctype, "customer": name, "amount": 5})

	def test_who_sees_a_debt_and_may_not_touch_it(self):
		name = self.debts["mai"]
		for person in ("mai", "director"):
			self.as_user(person)
			for call in (
				lambda: client.set_value(DEBT, name, "promised_on", "2030-01-01"),
				lambda: client.cancel(DEBT, name),
				lambda: client.delete(DEBT, name),
				lambda: client.submit({"doctype": DEBT, "customer": self.customers["mai"], "amount": 5}),
				lambda: put(DEBT, name, docstatus=2),
			):
				with self.assertRaises(NOT_PERMITTED):
					call()

	def test_a_printed_document_that_the_request_brings(self):
		"""Links in it to what one does not see tell no names."""
		self.as_user("mai")
		payment = {"amount": 5, "payment_type": "Receive", "posting_date": nowdate(), "docstatus": 0}
		documents = (
			({"doctype": PAYMENT, "name": self.payments["mai"]} | payment, "KH Payment Receipt"),
			({"doctype": PAYMENT, "name": self.payments["mai"]} | payment, "Standard"),
			({"doctype": PAYMENT} | payment, "KH Payment Receipt"),
			({"doctype": "KH Care Schedule", "subject": "x"}, "Standard"),
		)
		for document, print_format in documents:
			for path in (PRINTED, "frappe.www.printview.get_rendered_raw_commands"):
				with self.subTest(document=document, path=path):
					given = json.dumps(document | {"customer": "{name}"})
					self.assertNotFound(path, doc=given, print_format=print_format)
					with self.assertRaises(frappe.LinkValidationError):
						ask(path, doc=given.replace("{name}", self.customers["nam"]))
		own = frappe.get_doc(PAYMENT, self.payments["mai"]).as_json()
		shown = ask(PRINTED, doc=own, print_format="KH Payment Receipt")
		self.assertIn("Khách của mai", shown["html"])

	def test_visitors_of_the_website(self):
		name = make_user("kh_web@test.example")
		frappe.db.set_value("User", name, "user_type", "Website User")
		frappe.set_user(name)
		customer = self.customers["mai"]
		for path, arguments in (
			("crm_khachhang.debts.api.get_debts", {"customer": customer}),
			("crm_khachhang.debts.api.record_debt", {"customer": customer, "debt": "{}"}),
			("crm_khachhang.debts.api.record_payment", {"customer": customer, "payment": "{}"}),
			("crm_khachhang.debts.api.chart", {}),
			("crm_khachhang.debts.papers.api.excel", {"paper": "aging"}),
			("frappe.client.get_list", {"doctype": DEBT}),
			("frappe.desk.query_report.run", {"report_name": "KH Debt Aging", "filters": "{}"}),
		):
			with self.subTest(path), self.assertRaises(NOT_PERMITTED):
				ask(path, **arguments)
