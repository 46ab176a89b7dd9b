"""Whatever is sent to an endpoint: it answers, or it refuses in words. It does not break."""

import json
import traceback
from collections.abc import Iterator

import frappe
from frappe.utils import add_days, now_datetime

from crm_khachhang.access.arguments import WrongArgument
from crm_khachhang.access.roles import MANAGER
from crm_khachhang.access.tests import ask
from crm_khachhang.customers.bulk import fields_set
from crm_khachhang.customers.creation import saving
from crm_khachhang.tests import TestCase, endpoints, make_customer, make_user
from crm_khachhang.tests.related import make_care, make_contact

D = "KH Customer"
LONG = "x" * 200
JUNK = (
	None,
	"",
	5,
	-1,
	10**30,
	"5",
	"abc",
	"[1]",
	"{}",
	"null",
	'[["x", "="], 5]',
	'{"a": {"b": []}}',
	"[" * 5000,
	LONG,
	json.dumps([LONG]),
	'["\\ud800"]',
	json.dumps([f"KHONG-CO-{n}" for n in range(600)]),
	[[["x"]], {"x": 1}],
	{"x": [1]},
)
# Inside an object each value is tried with these.
INNER = (None, 5, -1.5, True, "abc", "", LONG, [], ["x"], {}, {"x": {"y": 1}}, "0000-00-00")

REPEATED = {"repeats": "Weekly", "repeat_every": 1, "repeat_count": 3, "repeat_until": "2036-01-01"}

# The errors of what is wrong with a request; FrappeTypeError is how the framework refuses by our type hints.
EXPECTED = (
	frappe.ValidationError,
	frappe.PermissionError,
	frappe.DoesNotExistError,
	frappe.exceptions.FrappeTypeError,
)


