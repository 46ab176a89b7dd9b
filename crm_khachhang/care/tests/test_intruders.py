"""What somebody learns and changes who has an appointment with a customer that they do not see."""

import json
from functools import reduce

import frappe
from frappe import client
from frappe.utils import add_to_date, get_datetime, now_datetime

from crm_khachhang.access.tests import CompanyTestCase, ask, readable
from crm_khachhang.care.inviting import api as inviting
from crm_khachhang.care.tests.test_care import make_appointment, moment
from crm_khachhang.customers.contacts import people
from crm_khachhang.tests import endpoints
from crm_khachhang.tests.mails import queue_mails

CARE = "KH Care Schedule"

# Of the customer, of its contact, and of the appointments of others.
SECRETS = ("Khách của nam", "0906 111 222", "secret@nam.example", "lan@nam.example", "Bí mật", "Việc của nam")

# Frappe's endpoints that tell of documents.
READING = (
	("frappe.client.get", {"doctype": CARE, "name": "{name}"}),
	("frappe.client.set_value", {"doctype": CARE, "name": "{name}", "fieldname": '{"outcome": "Đã gọi"}'}),
	("frappe.desk.form.load.getdoc", {"doctype": CARE, "name": "{name}"}),
	("frappe.desk.form.load.get_docinfo", {"doctype": CARE, "name": "{name}"}),
	("frappe.desk.form.linked_with.get", {"doctype": CARE, "docname": "{name}"}),
	("frappe.client.get_list", {"doctype": CARE, "fields": '["*"]'}),
	("frappe.client.get_list", {"doctype": CARE, "fields": '["name", "contact"]'}),
	("frappe.client.get_list", {"doctype": CARE, "fields": '["name", "follows.description as d"]'}),
	("frappe.client.get_list", {"doctype": CARE, "fields": '["name", "series.description as d"]'}),
	("frappe.client.get_list", {"doctype": CARE, "fields": '["name", "contact.email_id as d"]'}),
	("frappe.client.get_list", {"doctype": CARE, "group_by": "customer.customer_name"}),
	("frappe.client.get_list", {"doctype": "KH Care Series", "fields": '["*"]'}),
	("frappe.client.get_list", {"doctype": "KH Care Guest", "fields": '["*"]'}),
	("frappe.client.get_list", {"doctype": "Comment", "fields": '["content"]'}),
	("frappe.client.get_list", {"doctype": "Email Queue", "fields": '["message"]'}),
	("frappe.client.get_value", {"doctype": CARE, "filters": '{"name": "{name}"}', "fieldname": "contact"}),
	("frappe.desk.reportview.get", {"doctype": CARE, "fields": '["`tabKH Care Schedule`.*"]'}),
	("frappe.desk.search.search_link", {"doctype": CARE, "txt": ""}),
	("frappe.desk.search.search_link", {"doctype": "KH Care Series", "txt": ""}),
	("frappe.desk.search.search_link", {"doctype": "KH Care Guest", "txt": ""}),
	("frappe.www.printview.get_html_and_style", {"doc": CARE, "name": "{name}"}),
	("frappe.client.get", {"doctype": "KH Care Series", "name": "{series}"}),
	("frappe.desk.form.load.getdoc", {"doctype": "KH Care Series", "name": "{series}"}),
	("frappe.www.printview.get_html_and_style", {"doc": "KH Care Series", "name": "{series}"}),
)

# What nobody but the app may make or change.
OF_THE_APP = {
	"KH Care Series": {"repeats": "Daily", "repeat_count": 2, "subject": "x"},
	"KH Care Guest": {"email": "x@y.example"},
	"KH Care Plan": {"plan_name": "x"},
	"KH Care Plan Customer": {"applied_on": "2026-01-01"},
	"KH Care Subscription": {},
	"KH Holiday": {
		"title": "x",
		"parent": "KH Settings",
		"parenttype": "KH Settings",
		"parentfield": "holidays",
	},
}


