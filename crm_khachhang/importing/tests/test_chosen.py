"""Values that people choose instead of the cells: who may choose which, and what becomes of them later."""

import json
from unittest.mock import patch

import frappe

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.importing import api, run
from crm_khachhang.importing.mapping import layouts
from crm_khachhang.importing.options import Mapping
from crm_khachhang.importing.tests.files import CUSTOMER, IMPORT, let_import, make_import
from crm_khachhang.importing.tests.rows import import_rows
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.tests import TestCase, make_customer, make_user

HEADER = ("Tên khách hàng", "SĐT", "Nhóm KH")
COLUMNS = {"0": "customer_name", "1": "phone", "2": "customer_group"}
MINE, THEIRS = "mine@chosen.example", "theirs@chosen.example"


class ChosenTestCase(TestCase):
	def setUp(self):
		super().setUp()
		let_import(self, SALES_USER)
		for user in (MINE, THEIRS):
			make_user(user, SALES_USER)
		self.group = frappe.get_doc(doctype="KH Customer Group", group_name="Nhóm để chọn").insert().name
		frappe.set_user(MINE)

	def mapped(self, values: dict | None = None, defaults: dict | None = None) -> Mapping:
		"""The mapping that an import keeps of what was chosen."""
		doc = make_import(HEADER, ("Lê Tư", "0906483615", "Khách xịn"))
		api.set_mapping(doc.name, COLUMNS, values or {}, defaults or {})
		return Mapping.from_json(frappe.db.get_value(IMPORT, doc.name, "mapping"))

	def refused(self, words: str, **chosen) -> None:
		with self.assertRaisesRegex(frappe.ValidationError, words):
			self.mapped(**chosen)

	def change_form(self, change) -> None:
		"""Let `change` alter the form of customers whenever it is read: nothing may be committed here."""
		read = frappe.get_meta

		def changed(doctype, *args, **kwargs):
			meta = read(doctype, *args, **kwargs)
			if doctype == CUSTOMER:
				change(meta)
			return meta

		self.enterContext(patch.object(frappe, "get_meta", changed))
		self.addCleanup(frappe.clear_cache, doctype=CUSTOMER)

	def add_field(self, **field) -> None:
		def add(meta):
			if not meta.get_field(field["fieldname"]):
				meta.append("fields", {"doctype": "DocField", "label": "Riêng", "permlevel": 0, **field})
				meta._fields[field["fieldname"]] = meta.fields[-1]

		self.change_form(add)

	def close(self, fieldname: str) -> None:
		self.change_form(lambda meta: setattr(meta.get_field(fieldname), "permlevel", 2))


