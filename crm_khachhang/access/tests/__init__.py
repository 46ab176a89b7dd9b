"""Who sees what: a company with teams for the tests, and requests as the desk and other programs send them."""

import re

import frappe
from frappe.handler import execute_cmd
from frappe.utils.nestedset import get_root_of
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from crm_khachhang.access.roles import ACCOUNTANT, MANAGER, SALES_USER, VIEWER
from crm_khachhang.tests import TestCase, make_customer, make_user

PEOPLE = {
	"manager": MANAGER,
	"accountant": ACCOUNTANT,
	"director": VIEWER,
	"north": SALES_USER,
	"hanoi": SALES_USER,
	"mai": SALES_USER,
	"south": SALES_USER,
	"nam": SALES_USER,
	"loner": SALES_USER,
}
MISSING = "CT-99999"
# Newer releases of Frappe 15 number what they raised.
EXCEPTION_ID = re.compile(r'"__frappe_exc_id": "\w+",?')
ROLE_OF_ANOTHER_APP = "Sales User"


class CompanyTestCase(TestCase):
	"""A company with a tree of teams; each person has one customer, which carries the person's name.

	| Toàn công ty          director (KH Viewer) leads
	| ├── Miền Bắc          north leads
	| │   └── Đội Hà Nội    hanoi leads, mai is a member
	| └── Miền Nam          south leads, nam is a member

	manager (KH Manager) and accountant (KH Accountant) are in no team, nor is loner (KH Sales User). One
	customer, `nobody`, has no owner. clerk has no role of ours, but one that reads all contacts.
	"""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		# All of them sold once: only who may change customers can become an owner.
		cls.users = {name: make_user(f"kh_{name}@test.example", SALES_USER) for name in PEOPLE}
		cls.users["clerk"] = make_user("kh_clerk@test.example", ROLE_OF_ANOTHER_APP)
		cls.customers = {
			name: make_customer(
				customer_name=f"Khách của {name}",
				account_manager=cls.users[name],
				customer_code=f"CT-{name.upper()}",
			).name
			for name in PEOPLE
		}
		cls.customers["nobody"] = make_customer(
			customer_name="Khách chưa ai phụ trách", account_manager=None, customer_code="CT-NOBODY"
		).name
		frappe.db.set_value("KH Customer", cls.customers["nobody"], "account_manager", None)
		for name, role in PEOPLE.items():
			make_user(cls.users[name], role)
		cls.make_teams()

	@classmethod
	def make_teams(cls):
		root = frappe.get_doc("KH Sales Team", get_root_of("KH Sales Team"))
		root.leader = cls.users["director"]
		root.save()
		north = make_team("Miền Bắc", root.name, cls.users["north"])
		cls.hanoi_team = make_team("Đội Hà Nội", north.name, cls.users["hanoi"], cls.users["mai"]).name
		make_team("Miền Nam", root.name, cls.users["south"], cls.users["nam"])

	def as_user(self, name: str) -> str:
		"""Log in as one of the company; return the address."""
		frappe.set_user(self.users[name])
		return self.users[name]

	def listed(self) -> set[str]:
		"""The persons whose customers the session's user finds in the list."""
		names = frappe.get_list("KH Customer", pluck="name", limit_page_length=0)
		return {person for person, name in self.customers.items() if name in names}

	def assertNotFound(self, path: str, **arguments):
		"""The endpoint answers for the hidden customer that `{name}` stands for as for a code that does not exist.

		One argument must hold `{name}`; the session's user is mai, the customer is nam's.
		"""
		answers = []
		for name in (self.customers["nam"], MISSING):
			frappe.db.savepoint("asking")
			answers.append(answer_of(path, name, arguments))
			frappe.db.rollback(save_point="asking")
		self.assertEqual(*answers)

	def tearDown(self):
		frappe.local.request = None
		super().tearDown()


def make_team(team_name: str, parent: str | None = None, leader: str | None = None, *members: str):
	"""Insert and return a team."""
	return frappe.get_doc(
		doctype="KH Sales Team",
		team_name=team_name,
		parent_kh_sales_team=parent,
		leader=leader,
		members=[{"user": member} for member in members],
	).insert()


def readable(told) -> str:
	"""Return an answer as one text: JSON within JSON writes the letters of Vietnamese as numbers, and would hide them."""
	return re.sub(r"\\+u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), frappe.as_json(told))


def ask(path: str, method: str = "POST", **arguments):
	"""Return what the endpoint answers to a request, by the way that all requests take."""
	frappe.local.request = Request(EnvironBuilder(path=f"/api/method/{path}", method=method).get_environ())
	frappe.local.form_dict = frappe._dict(arguments, cmd=path)
	frappe.local.response = frappe._dict(docs=[])
	frappe.clear_messages()
	try:
		return execute_cmd(path)
	finally:
		frappe.local.request = None
		frappe.local.form_dict = frappe._dict()


def answer_of(path: str, name: str, arguments: dict) -> tuple:
	"""What a person gets: the answer or the error, with all messages; `{name}` in the arguments is `name`."""
	given = {
		key: value.replace("{name}", name) if isinstance(value, str) else value
		for key, value in arguments.items()
	}
	try:
		outcome = frappe.as_json([ask(path, **given), frappe.local.response])
	except Exception as error:
		outcome = f"{type(error).__name__}: {error}"
	messages = EXCEPTION_ID.sub("", frappe.as_json(frappe.local.message_log))
	frappe.clear_messages()
	return outcome.replace(name, "{name}"), messages.replace(name, "{name}")