class TestAssignee(CompanyTestCase):
	"""mai has an appointment with nam's customer, to which the manager has invited; the others of its series are nam's."""

	def setUp(self):
		super().setUp()
		queue_mails(self)
		self.hidden = self.customers["nam"]
		values = {"phone": "0906 111 222", "email": "secret@nam.example"}
		frappe.db.set_value("KH Customer", self.hidden, values)
		person = {"full_name": "Lan Bí mật", "email": "lan@nam.example"}
		self.contact = people.add(self.hidden, person).name
		self.others = make_appointment(
			frappe.get_doc("KH Customer", self.hidden),
			description="Việc của nam",
			contact=self.contact,
			assigned_to=self.users["nam"],
			repeats="Daily",
			repeat_count=3,
		)
		besides = {"series": self.others.series, "name": ("!=", self.others.name)}
		self.name = frappe.db.get_value(CARE, besides)
		given = {"assigned_to": self.users["mai"], "description": "Việc của mai", "follows": self.others.name}
		frappe.db.set_value(CARE, self.name, given)
		self.as_user("manager")
		inviting.invite(self.name, ["lan@nam.example", "secret@nam.example"], "Hẹn")
		self.as_user("mai")

	def leaks(self, path: str, method: str = "POST", **arguments) -> list[str]:
		"""The secrets that an endpoint tells."""
		frappe.db.savepoint("asking")
		try:
			told = ask(path, method, **arguments)
		except Exception as error:
			told = f"{type(error).__name__}: {error}"
		told = readable([told, frappe.local.response, frappe.local.message_log])
		frappe.db.rollback(save_point="asking")
		return [secret for secret in SECRETS if secret in told]

	def test_what_frappe_tells(self):
		series = self.others.series
		frappe.db.set_value(
			"KH Care Series", series, {"assigned_to": self.users["mai"], "description": "Chuỗi"}
		)
		for path, arguments in READING:
			for name in (self.name, self.others.name):
				names = {"{name}": name, "{series}": series}
				given = {
					key: reduce(lambda text, one: text.replace(*one), names.items(), value)
					for key, value in arguments.items()
				}
				with self.subTest(path, **given):
					self.assertEqual(self.leaks(path, **given), [])

	def test_what_our_endpoints_tell(self):
		good = {
			"customer": self.hidden,
			"doctype": CARE,
			"starts_on": str(moment(days=2)),
			"start": str(moment(days=-2)),
			"end": str(moment(days=9)),
			"scope": "all",
			"whose": "team",
			"appointment": {"subject": "Gọi", "starts_on": str(moment(days=3))},
			"values": {"subject": "X"},
			"emails": ["lan@nam.example"],
			"title": "X",
			"assigned_to": self.users["nam"],
		}
		for path, function in endpoints.all_of_them().items():
			wanted = endpoints.arguments_of(function) if ".care." in path else ()
			needed = endpoints.arguments_of(function, needed=True)
			for name in (self.name, self.others.name) if "name" in wanted else (self.name,):
				values = good | {"name": name}
				given = {n: values.get(n, "x") for n in wanted if n in values or n in needed}
				with self.subTest(path, name=name):
					self.assertEqual(self.leaks(path, endpoints.methods_of(function)[-1], **given), [])

	def test_the_contact_stays_where_it_is_not_shown(self):
		shown = client.get(CARE, self.name)
		self.assertEqual((shown["contact"], shown["description"]), (None, "Việc của mai"))
		ask("frappe.client.save", doc=frappe.as_json({**shown, "outcome": "Đã gọi"}))
		stored = frappe.db.get_value(CARE, self.name, ["contact", "outcome"])
		self.assertEqual(stored, (self.contact, "Đã gọi"))
		self.as_user("nam")
		self.assertEqual(client.get(CARE, self.name)["contact"], self.contact)

	def test_the_list_has_what_one_may_read_of_it(self):
		"""One's own text is listed; where others' columns are asked for, rows of hidden customers are left out."""
		for fields, found in (('["name", "subject"]', 1), ('["name", "contact"]', 0)):
			self.assertEqual(len(ask("frappe.client.get_list", doctype=CARE, fields=fields)), found)

	def test_links_to_what_one_sees(self):
		self.as_user("nam")
		found = ask("frappe.desk.form.linked_with.get", doctype=CARE, docname=self.others.name)
		self.assertEqual([row["name"] for row in found[CARE]], [self.name])
		self.assertNotIn("KH Care Guest", found)

	def test_what_only_the_app_makes(self):
		own = {"customer": self.customers["mai"], "user": self.users["mai"], "starts_on": str(moment(days=1))}
		for doctype, values in OF_THE_APP.items():
			doc = {"doctype": doctype, "appointment": self.name, **own, **values}
			with self.subTest(doctype), self.assertRaises(frappe.PermissionError):
				ask("frappe.client.insert", doc=doc)


class TestForging(CompanyTestCase):
	"""mai writes into her own appointment what only the app says."""

	def setUp(self):
		super().setUp()
		self.own = make_appointment(
			frappe.get_doc("KH Customer", self.customers["mai"]), assigned_to=self.users["mai"]
		).name
		long_ago = str(get_datetime(add_to_date(None, years=-3)))
		plan = frappe.get_doc(doctype="KH Care Plan", plan_name="Kế hoạch").insert().name
		self.forged = {
			**dict.fromkeys(("done_on", "moved_from", "remind_at", "reminded_on"), long_ago),
			**{"made_for": f"plan:{plan}:x:y:2026-01-01", "occurrence_on": "2020-01-01", "care_plan": plan},
		}
		self.as_user("mai")

	def stored(self, name: str) -> dict:
		return frappe.db.get_value(CARE, name, list(self.forged), as_dict=True)

	def test_changed(self):
		before = self.stored(self.own)
		ask("frappe.client.set_value", doctype=CARE, name=self.own, fieldname=json.dumps(self.forged))
		self.assertEqual(self.stored(self.own), before)

	def test_made(self):
		flags = {"flags": {"ignore_permissions": 1}}
		doc = {"doctype": CARE, "customer": self.customers["mai"], "starts_on": str(moment(days=1))}
		made = ask("frappe.client.insert", doc={**doc, **self.forged, **flags})
		found = self.stored(made["name"])
		self.assertGreater(found.pop("remind_at"), now_datetime())
		self.assertEqual(set(found.values()), {None})

	def test_done_now(self):
		"""When it was done is when somebody said so."""
		forged = {"status": "Done", "done_on": self.forged["done_on"]}
		for values in (forged, {"done_on": self.forged["done_on"]}):
			ask("frappe.client.set_value", doctype=CARE, name=self.own, fieldname=json.dumps(values))
			self.assertEqual(self.stored(self.own).done_on.date(), now_datetime().date())