class TestChoosing(ChosenTestCase):
	def test_values_are_kept_as_their_fields_take_them(self):
		kept = self.mapped(
			{"customer_group": {"Khách xịn": self.group}, "status": {"x": "prospect"}},
			{
				"status": "active",
				"credit_limit": "1.500.000",
				"date_of_birth": "31/12/1990",
				"description": "",
			},
		)
		self.assertEqual(
			kept.values, {"customer_group": {"Khách xịn": self.group}, "status": {"x": "Prospect"}}
		)
		wanted = {"status": "Active", "credit_limit": 1500000, "date_of_birth": "1990-12-31"}
		self.assertEqual(kept.defaults, wanted)

	def test_what_is_no_value_of_its_field_is_refused(self):
		self.refused("not a date", defaults={"date_of_birth": "abc"})
		self.refused("not a date", values={"date_of_birth": {"x": "abc"}})
		self.refused("not a number", defaults={"credit_limit": "abc"})
		self.refused("not in the list", defaults={"status": "abc"})
		self.add_field(fieldname="kh_clock", fieldtype="Time")
		self.refused("not a time", defaults={"kh_clock": "abc"})
		self.assertEqual(self.mapped(defaults={"kh_clock": "08:30"}).defaults, {"kh_clock": "8:30:00"})

	def test_the_kind_of_a_referrer_is_one_of_the_list(self):
		self.refused("not in the list", values={"referrer_doctype": {"A": "Email Account"}})
		self.refused("not in the list", defaults={"referrer_doctype": "Email Account"})
		kept = self.mapped(values={"referrer_doctype": {"A": "KH Partner"}})
		self.assertEqual(kept.values, {"referrer_doctype": {"A": "KH Partner"}})

	def test_fields_that_take_no_default(self):
		self.refused("computes this field", defaults={"total_debt": 5})
		for field in ("referrer", "image", "customer_code", "contact.full_name"):
			self.refused("default value", defaults={field: "x"})

	def test_a_field_of_another_level_is_no_field(self):
		self.close("credit_limit")
		self.refused("no such field", defaults={"credit_limit": 5})

	def test_only_digits_number_a_column(self):
		doc = make_import(HEADER, ("Lê Tư",))
		api.set_mapping(doc.name, {"0": "customer_name", "²": "phone"})
		self.assertEqual(
			json.loads(frappe.db.get_value(IMPORT, doc.name, "mapping"))["columns"], {"0": "customer_name"}
		)

	def test_names_in_lists_that_are_closed_cannot_be_tried(self):
		there = frappe.get_all("Role Profile", pluck="name", limit_page_length=1) or [
			frappe.get_doc(doctype="Role Profile", role_profile="Hồ sơ kín")
			.insert(ignore_permissions=True)
			.name
		]
		self.add_field(fieldname="kh_closed", fieldtype="Link", options="Role Profile")
		for name in (there[0], "Không có ai"):
			self.refused("no longer exists", defaults={"kh_closed": name})
			doc = make_import(("Tên khách hàng", "kh_closed"), ("Lê Tư", name))
			run.start(doc, run.CHECKING)
			self.assertIn("none of this name", api.rows(done(doc).name)[0].reason)
		frappe.set_user("Administrator")
		self.assertEqual(self.mapped(defaults={"kh_closed": there[0]}).defaults, {"kh_closed": there[0]})

	def test_users_are_those_who_work_in_the_desk(self):
		self.assertEqual(
			self.mapped(defaults={"account_manager": THEIRS}).defaults, {"account_manager": THEIRS}
		)
		frappe.db.set_value("User", THEIRS, "enabled", 0)
		self.refused("no longer exists", defaults={"account_manager": THEIRS})


class TestLayouts(ChosenTestCase):
	def chosen_by(self, user: str, values: dict, defaults: dict) -> None:
		frappe.set_user(user)
		doc = make_import(HEADER, ("Lê Tư", "0906483615", "Khách xịn"))
		api.set_mapping(doc.name, {**COLUMNS, "1": "other_phone"}, values, defaults)
		doc.reload()
		run.start(doc, run.RUNNING)
		self.assertEqual(done(doc).created, 1)

	def first_of(self, user: str) -> Mapping:
		frappe.set_user(user)
		return Mapping.from_json(make_import(HEADER, ("Lê Năm", "0906483616", "Khách xịn")).mapping)

	def test_what_somebody_chose_is_nobody_elses(self):
		values = {"customer_group": {"Khách xịn": self.group}}
		self.chosen_by(THEIRS, values, {"account_manager": THEIRS})
		mine = self.first_of(MINE)
		self.assertEqual((mine.columns[1], mine.values, mine.defaults), ("other_phone", {}, {}))
		theirs = self.first_of(THEIRS)
		self.assertEqual((theirs.columns[1], theirs.values), ("other_phone", values))
		self.assertEqual(theirs.defaults, {"account_manager": THEIRS})

	def test_of_layouts_of_before_the_columns_are_taken(self):
		mapping = Mapping({0: "customer_name", 1: "zalo"}, {"tier": {"a": "b"}}, {"account_manager": THEIRS})
		layouts._keep(layouts._key(HEADER), HEADER, mapping)
		self.assertEqual(self.first_of(MINE), Mapping({0: "customer_name", 1: "zalo"}))

	def test_what_may_be_chosen_no_more_does_not_come_back(self):
		values = {"customer_group": {"Khách xịn": self.group}}
		self.chosen_by(MINE, values, {"customer_group": self.group, "credit_limit": 5, "status": "Active"})
		frappe.db.set_value(CUSTOMER, {"customer_group": self.group}, "customer_group", None)
		frappe.delete_doc("KH Customer Group", self.group, force=True, ignore_permissions=True)
		self.close("credit_limit")
		mine = self.first_of(MINE)
		self.assertEqual((mine.values, mine.defaults), ({"customer_group": {}}, {"status": "Active"}))


