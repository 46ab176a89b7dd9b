"""Who exports which customers, and who reads the file. The company is drawn in `access/tests`.

In these tests the sales users have the export right as well, as a company may give it to them: the rule of who sees
what holds nevertheless.
"""

from unittest.mock import patch

import frappe
from frappe import client
from frappe.utils import CallbackManager
from frappe.utils.response import download_private_file
from werkzeug.exceptions import Forbidden

from crm_khachhang.access.roles import ACCOUNTANT, MANAGER, SALES_USER, VIEWER
from crm_khachhang.access.tests import CompanyTestCase, ask
from crm_khachhang.exporting import api, columns, files, reading, runs
from crm_khachhang.exporting.tests import CUSTOMER, ExportTestCase, add_field, content
from crm_khachhang.tests import make_customer, make_user

EXPORT = "KH Export"


class Company(CompanyTestCase, ExportTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		meta = frappe.get_meta(CUSTOMER)
		cls.right = next(row for row in meta.permissions if row.role == SALES_USER and not row.permlevel)
		frappe.db.set_value("DocPerm", cls.right.name, "export", 1)
		frappe.clear_cache(doctype=CUSTOMER)
		cls.addClassCleanup(frappe.clear_cache, doctype=CUSTOMER)
		cls.addClassCleanup(frappe.db.set_value, "DocPerm", cls.right.name, "export", 0)


class TestRights(ExportTestCase, CompanyTestCase):
	"""With the rights as the app gives them."""

	def test_who_may_export(self):
		for person, may in (("manager", 1), ("accountant", 1), ("mai", 0), ("director", 0), ("clerk", 0)):
			self.as_user(person)
			own = [self.customers.get(person) or self.customers["mai"]]
			calls = (
				lambda own=own: api.start("xlsx", [], own),
				lambda own=own: api.one(own[0], "vcf"),
				api.possible_columns,
			)
			for number, call in enumerate(calls):
				with self.subTest(person, call=number):
					if may:
						call()
					else:
						self.assertRaises(frappe.PermissionError, call)

	def test_roles(self):
		self.assertEqual(
			[
				frappe.has_permission(CUSTOMER, "export", user=self.users[person])
				for person in ("manager", "accountant", "mai", "director")
			],
			[True, True, False, False],
			(MANAGER, ACCOUNTANT, SALES_USER, VIEWER),
		)


class TestReach(Company):
	def codes(self, names, **more) -> set[str]:
		return {row[0] for row in self.rows(names, ["customer_code"], **more)[1:]}

	def test_names_of_others_given_by_hand(self):
		self.as_user("hanoi")
		mine, others = self.customers["mai"], self.customers["nam"]
		self.assertEqual(self.codes([mine, others, "KHONG-CO"]), {mine})
		with self.assertRaisesRegex(frappe.ValidationError, "no customer to export"):
			api.start("xlsx", [], [others])

	def test_all_of_the_list_means_all_that_the_user_sees(self):
		self.as_user("north")
		filters = [[CUSTOMER, "name", "in", list(self.customers.values())]]
		seen = {self.customers[person] for person in ("north", "hanoi", "mai")}
		self.assertEqual(self.codes(None, filters=filters), seen)
		cards = content(self.export("vcf", None, filters=filters)).getvalue().decode()
		self.assertEqual(cards.count("BEGIN:VCARD"), 3)
		self.assertNotIn("của nam", cards)

	def test_a_customer_that_was_taken_away_meanwhile(self):
		self.as_user("mai")
		queued = runs.create("xlsx", ["customer_code"], [self.customers["mai"]])
		frappe.set_user("Administrator")
		frappe.db.set_value(CUSTOMER, self.customers["mai"], "account_manager", self.users["nam"])
		runs.work(queued.name)
		self.assertEqual(frappe.session.user, "Administrator")
		self.assertEqual(frappe.db.get_value(EXPORT, queued.name, ["status", "done"]), ("Completed", 0))

	def test_a_right_that_was_taken_away_meanwhile(self):
		self.as_user("mai")
		queued = runs.create("xlsx", [], [self.customers["mai"]])
		frappe.db.set_value("DocPerm", self.right.name, "export", 0)
		frappe.clear_cache(doctype=CUSTOMER)
		runs.work(queued.name)
		status, error, url = frappe.db.get_value(EXPORT, queued.name, ["status", "error", "file_url"])
		self.assertEqual((status, url or ""), ("Failed", ""))
		self.assertIn("Your role does not allow this", error)
		frappe.db.set_value("DocPerm", self.right.name, "export", 1)
		frappe.clear_cache(doctype=CUSTOMER)

	def test_user_permissions(self):
		frappe.db.set_value(CUSTOMER, self.customers["nam"], "province", "01")
		frappe.db.set_value(CUSTOMER, self.customers["mai"], "province", "79")
		frappe.get_doc(
			doctype="User Permission",
			user=self.users["manager"],
			allow="KH Province",
			for_value="79",
			apply_to_all_doctypes=1,
		).insert()
		frappe.clear_cache(user=self.users["manager"])
		self.as_user("manager")
		names = [self.customers["nam"], self.customers["mai"]]
		self.assertEqual(self.codes(names), {self.customers["mai"]})
		self.assertEqual(self.codes(None, filters=[["name", "in", names]]), {self.customers["mai"]})

	def test_a_hidden_referrer_is_a_code(self):
		frappe.db.set_value(
			CUSTOMER,
			self.customers["mai"],
			{"referrer_doctype": CUSTOMER, "referrer": self.customers["nam"]},
		)
		for person, shown in (
			("mai", self.customers["nam"]),
			("manager", f"Khách của nam ({self.customers['nam']})"),
		):
			self.as_user(person)
			with self.subTest(person):
				[_heads, row] = self.rows([self.customers["mai"]], ["referrer"])
				self.assertEqual(row[0], shown)

	def test_one_customer(self):
		self.as_user("mai")
		self.assertNotFound("crm_khachhang.exporting.api.one", customer="{name}", file_type="xlsx")
		ask("crm_khachhang.exporting.api.one", customer=self.customers["mai"], file_type="vcf")
		self.assertIn("Khách của mai", frappe.response["filecontent"].decode())
		self.assertEqual(frappe.response["filename"], f"khach-hang-{self.customers['mai']}.vcf")


class TestFields(Company):
	"""A field that only KH Manager reads."""

	def setUp(self):
		super().setUp()
		add_field(self, "kh_bi_mat", label="Bí mật", fieldtype="Data", permlevel=1, insert_after="email")
		frappe.get_doc(
			doctype="DocPerm",
			parent=CUSTOMER,
			parenttype="DocType",
			parentfield="permissions",
			role=MANAGER,
			permlevel=1,
			read=1,
		).db_insert()
		frappe.clear_cache(doctype=CUSTOMER)

	def test_its_column(self):
		for person, has in (("manager", True), ("accountant", False), ("mai", False)):
			self.as_user(person)
			with self.subTest(person):
				offered = [column["fieldname"] for column in api.possible_columns()]
				self.assertEqual("kh_bi_mat" in offered, has)
		with self.assertRaisesRegex(columns.NoSuchColumn, "kh_bi_mat is not a column"):
			api.start("xlsx", ["kh_bi_mat"], [self.customers["mai"]])

	def test_neither_filtered_nor_sorted_by_it(self):
		self.as_user("accountant")
		for filters in ([["kh_bi_mat", "like", "a%"]], {"kh_bi_mat": ["is", "set"]}):
			with self.assertRaisesRegex(frappe.ValidationError, "cannot be filtered by kh_bi_mat"):
				api.start("xlsx", [], None, filters)
		with self.assertRaisesRegex(reading.WrongOrder, "cannot be sorted by kh_bi_mat"):
			api.start("xlsx", [], [self.customers["mai"]], order_by="kh_bi_mat asc")


class TestFiltersOfRows(ExportTestCase):
	"""Conditions on child tables that a site may have added: what one may not read one does not find out."""

	def setUp(self):
		super().setUp()
		for level in (0, 1):
			options = ("KH Import Alias", "KH Field Rule")[level]
			add_field(
				self,
				f"kh_rows_{level}",
				label=f"Rows {level}",
				fieldtype="Table",
				options=options,
				permlevel=level,
			)
		self.user = make_user("kh_rows@export.example", MANAGER)

	def test_a_table_that_the_user_may_not_read(self):
		frappe.set_user(self.user)
		meta = frappe.get_meta("KH Field Rule")
		hidden = [["KH Field Rule", meta.fields[0].fieldname, "=", "x"]]
		self.assertRaisesRegex(frappe.ValidationError, "cannot be filtered", reading.checked_filters, hidden)
		shown = [["KH Import Alias", "label", "=", "x"]]
		self.assertEqual(reading.checked_filters(shown), shown)


class TestFile(Company):
	def setUp(self):
		super().setUp()
		self.as_user("accountant")
		self.summary = self.export("xlsx", [self.customers["nam"]], ["customer_name"])
		self.name, self.url = self.summary["name"], self.summary["file_url"]
		self.file = frappe.db.get_value("File", {"file_url": self.url})

	def test_it_is_private_and_belongs_to_who_started_it(self):
		file = frappe.db.get_value(
			"File",
			self.file,
			["owner", "is_private", "attached_to_doctype"],
		)
		self.assertEqual(file, (self.users["accountant"], 1, None))
		self.assertTrue(self.url.startswith("/private/files/khach-hang-"))

	def test_who_reads_it(self):
		frappe.set_user("Administrator")
		# Shared with everybody: that is the record of it, not the file.
		frappe.share.add(EXPORT, self.name, everyone=1, read=1)
		for person, reads in (("accountant", True), ("manager", False), ("north", False), ("clerk", False)):
			self.as_user(person)
			with self.subTest(person):
				self.assertEqual(frappe.has_permission("File", "read", doc=self.file), reads)
				self.assertEqual(frappe.get_doc("File", self.file).is_downloadable(), reads)
				if not reads:
					self.assertRaises(Forbidden, download_private_file, self.url)
				found = [row.name for row in client.get_list("File", filters={"file_url": self.url})]
				self.assertEqual(found, [self.file] if reads else [])

	def test_nobody_gets_at_it_by_attaching_its_address(self):
		self.as_user("manager")
		with self.assertRaises(frappe.PermissionError):
			client.insert(
				{
					"doctype": "File",
					"file_url": self.url,
					"is_private": 1,
					"attached_to_doctype": CUSTOMER,
					"attached_to_name": self.customers["nam"],
				}
			)

	def test_the_record(self):
		for person, sees in (("accountant", True), ("manager", True), ("mai", False), ("director", False)):
			self.as_user(person)
			with self.subTest(person):
				listed = [row.name for row in frappe.get_list(EXPORT, limit_page_length=0)] if sees else []
				self.assertEqual(self.name in listed, sees)
				for endpoint in (api.summary, api.cancel, api.resume, api.retry):
					if not sees:
						self.assertRaises(frappe.PermissionError, endpoint, self.name)
						self.assertRaises(frappe.PermissionError, endpoint, "khong-co")
		self.as_user("manager")
		self.assertEqual(api.summary(self.name)["file_url"], "")
		self.assertRaises(frappe.PermissionError, api.retry, self.name)

	def test_nobody_writes_a_record(self):
		for person in ("accountant", "manager"):
			self.as_user(person)
			with self.subTest(person):
				self.assertRaises(
					frappe.PermissionError, client.set_value, EXPORT, self.name, "started_by", "Administrator"
				)
				self.assertRaises(
					frappe.PermissionError, client.insert, {"doctype": EXPORT, "file_type": "xlsx"}
				)

	def test_it_goes_with_its_record(self):
		frappe.set_user("Administrator")
		path = files._folder() / self.url.rpartition("/")[2]
		self.assertTrue(path.exists())
		with patch.object(frappe.db, "after_commit", CallbackManager()) as behind:
			frappe.delete_doc(EXPORT, self.name)
			behind.run()
		self.assertFalse(path.exists())
		self.assertFalse(frappe.db.exists("File", self.file))

	def test_a_customer_that_was_exported_can_be_deleted(self):
		frappe.set_user("Administrator")
		frappe.delete_doc(CUSTOMER, make_customer().name)