class TestJunk(TestCase):
	"""As KH Manager, whom no right keeps from reaching the code behind."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.manager = make_user("kh_rac@junk.example", MANAGER)
		cls.customer, cls.other = (make_customer(customer_name=f"Khách {n}").name for n in "ab")
		cls.contact = make_contact("Lan", cls.customer).name
		cls.care = make_care(cls.customer).name
		cls.good = {
			"customer": cls.customer,
			"customers": [cls.customer, cls.other],
			"names": [cls.customer, cls.other],
			"master": cls.customer,
			"contact": cls.contact,
			"person": {"full_name": "Lan", "phone": "0912345678", "email": "a@b.example", "is_primary": 1},
			"appointment": {"activity_type": "Call", "subject": "Gọi", "starts_on": str(now_datetime())},
			"values": {"customer_name": "Khách a", "phone": "0912345678", "customer_type": "Individual"},
			"doctype": D,
			"filters": {"status": "Prospect"},
			"txt": "Khách",
			"text": "Khách",
			"searchfield": "name",
			"start": 0,
			"limit": 5,
			"page_len": 5,
			"action": "set",
			"parameters": {"fieldname": "status", "value": "Active"},
			"choices": {"status": cls.customer},
			"seen": {},
			"chart_name": "KH Customers by Source",
			"chart": {"name": "x", "document_type": D, "type": "Bar"},
			"board_name": "KH Customers by Status",
			"docname": cls.customer,
			"docnames": [cls.customer],
			"name": cls.customer,
			"dt": D,
			"dn": cls.customer,
			"doc_name": cls.customer,
			"pattern": "KH.#####",
			"include": ["contacts"],
			"starts_on": "2030-01-01 08:00",
			"ends_on": "2030-01-01 09:00",
			"assigned_to": cls.manager,
			"all_day": 0,
			"emails": [cls.manager],
			"title": "Hẹn gặp",
		}
		# Endpoints whose arguments of these names mean something else.
		cls.good_for = {
			# Frappe ends the transaction there: it shall get no further.
			"crm_khachhang.access.api.change_many": {"docnames": ["KHONG-CO"]},
			"crm_khachhang.care.api": {"name": cls.care},
			"crm_khachhang.care.inviting.api": {"name": cls.care},
			"crm_khachhang.care.recurrence.api": {
				"name": make_care(cls.customer, **REPEATED).name,
				"appointment": {**REPEATED, "starts_on": str(now_datetime())},
				"values": {**REPEATED, "starts_on": str(add_days(now_datetime(), 1)), "monday": 1},
				"scope": "all",
			},
			"crm_khachhang.customers.creation.api": {
				"customer": {
					"customer_name": "Mới",
					"tax_code": "",
					"date_of_birth": "1990-12-31",
					"tier": None,
				},
				"contacts": [{"full_name": "Lan", "phone": "0912345678"}],
			},
			"crm_khachhang.customers.masters.api": {"doctype": "KH Customer Source"},
		}

	def setUp(self):
		super().setUp()
		frappe.set_user(self.manager)

	def test_every_endpoint(self):
		found, problems = endpoints.all_of_them(), {}
		self.assertGreater(len(found), 60)
		for path, function in found.items():
			good = self.arguments_for(path, function)
			for argument, changed in self.spoiled(good):
				if problem := self.problem(path, function, changed):
					problems.setdefault(f"{path}({argument}): {problem}", str(changed.get(argument))[:200])
		self.assertEqual([f"{what} <- {sent}" for what, sent in problems.items()], [])

	def arguments_for(self, path: str, function) -> dict:
		names = endpoints.arguments_of(function)
		good = self.good | self.good_for.get(path.rpartition(".")[0], {}) | self.good_for.get(path, {})
		return {name: good.get(name, "x") for name in names}

	def spoiled(self, good: dict) -> Iterator[tuple[str, dict]]:
		"""(which argument, all of them): the good arguments with one spoiled, as a whole or inside, sent as it is or as JSON."""
		yield "", good
		for name, value in good.items():
			for junk in JUNK:
				yield name, good | {name: junk}
			if isinstance(value, dict):
				for key in value:
					for junk in INNER:
						yield name, good | {name: value | {key: junk}}
			if isinstance(value, list):
				for junk in INNER:
					yield name, good | {name: [*value, junk]}

	def problem(self, path: str, function, arguments: dict) -> str:
		"""Return what breaks, and where; "" for an answer and for a refusal."""
		frappe.db.savepoint("junk")
		method = "POST" if "POST" in endpoints.methods_of(function) else "GET"
		try:
			ask(path, method, **arguments)
		except EXPECTED as error:
			if isinstance(error, WrongArgument):
				self.assertIn("must be", str(error))
		except Exception as error:
			ours = [f for f in traceback.extract_tb(error.__traceback__) if "/crm_khachhang/" in f.filename]
			# What Frappe's own endpoint makes of it is Frappe's, when ours has handed the request on.
			if ours[-1].name != "_frappes":
				return f"{type(error).__name__}: {str(error)[:200]} at {ours[-1].filename}:{ours[-1].lineno}"
		finally:
			frappe.db.rollback(save_point="junk")
			frappe.clear_messages()
		return ""


class TestInside(TestCase):
	"""What is deeper inside a request."""

	def setUp(self):
		super().setUp()
		self.customer = make_customer(customer_name="Khách").name
		frappe.set_user(make_user("kh_rac@junk.example", MANAGER))

	def assert_refused(self, call, *arguments, says: str = ""):
		frappe.db.savepoint("refused")
		with self.assertRaises(frappe.ValidationError) as raised:
			call(*arguments)
		self.assertIn(says, str(raised.exception))
		frappe.db.rollback(save_point="refused")

	def test_parameters_of_bulk_actions(self):
		for action, keys in {
			"owner": ("users", "note", "move_care"),
			"tags": ("add", "remove"),
			"email": ("template", "subject", "message"),
			"set": ("fieldname", "value", "tier_locked"),
			"delete": ("x",),
		}.items():
			for key in keys:
				for junk in INNER:
					with self.subTest(action=action, key=key, junk=junk):
						frappe.db.savepoint("bulk")
						try:
							ask(
								"crm_khachhang.customers.bulk.api.start",
								action=action,
								parameters={"fieldname": "status", key: junk},
								names=[self.customer],
							)
						except EXPECTED:
							pass
						frappe.db.rollback(save_point="bulk")

	def test_a_value_for_many(self):
		for fieldname, wrong, says in (
			("payment_days", "abc", "must be a number"),
			("payment_days", "1.5", "must be a number"),
			("payment_days", 2**40, "must be a number"),
			("credit_limit", "nan", "must be a number"),
			("date_of_birth", "31/12/1990", "This is not a date"),
			("status", "Quen", "Choose a value from the list"),
			("website", LONG * 10, "at most"),
			("description", "ộ" * 22_000, "The text is too long"),
			("status", {"x": 1}, "a single value"),
		):
			with self.subTest(fieldname, wrong=wrong):
				self.assertIn(fieldname, fields_set.settable())
				self.assert_refused(fields_set.check, {"fieldname": fieldname, "value": wrong}, says=says)

	def test_tags_are_texts(self):
		start = frappe.get_attr("crm_khachhang.customers.bulk.api.start")
		self.assert_refused(start, "tags", {"add": [{"x": 1}]}, [self.customer], says="must be a text")

	def test_what_comes_with_a_new_customer(self):
		before = frappe.db.count(D)
		for companions in (
			"abc",
			{"contacts": ["abc"]},
			{"contacts": "abc"},
			{"contacts": [{"full_name": ["x"]}]},
			{"contacts": [{"full_name": "Lan", "position": {"x": 1}}]},
			{"appointment": "abc"},
			{"appointment": ["abc"]},
			{"appointment": {"activity_type": "Call", "starts_on": "abc"}},
			{"appointment": {"activity_type": "Call", "starts_on": {"x": 1}}},
			{
				"appointment": {
					"activity_type": "Call",
					"starts_on": str(add_days(now_datetime(), 1)),
					"subject": [1],
				}
			},
		):
			with self.subTest(companions):
				frappe.db.savepoint("inserted")
				with self.assertRaises(frappe.ValidationError):
					frappe.get_doc(doctype=D, customer_name="Mới", kh_companions=companions).insert()
				frappe.db.rollback(save_point="inserted")
		with self.assertRaises(frappe.ValidationError):
			saving.create({"customer_name": "Mới"}, {"contacts": ["abc"]})
		self.assertEqual(frappe.db.count(D), before)

	def test_filters(self):
		operators = (
			"foo",
			"in",
			"not in",
			"between",
			"timespan",
			"is",
			"like",
			"=",
			">",
			"descendants of",
			"Is",
		)
		for fieldname in ("status", "creation", "customer_group", "credit_limit"):
			for operator in (*operators, "no purchase for"):
				for value in (*INNER, [None], ["x", {"y": 1}], ["2026-01-01"], "last month"):
					with self.subTest(fieldname, operator=operator, value=value):
						try:
							ask(
								"crm_khachhang.customers.bulk.api.preview_deletion",
								filters=json.dumps([[fieldname, operator, value]]),
							)
						except EXPECTED:
							pass

	def test_names_that_no_document_can_have(self):
		start = frappe.get_attr("crm_khachhang.customers.bulk.api.start")
		self.assert_refused(start, "delete", {}, [LONG], says="at most 140 characters")
		self.assertFalse(frappe.db.exists("KH Bulk Action", {"started_by": frappe.session.user}))