class TestLater(ChosenTestCase):
	"""What has gone since somebody chose it: the fast path refuses what a document refuses."""

	def setUp(self):
		super().setUp()
		frappe.set_user("Administrator")

	def imported(self, *row, values: dict | None = None, defaults: dict | None = None):
		mapping = Mapping({0: "customer_name", 1: "phone", 2: "customer_group"}, values or {}, defaults or {})
		return import_rows(list(HEADER), row, mapping=mapping)[0]

	def through_a_document(self, **values) -> str:
		"""The field for which a document with `values` is refused."""
		with self.assertRaisesRegex(frappe.LinkValidationError, "Customer Group"):
			make_customer(**values)
		return "customer_group"

	def test_a_deleted_default(self):
		plan = self.imported("Lê Tư", "0906483615", None, defaults={"customer_group": self.group})
		self.assertEqual((plan.action, plan.draft.customer_group), ("Created", self.group))
		frappe.db.delete("KH Customer Group", {"name": self.group})
		wanted = self.through_a_document(customer_group=self.group)
		plan = self.imported("Lê Tư", "0906483615", None, defaults={"customer_group": self.group})
		self.assertEqual(
			(plan.action, [problem.fieldname for problem in plan.problems]), ("Failed", [wanted])
		)
		self.assertIn("no longer exists", plan.problems[0].reason)

	def test_a_row_with_a_value_of_its_own_needs_no_default(self):
		frappe.db.delete("KH Customer Group", {"name": self.group})
		other = frappe.get_doc(doctype="KH Customer Group", group_name="Nhóm còn đó").insert().name
		plan = self.imported("Lê Tư", "0906483615", "Nhóm còn đó", defaults={"customer_group": self.group})
		self.assertEqual((plan.action, plan.draft.customer_group), ("Created", other))

	def test_a_deleted_value_of_a_word(self):
		values = {"customer_group": {"Khách xịn": self.group}}
		plan = self.imported("Lê Tư", "0906483615", "Khách xịn", values=values)
		self.assertEqual((plan.action, plan.draft.customer_group), ("Created", self.group))
		frappe.db.delete("KH Customer Group", {"name": self.group})
		wanted = self.through_a_document(customer_group=self.group)
		plan = self.imported("Lê Tư", "0906483615", "Khách xịn", values=values)
		self.assertEqual(
			(plan.action, [problem.fieldname for problem in plan.problems]), ("Failed", [wanted])
		)
		self.assertIn("no longer exists", plan.problems[0].reason)
		self.assertEqual(plan.problems[0].value, "Khách xịn")

	def test_no_is_a_value_of_a_word_as_well(self):
		self.add_field(fieldname="kh_yes", fieldtype="Check")
		mapping = Mapping({0: "customer_name", 1: "kh_yes"}, {"kh_yes": {"chưa": 0}})
		plan = import_rows(["Tên khách hàng", "kh_yes"], ("Lê Tư", "chưa"), dry=True, mapping=mapping)[0]
		self.assertEqual((plan.action, plan.draft.kh_yes), ("Created", 0))
