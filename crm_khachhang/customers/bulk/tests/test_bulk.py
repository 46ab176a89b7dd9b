"""What bulk actions do, and what they say of each customer."""

from io import BytesIO

import frappe
from frappe.utils import today
from openpyxl import load_workbook

from crm_khachhang.access import api as client
from crm_khachhang.access.filters import InvalidFilter
from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.customers.bulk import actions, api, fields_set, results, run, watching
from crm_khachhang.customers.owners import changes
from crm_khachhang.customers.search import api as search
from crm_khachhang.tests import TestCase, make_customer, make_user
from crm_khachhang.tests.mails import queue_mails


class BulkTestCase(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.an = make_user("kh_an@bulk.example", SALES_USER)
		cls.binh = make_user("kh_binh@bulk.example", SALES_USER)
		cls.chi = make_user("kh_chi@bulk.example", SALES_USER)

	def customers(self, count: int, **values) -> list[str]:
		return [make_customer(customer_name=f"Khách loạt {i}", **values).name for i in range(count)]

	def start(self, action: str, names: list[str], **parameters) -> dict:
		return api.start(action, parameters, names)

	def outcomes(self, name: str) -> list[tuple[str, str, str]]:
		every = (results.SUCCEEDED, results.SKIPPED, results.FAILED, results.NOT_DONE, results.PENDING)
		return [(row.customer, row.outcome, row.reason or "") for row in results.of(name, every)]


class TestSet(BulkTestCase):
	def test_status(self):
		names = self.customers(3)
		frappe.db.set_value("KH Customer", names[1], "status", "Active")
		done = self.start("set", names, fieldname="status", value="Active")
		self.assertEqual(
			(done["status"], done["total"], done["done"], done["succeeded"], done["skipped"], done["failed"]),
			("Completed", 3, 3, 2, 1, 0),
		)
		self.assertEqual(done["title"], "Status: Active")
		self.assertEqual(self.outcomes(done["name"])[1], (names[1], "Skipped", "It has this value already."))
		self.assertEqual(
			frappe.get_all("KH Customer", {"name": ("in", names)}, pluck="status"), ["Active"] * 3
		)

	def test_a_job_speaks_the_language_of_the_user(self):
		names = self.customers(3, status="Active")
		at_once, run.MOST_AT_ONCE = run.MOST_AT_ONCE, 2
		self.addCleanup(setattr, run, "MOST_AT_ONCE", at_once)
		frappe.db.set_value("User", self.an, "language", "vi")
		frappe.db.set_value("KH Customer", {"name": ("in", names)}, "account_manager", self.an)
		frappe.set_user(self.an)
		queued = self.start("set", names, fieldname="status", value="Active")
		frappe.local.lang = "en"  # as Frappe begins a job
		self.addCleanup(setattr, frappe.local, "lang", "en")
		run.work_in_background(queued["name"])
		frappe.set_user("Administrator")
		self.assertEqual(
			{row[1:] for row in self.outcomes(queued["name"])}, {("Skipped", "Đã có sẵn giá trị này.")}
		)

	def test_the_rules_of_the_document_run_and_others_go_on(self):
		names = self.customers(3)
		frappe.db.set_value("KH Customer", names[1], "phone", "0912")
		done = self.start("set", names, fieldname="status", value="Inactive")
		self.assertEqual((done["status"], done["succeeded"], done["failed"]), ("Completed with Errors", 2, 1))
		[(customer, _outcome, reason)] = [row for row in self.outcomes(done["name"]) if row[1] == "Failed"]
		self.assertEqual(customer, names[1])
		self.assertRegex(reason, r"^Phone \(0912\): Digits are missing")
		self.assertEqual(frappe.db.get_value("KH Customer", names[1], "status"), "Prospect")

	def test_reasons_in_the_language_of_the_user(self):
		[name] = self.customers(1)
		frappe.db.set_value("KH Customer", name, "phone", "0912")
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		done = self.start("set", [name], fieldname="status", value="Inactive")
		self.assertIn("Số điện thoại thiếu chữ số", self.outcomes(done["name"])[0][2])

	def test_a_group_is_named_by_its_title(self):
		group = frappe.get_doc(doctype="KH Customer Group", group_name="KH VIP loạt").insert()
		done = self.start("set", self.customers(1), fieldname="customer_group", value=group.name)
		self.assertIn("KH VIP loạt", done["title"])

	def test_a_tier_can_be_kept_from_recomputation(self):
		tier = frappe.get_doc(doctype="KH Customer Tier", tier_name="Hạng loạt", rank=97).insert().name
		[name] = self.customers(1)
		self.start("set", [name], fieldname="tier", value=tier, tier_locked=1)
		self.assertEqual(frappe.db.get_value("KH Customer", name, ["tier", "tier_locked"]), (tier, 1))

	def test_what_cannot_be_set(self):
		[name] = self.customers(1)
		for fieldname in (
			"account_manager",
			"customer_code",
			"phone_e164",
			"tax_code",
			"total_debt",
			"nope",
			"",
		):
			with (
				self.subTest(fieldname),
				self.assertRaisesRegex(frappe.ValidationError, "cannot be changed for"),
			):
				self.start("set", [name], fieldname=fieldname, value="1")
		with self.assertRaisesRegex(frappe.ValidationError, "Choose a value from the list of.*Status"):
			self.start("set", [name], fieldname="status", value="Rich")
		with self.assertRaisesRegex(frappe.ValidationError, "Source.*no longer exists"):
			self.start("set", [name], fieldname="source", value="KHONG-CO")
		with self.assertRaisesRegex(frappe.ValidationError, "Customer Type.*cannot be empty"):
			self.start("set", [name], fieldname="customer_type", value="")

	def test_a_hidden_customer_is_no_value_of_a_link(self):
		"""The action's title would tell the name that belongs to its code."""
		[hidden] = self.customers(1, account_manager=self.an)
		frappe.get_doc(
			doctype="Custom Field",
			dt="KH Customer",
			fieldname="kh_cong_ty_me",
			label="Công ty mẹ",
			fieldtype="Link",
			options="KH Customer",
		).db_insert()  # Without its column: changing the table would end the transaction.
		frappe.clear_cache(doctype="KH Customer")
		self.addCleanup(frappe.clear_cache, doctype="KH Customer")
		frappe.set_user(self.binh)
		for value in (hidden, "KHONG-CO"):
			with (
				self.subTest(value),
				self.assertRaisesRegex(frappe.ValidationError, "Công ty mẹ.*no longer exists"),
			):
				fields_set.check({"fieldname": "kh_cong_ty_me", "value": value})

	def test_no_customer_and_no_such_action(self):
		with self.assertRaisesRegex(frappe.ValidationError, "No customers are selected"):
			self.start("set", [], fieldname="status", value="Active")
		with self.assertRaisesRegex(frappe.ValidationError, "There is no bulk action &lt;b&gt;"):
			self.start("<b>", ["x"])

	def test_a_name_twice_counts_once(self):
		[name] = self.customers(1)
		self.assertEqual(self.start("set", [name, name], fieldname="status", value="Active")["total"], 1)


class TestFilters(BulkTestCase):
	def test_a_filter_is_on_fields_only(self):
		"""Else the name of a field could end the condition of who sees what."""
		self.customers(2, account_manager=self.an)
		frappe.set_user(self.binh)
		injected = "name`='' or 1=1 -- "
		values = {"fieldname": "status", "value": "Active"}
		wrong = ([[injected, "=", "1"]], [["KH Customer", injected, "=", "1"]], [["User", "name", "=", "1"]])
		for filters in (*wrong, frappe.as_json({injected: "1"}), ["name"], "5", "abc"):
			for call in (
				lambda filters=filters: api.start("set", values, None, filters),
				lambda filters=filters: search.link_query("KH Customer", "", "name", 0, 10, filters),
				lambda filters=filters: client.get("KH Customer", None, filters),
			):
				with self.subTest(str(filters)), self.assertRaisesRegex(InvalidFilter, "cannot be filtered"):
					call()

	def test_all_of_the_filter(self):
		names = self.customers(4, description="LOẠT-LỌC")
		frappe.db.set_value("KH Customer", names[0], "description", "khác")
		filters = [["KH Customer", "description", "=", "LOẠT-LỌC"]]
		done = api.start("set", {"fieldname": "status", "value": "Active"}, None, frappe.as_json(filters))
		self.assertEqual((done["total"], done["succeeded"]), (3, 3))
		self.assertEqual(frappe.db.get_value("KH Customer", names[0], "status"), "Prospect")

	def test_many_wait_for_the_background_which_reads_the_filter_again(self):
		self.customers(3, description="LOẠT-NỀN")
		at_once, run.MOST_AT_ONCE = run.MOST_AT_ONCE, 2
		self.addCleanup(setattr, run, "MOST_AT_ONCE", at_once)
		filters = [["KH Customer", "description", "=", "LOẠT-NỀN"]]
		queued = api.start("set", {"fieldname": "status", "value": "Active"}, None, filters)
		self.assertEqual((queued["status"], queued["is_open"], queued["done"]), ("Queued", True, 0))
		run.work(queued["name"])
		done = api.summary(queued["name"])
		self.assertEqual((done["status"], done["total"], done["succeeded"]), ("Completed", 3, 3))


class TestOwner(BulkTestCase):
	def test_split_evenly_with_history_and_one_notification_each(self):
		names = self.customers(7, account_manager=self.an)
		done = self.start("owner", names, users=[self.binh, self.chi], note="An nghỉ việc", move_care=1)
		self.assertEqual((done["status"], done["succeeded"]), ("Completed", 7))
		owners = frappe.get_all("KH Customer", {"name": ("in", names)}, pluck="account_manager")
		self.assertEqual((owners.count(self.binh), owners.count(self.chi)), (4, 3))
		self.assertEqual(
			{(c.from_user, c.note) for name in names for c in changes.history(name)},
			{(self.an, "An nghỉ việc")},
		)
		for user, count in ((self.binh, 4), (self.chi, 3)):
			[log] = frappe.get_all("Notification Log", {"for_user": user}, ["subject", "email_content"])
			self.assertIn(f"handed {count} customers over to you", log.subject)
			self.assertIn("An nghỉ việc", log.email_content)

	def test_who_has_it_already(self):
		names = self.customers(1, account_manager=self.an)
		done = self.start("owner", names, users=[self.an])
		self.assertEqual(
			self.outcomes(done["name"])[0][1:], ("Skipped", "This person has the customer already.")
		)
		self.assertFalse(frappe.get_all("Notification Log", {"for_user": self.an}))

	def test_people_who_cannot_own(self):
		names = self.customers(1)
		with self.assertRaisesRegex(frappe.ValidationError, "Choose from 1 to 50 people"):
			self.start("owner", names, users=[])
		with self.assertRaisesRegex(frappe.ValidationError, "Guest.*cannot own customers"):
			self.start("owner", names, users=[self.an, "Guest"])
		with self.assertRaisesRegex(frappe.ValidationError, "&lt;b&gt;.*cannot own customers"):
			self.start("owner", names, users=["<b>"])


class TestTags(BulkTestCase):
	def test_add_and_remove(self):
		names = self.customers(2)
		self.start("tags", names, add="VIP, Tết  2026")
		done = self.start("tags", [names[0]], remove=["vip"])
		self.assertEqual(done["title"], "Tags: − vip")
		tags = [
			set((frappe.db.get_value("KH Customer", n, "_user_tags") or "").split(",")) - {""} for n in names
		]
		self.assertEqual(tags, [{"Tết 2026"}, {"VIP", "Tết 2026"}])
		self.assertEqual(
			frappe.db.count("Tag Link", {"document_name": names[1], "tag": ("in", ["VIP", "Tết 2026"])}), 2
		)

	def test_nothing_to_do(self):
		[name] = self.customers(1)
		self.start("tags", [name], add=["VIP"])
		done = self.start("tags", [name], add=["VIP"], remove=["không có"])
		self.assertEqual(self.outcomes(done["name"])[0][1:], ("Skipped", "The tags are like this already."))
		with self.assertRaisesRegex(frappe.ValidationError, "at least one tag"):
			self.start("tags", [name], add=" , ")
		with self.assertRaisesRegex(frappe.ValidationError, "no angle brackets"):
			self.start("tags", [name], add="<b>")


class TestDelete(BulkTestCase):
	def test_deleted_customers_stay_in_the_result(self):
		names = self.customers(2)
		done = self.start("delete", names)
		self.assertEqual((done["status"], done["succeeded"]), ("Completed", 2))
		self.assertEqual([row[:2] for row in self.outcomes(done["name"])], [(n, "Succeeded") for n in names])
		self.assertFalse(frappe.get_all("KH Customer", {"name": ("in", names)}))

	def test_what_another_document_holds_stays_with_the_reason(self):
		names = self.customers(2)
		frappe.get_doc(doctype="KH Sales Fact", customer=names[1], posting_date=today(), amount=1000).insert()
		preview = api.preview_deletion(names)
		self.assertEqual((preview["total"], preview["examined"]), (2, 2))
		self.assertEqual(
			{row.name: len(row.reasons) for row in preview["customers"]}, {names[0]: 0, names[1]: 1}
		)
		done = self.start("delete", names)
		self.assertEqual((done["status"], done["succeeded"], done["failed"]), ("Completed with Errors", 1, 1))
		[row] = api.rows(done["name"])
		self.assertEqual(row.customer, names[1])
		self.assertRegex(row.reason, r"these documents need it: Sales \(1\)")
		self.assertTrue(frappe.db.exists("KH Customer", names[1]))


class TestMail(BulkTestCase):
	MESSAGE = "<p>Chào {customer_name}</p><script>alert(1)</script>"

	def setUp(self):
		super().setUp()
		queue_mails(self)

	def sent(self) -> dict[str, str]:
		rows = frappe.get_all("Email Queue Recipient", ["recipient", "parent"])
		return {r.recipient: frappe.db.get_value("Email Queue", r.parent, "message") for r in rows}

	def test_one_mail_each_and_who_gets_none(self):
		a = make_customer(customer_name="Hoa & Lan", email="hoa@bulk.example").name
		b = make_customer(customer_name="Không thư").name
		c = make_customer(customer_name="Từ chối", email="tu-choi@bulk.example").name
		frappe.get_doc(
			doctype="Email Unsubscribe", email="tu-choi@bulk.example", global_unsubscribe=1
		).insert(ignore_permissions=True)
		done = self.start("email", [a, b, c], subject="Chào {customer_name}", message=self.MESSAGE)
		self.assertEqual(
			self.outcomes(done["name"]),
			[
				(a, "Succeeded", ""),
				(b, "Skipped", "The customer has no e-mail address."),
				(c, "Skipped", "The customer does not want e-mails."),
			],
		)
		self.assertEqual(set(self.sent()), {"hoa@bulk.example"})
		[letter] = frappe.get_all(
			"Communication",
			{"reference_name": a, "communication_type": "Communication"},
			["subject", "content"],
		)
		self.assertEqual(letter.subject, "Chào Hoa & Lan")
		self.assertIn("Chào Hoa &amp; Lan", letter.content)
		self.assertNotIn("<script", letter.content)

	def test_typed_text_is_no_program(self):
		a = make_customer(email="hoa@bulk.example").name
		self.start("email", [a], subject="Giá {{ 7*6 }}", message="{{ frappe.session.user }}")
		[letter] = frappe.get_all(
			"Communication",
			{"reference_name": a, "communication_type": "Communication"},
			["subject", "content"],
		)
		self.assertEqual(letter.subject, "Giá {{ 7*6 }}")
		self.assertIn("{{ frappe.session.user }}", letter.content)

	def test_a_template(self):
		frappe.get_doc(
			doctype="Email Template",
			name="Thư Tết",
			subject="Kính gửi {{ customer_name }}",
			response="Mã {{ name }}",
		).insert()
		a = make_customer(customer_name="Hoa", email="hoa@bulk.example").name
		done = self.start("email", [a], template="Thư Tết")
		self.assertEqual(done["title"], "E-mail: Thư Tết")
		[letter] = frappe.get_all(
			"Communication",
			{"reference_name": a, "communication_type": "Communication"},
			["subject", "content"],
		)
		self.assertEqual((letter.subject, a in letter.content), ("Kính gửi Hoa", True))

	def test_without_words(self):
		with self.assertRaisesRegex(frappe.ValidationError, "Write a subject and a message"):
			self.start("email", self.customers(1), subject="Chào", message="<p> </p>")


class TestResult(BulkTestCase):
	def test_the_workbook_has_every_row_and_no_formula(self):
		a = make_customer(customer_name='=HYPERLINK("http://x")').name
		b = make_customer(customer_name="+84 Hoa").name
		frappe.db.set_value("KH Customer", b, "status", "Active")
		done = self.start("set", [a, b], fieldname="status", value="Active")
		api.download(done["name"])
		self.assertTrue(frappe.response["filename"].endswith(".xlsx"))
		sheet = load_workbook(BytesIO(frappe.response["filecontent"])).active
		self.assertEqual(
			[[cell.value or "" for cell in row] for row in sheet.iter_rows()],
			[
				["Customer Code", "Customer Name", "Row Outcome", "Reason"],
				[a, '=HYPERLINK("http://x")', "Succeeded", ""],
				[b, "+84 Hoa", "Skipped", "It has this value already."],
			],
		)
		self.assertEqual({cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}, {"s"})

	def test_rows_on_the_form_are_those_that_were_not_done(self):
		names = self.customers(2)
		frappe.db.set_value("KH Customer", names[1], "status", "Active")
		done = self.start("set", names, fieldname="status", value="Active")
		self.assertEqual([row.customer for row in api.rows(done["name"])], [names[1]])
		self.assertEqual(api.rows(done["name"], start=1), [])

	def test_an_unexpected_error_is_logged_and_not_shown(self):
		class Broken(Exception):
			pass

		def apply(row, parameters):
			raise Broken("secret path")

		[name] = self.customers(1)
		entry = actions.Action("write", dict, str, apply)
		outcome = run._attempt(entry, results.Row("x", 0, name), {})
		self.assertEqual(
			(outcome.outcome, outcome.reason),
			("Failed", "An unexpected error; the administrator finds it in the error log."),
		)
		self.assertTrue(frappe.db.exists("Error Log", {"method": "KH Bulk Action", "reference_name": name}))


class TestCancelling(BulkTestCase):
	def queued(self) -> str:
		at_once, run.MOST_AT_ONCE = run.MOST_AT_ONCE, 2
		self.addCleanup(setattr, run, "MOST_AT_ONCE", at_once)
		return self.start("set", self.customers(3), fieldname="status", value="Active")["name"]

	def test_before_it_began(self):
		name = self.queued()
		self.assertEqual(api.cancel(name)["status"], "Cancelled")
		run.work(name)
		self.assertEqual({row[1] for row in self.outcomes(name)}, {"Not Done"})

	def test_a_running_one_is_not_deleted(self):
		name = self.queued()
		with self.assertRaisesRegex(frappe.ValidationError, "still running"):
			frappe.delete_doc("KH Bulk Action", name)
		api.cancel(name)
		frappe.delete_doc("KH Bulk Action", name)
		self.assertFalse(frappe.get_all("KH Bulk Action Row", {"bulk_action": name}))

	def test_standing_still(self):
		name = self.queued()
		api.resume(name)
		self.assertEqual(frappe.db.get_value("KH Bulk Action", name, "attempts"), 0)
		for attempt in range(1, watching.MOST_ATTEMPTS + 1):
			frappe.db.set_value("KH Bulk Action", name, "last_progress_on", "2020-01-01")
			watching.resume_stale()
			self.assertEqual(frappe.db.get_value("KH Bulk Action", name, "attempts"), attempt)
		frappe.db.set_value("KH Bulk Action", name, "last_progress_on", "2020-01-01")
		watching.resume_stale()
		ended = api.summary(name)
		self.assertEqual(ended["status"], "Failed")
		self.assertIn("Start it again", ended["error"])
