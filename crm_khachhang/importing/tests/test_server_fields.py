"""What only the server says of an import: no request writes it, and nobody takes another's import over."""

from unittest.mock import patch

import frappe

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.crm_khachhang.doctype.kh_import import kh_import
from crm_khachhang.importing import api, results, run
from crm_khachhang.importing.tests.files import IMPORT, let_import, make_import, upload, workbook
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.tests import NOT_PERMITTED, TestCase, make_user

HEADER = ("Tên khách hàng", "SĐT")
MINE, THEIRS = "mine@forged.example", "theirs@forged.example"
FORGED = {
	**{"title": "khác.xlsx", "header_row": 7, "content_hash": "x", "mapping": '{"defaults": {"tier": "x"}}'},
	**{"status": "Checking", "path": "Documents", "error": "x", "reference_doctype": "User"},
	**{"started_by": "Administrator", "undone_by": "Administrator", "names_left": "x"},
	**{"started_on": "2020-01-01 00:00:00", "finished_on": "2020-01-01 00:00:00"},
	**dict.fromkeys(("total_rows", "created", "updated", "skipped", "failed", "undone", "kept"), 9),
	**{"position": 9, "seconds": 9.0, "last_progress_on": "2020-01-01 00:00:00", "attempts": 9},
}


class TestServerFields(TestCase):
	def setUp(self):
		super().setUp()
		self.enterContext(patch.object(run, "enqueue"))
		let_import(self, SALES_USER)
		for user in (MINE, THEIRS):
			make_user(user, SALES_USER)
		frappe.set_user(MINE)
		self.doc = make_import(HEADER, ("Lê Tư", "0906483615"))

	def put(self, name: str, **values) -> None:
		"""Save as Frappe's REST does: what is stored, with what the request says."""
		doc = frappe.get_doc(IMPORT, name)
		doc.update(values)
		doc.save()

	def stored(self, name: str) -> dict:
		fields = ["owner", "creation", *kh_import.OF_THE_SERVER]
		return frappe.db.get_value(IMPORT, name, fields, as_dict=True)

	def test_every_read_only_field_is_the_servers(self):
		"""Who adds a field says whose it is."""
		columns = frappe.get_meta(IMPORT).get_valid_columns()
		fields = frappe.get_meta(IMPORT).get("fields", {"read_only": 1})
		closed = {field.fieldname for field in fields} & set(columns)
		self.assertEqual(closed, set(kh_import.OF_THE_SERVER))
		self.assertEqual(set(FORGED), closed)

	def test_no_save_writes_one(self):
		before = self.stored(self.doc.name)
		for field, value in {**FORGED, "creation": "2020-01-01 00:00:00"}.items():
			self.put(self.doc.name, **{field: value})
			self.assertEqual(self.stored(self.doc.name), before, field)

	def test_no_insertion_writes_one(self):
		url = upload(workbook(HEADER, ("Lê Năm", "0906483616")), "b.xlsx")
		plain = frappe.get_doc(doctype=IMPORT, import_file=url).insert()
		forged = frappe.get_doc(doctype=IMPORT, import_file=url, owner=THEIRS, **FORGED).insert()
		wanted, found = self.stored(plain.name), self.stored(forged.name)
		for stored in (wanted, found):
			stored.pop("creation")
		self.assertEqual(found, wanted)
		self.assertEqual((found.status, found.owner), ("Draft", MINE))

	def test_the_work_is_done_in_the_name_of_who_started_it(self):
		self.put(self.doc.name, status="Running", started_by="Administrator")
		api.state(self.doc.name)
		run.work(self.doc.name)
		self.assertEqual(frappe.db.count("KH Import Row", {"kh_import": self.doc.name}), 0)
		api.start(self.doc.name)
		self.assertEqual(self.stored(self.doc.name).started_by, MINE)

	def test_what_has_run_runs_no_second_time(self):
		run.start(self.doc, run.RUNNING)
		done(self.doc)
		for values in ({"status": "Draft"}, {"status": "Draft", "mode": "Update"}):
			with self.assertRaisesRegex(frappe.ValidationError, "has run"):
				self.put(self.doc.name, **values)
		self.assertRaisesRegex(frappe.ValidationError, "has run", api.start, self.doc.name)
		self.assertEqual(len(results.of(self.doc.name)), 1)

	def test_what_is_running_is_not_deleted(self):
		run.start(self.doc, run.RUNNING)
		with self.assertRaisesRegex(frappe.ValidationError, "has run"):
			self.put(self.doc.name, status="Draft")
		doc = frappe.get_doc(IMPORT, self.doc.name)
		doc.status = "Draft"
		self.assertRaisesRegex(frappe.ValidationError, "still running", doc.run_method, "on_trash")
		self.assertRaisesRegex(
			frappe.ValidationError, "still running", frappe.delete_doc, IMPORT, self.doc.name
		)

	def test_nobody_takes_anothers_import_over(self):
		frappe.set_user(THEIRS)
		for values in ({"owner": THEIRS, "status": "Draft"}, {"mode": "Update"}):
			with self.assertRaises(NOT_PERMITTED):
				self.put(self.doc.name, **values)
		doc = frappe.get_doc(IMPORT, self.doc.name)
		doc.owner = THEIRS
		self.assertFalse(frappe.has_permission(IMPORT, "write", doc=doc))
		self.assertEqual(self.stored(self.doc.name).owner, MINE)

	def test_a_save_gives_an_import_to_nobody(self):
		frappe.set_user(make_user("manager@forged.example", MANAGER))
		self.put(self.doc.name, owner=THEIRS)
		self.assertEqual(self.stored(self.doc.name).owner, MINE)

	def test_a_choice_made_during_the_check_ends_it(self):
		run.start(self.doc, run.CHECKING)
		self.put(self.doc.name, mode="Update")
		self.assertEqual(self.stored(self.doc.name).status, "Draft")
