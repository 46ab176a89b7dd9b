"""Frappe's User Permissions hold on our own ways to customers as they do on Frappe's lists.

The manager of the company is limited to a group, in which are the customers of nam and, one group lower, of mai.
The customer of south is in another group; the others are in none, and hidden only where System Settings say so.
"""

from functools import partial

import frappe

from crm_khachhang.access import customers, user_permissions
from crm_khachhang.access.tests import CompanyTestCase, answer_of, ask
from crm_khachhang.customers import deletion, groups
from crm_khachhang.customers.overview import charts
from crm_khachhang.customers.search import query
from crm_khachhang.tests import NOT_PERMITTED, queries_of
from crm_khachhang.tests.related import make_care, make_contact

D = "KH Customer"
GROUP = "KH Customer Group"
MISSING = "CT-99999"


class LimitedTestCase(CompanyTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.north = make_group("Nhóm Bắc")
		cls.lower = make_group("Nhóm Bắc thấp", cls.north)
		cls.south_group = make_group("Nhóm Nam")
		for person, group in (("nam", cls.north), ("mai", cls.lower), ("south", cls.south_group)):
			frappe.db.set_value(D, cls.customers[person], "customer_group", group)
		cls.hidden = cls.customers["south"]
		make_contact("Người của south", cls.hidden)
		make_care(cls.hidden)

	def setUp(self):
		super().setUp()
		self.addCleanup(frappe.clear_cache)

	def limit(self, person: str, allow: str, value: str, **more) -> None:
		frappe.set_user("Administrator")
		values = {"user": self.users[person], "allow": allow, "for_value": value, "apply_to_all_doctypes": 1}
		frappe.get_doc({"doctype": "User Permission", **values, **more}).insert()
		frappe.cache.hdel("user_permissions", self.users[person])
		self.as_user(person)

	def strict(self) -> None:
		self.addCleanup(setattr, frappe.local, "system_settings", frappe.get_doc("System Settings"))
		frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", 1)
		frappe.local.system_settings = frappe.get_doc("System Settings")

	def seen(self) -> set[str]:
		"""The persons whose customers the rule shows; always those that the list shows."""
		seen = customers.visible_names(list(self.customers.values()))
		people = {person for person, name in self.customers.items() if name in seen}
		self.assertEqual(people, self.listed())
		return people


def make_group(name: str, parent: str | None = None) -> str:
	return frappe.get_doc(doctype=GROUP, group_name=name, parent_kh_customer_group=parent).insert().name


class TestRule(LimitedTestCase):
	def test_groups_and_those_below(self):
		self.limit("manager", GROUP, self.north)
		self.assertEqual(self.seen(), set(self.customers) - {"south"})
		self.assertFalse(customers.sees_all())

	def test_only_the_group_itself(self):
		self.limit("manager", GROUP, self.north, hide_descendants=1)
		self.assertEqual(self.seen(), set(self.customers) - {"south", "mai"})

	def test_strictly(self):
		self.strict()
		self.limit("manager", GROUP, self.north)
		self.assertEqual(self.seen(), {"nam", "mai"})

	def test_one_customer(self):
		self.limit("manager", D, self.customers["nam"])
		self.assertEqual(self.seen(), {"nam"})

	def test_together_with_the_teams(self):
		self.limit("south", GROUP, self.north)
		self.assertEqual(self.seen(), {"nam"})
		self.limit("hanoi", GROUP, self.south_group)
		self.assertEqual(self.seen(), {"hanoi"})

	def test_what_is_shared_is_seen(self):
		self.limit("manager", GROUP, self.north)
		frappe.set_user("Administrator")
		frappe.share.add(D, self.hidden, self.users["manager"])
		self.as_user("manager")
		self.assertEqual(self.seen(), set(self.customers))

	def test_for_other_documents_only(self):
		self.limit("manager", GROUP, self.north, apply_to_all_doctypes=0, applicable_for="KH Sales Fact")
		self.assertEqual(self.seen(), set(self.customers))
		self.assertTrue(customers.sees_all())

	def test_a_field_that_ignores_them(self):
		setter = {"doctype": D, "fieldname": "customer_group", "property": "ignore_user_permissions"}
		frappe.make_property_setter(
			{**setter, "value": 1, "property_type": "Check"}, is_system_generated=False
		)
		self.limit("manager", GROUP, self.north)
		self.assertEqual(self.seen(), set(self.customers))

	def test_who_has_none_pays_nothing(self):
		for person in ("mai", "manager"):
			self.as_user(person)
			customers.visible()  # what Frappe caches
			limits = partial(user_permissions.criterion, frappe.qb.DocType(D), D, self.users[person])
			self.assertEqual(queries_of(limits), 0)
		self.assertEqual(queries_of(customers.visible), 0)


class TestWays(LimitedTestCase):
	"""Everything that is ours, tried by the manager for the hidden customer."""

	def setUp(self):
		super().setUp()
		self.limit("manager", GROUP, self.north)

	def test_search(self):
		self.assertNotIn(self.hidden, query.find("Khách của south", 20))
		self.assertNotIn(self.hidden, query.find(self.hidden, 20))
		self.assertEqual(ask("crm_khachhang.customers.search.api.find_names", text="south")["names"], [])
		self.assertEqual(
			ask("crm_khachhang.customers.search.api.find", text="Khách của nam")[0].name, "CT-NAM"
		)
		link = "crm_khachhang.customers.search.api.link_query"
		for more in ({}, {"ignore_user_permissions": 1}):
			for txt in ("south", ""):
				rows = ask(link, doctype=D, txt=txt, searchfield="name", start=0, page_len=99, **more)
				self.assertNotIn(self.hidden, [row[0] for row in rows])

	def test_search_is_not_used_up_by_what_is_hidden(self):
		frappe.set_user("Administrator")
		frappe.db.set_value(D, {"name": ("!=", self.customers["nobody"])}, "customer_group", self.south_group)
		self.as_user("manager")
		self.assertEqual(query.find("khách", 1), [self.customers["nobody"]])

	def test_counts(self):
		self.assertNotIn(self.south_group, groups.counts())
		self.assertEqual(groups.counts()[self.north], 2)
		chart = charts.by_owner()
		self.assertEqual(sum(chart["datasets"][0]["values"]), len(self.listed()))
		self.assertEqual(ask("frappe.client.get_count", doctype=D), len(self.listed()))

	def test_deleting(self):
		names = [self.hidden, self.customers["nam"]]
		self.assertEqual([row.name for row in deletion.preview(names)["customers"]], [self.customers["nam"]])
		done = ask("crm_khachhang.customers.bulk.api.start", action="delete", names=names)
		self.assertEqual((done["succeeded"], done["failed"]), (1, 1))
		self.assertTrue(frappe.db.exists(D, self.hidden))

	def test_hidden_as_what_does_not_exist(self):
		both = f'["{{name}}", "{self.customers["nam"]}"]'
		for path, arguments in {
			"frappe.desk.form.load.getdoc": {"doctype": D, "name": "{name}"},
			"crm_khachhang.customers.owners.api.history": {"customer": "{name}"},
			"crm_khachhang.customers.tiers.api.compute_one": {"customer": "{name}"},
			"crm_khachhang.customers.cloning.api.parts": {"customer": "{name}"},
			"crm_khachhang.customers.cloning.api.clone": {"customer": "{name}"},
			"crm_khachhang.customers.contacts.api.get_people": {"customer": "{name}"},
			"crm_khachhang.care.api.get_appointments": {"customer": "{name}"},
			"crm_khachhang.care.api.plan": {"customer": "{name}", "appointment": "{}"},
			"crm_khachhang.customers.duplicates.api.find": {"values": "{}", "name": "{name}"},
			"crm_khachhang.customers.duplicates.api.mark_distinct": {"customers": both},
			"crm_khachhang.customers.merging.api.preview": {"names": both},
			"crm_khachhang.customers.merging.api.merge": {"names": both, "master": "{name}"},
		}.items():
			with self.subTest(path):
				frappe.db.savepoint("asking")
				answers = [answer_of(path, name, arguments) for name in (self.hidden, MISSING)]
				frappe.db.rollback(save_point="asking")
				self.assertEqual(*answers)

	def test_what_hangs_on_it(self):
		for doctype, filters in (
			("KH Care Schedule", {"customer": self.hidden}),
			("Contact", {"first_name": "Người của south"}),
		):
			self.assertEqual(frappe.get_list(doctype, filters=filters), [], doctype)

	def test_contacts_without_customers_stay(self):
		frappe.set_user("Administrator")
		free = make_contact("Không của ai").name
		self.as_user("manager")
		self.assertEqual(frappe.get_list("Contact", filters={"name": free}, pluck="name"), [free])

	def test_hints_of_duplicates_do_not_name_it(self):
		frappe.set_user("Administrator")
		frappe.get_doc(D, self.hidden).update(
			{"tax_code": "0100109106", "customer_type": "Organization"}
		).save()
		self.as_user("manager")
		values = {"tax_code": "0100109106", "customer_type": "Organization"}
		[hint] = ask("crm_khachhang.customers.duplicates.api.find", values=values)
		self.assertIsNone(hint["customer"])
		self.assertNotIn(self.hidden, hint["message"])

	def test_linking(self):
		contact = frappe.get_doc(doctype="Contact", first_name="Lan")
		contact.append("links", {"link_doctype": D, "link_name": self.hidden})
		with self.assertRaisesRegex(frappe.LinkValidationError, "Could not find"):
			contact.insert()

	def test_writing(self):
		document = frappe.get_doc(D, self.customers["nam"])
		document.customer_group = self.south_group
		self.assertRaises(NOT_PERMITTED, document.save)
