"""Writing one batch while the next is read: what is asked meanwhile, and what goes wrong meanwhile, loses nothing."""

import time
from unittest.mock import patch

import frappe

from crm_khachhang.customers import many
from crm_khachhang.importing import run
from crm_khachhang.importing.overlap import NeedsDatabase, overlapping
from crm_khachhang.importing.tests.files import forget_imports, make_import
from crm_khachhang.importing.work import Work
from crm_khachhang.tests import TestCase
from crm_khachhang.tests.processes import ProcessTestCase

MARK = "Khoachet"
WORD = ("word", "owner", "customer")

WORKER = """
from crm_khachhang.importing import run, work
work.BATCH_ROWS = 20
say("ready")
wait()
run.work(arguments[0])
say("done")
"""
# Has written more than the import, so that the database ends the import when each waits for the other.
OTHER = """
from crm_khachhang.customers.search import words
words.add((f"zz{number}", 0, "nobody") for number in range(20_000))
frappe.qb.from_(words.table()).select("word").where(words.table().word == "khoachet").for_update().run()
say("holds")
wait()
frappe.db.get_value("KH Import", arguments[0], "status", for_update=True)
say("has both")
wait()
frappe.db.rollback()
say("done")
"""


class TestOverlapping(TestCase):
	def words_of(self, customer: str) -> list[str]:
		return [
			row[0] for row in frappe.db.sql("select word from kh_search_word where customer=%s", customer)
		]

	def test_whoever_asks_sees_what_was_written(self):
		before = frappe.local.db
		with overlapping():
			many.insert("kh_search_word", WORD, [("mot", 1, "KH overlap"), ("hai", 1, "KH overlap")])
			self.assertEqual(sorted(self.words_of("KH overlap")), ["hai", "mot"])
		self.assertIs(frappe.local.db, before)

	def test_an_error_is_raised_where_the_database_is_asked_next(self):
		with overlapping():
			many.insert("kh_search_word", WORD, [("mot", 1, "KH overlap")])
			many.insert("kh_search_word", WORD, [("mot", 1, "KH overlap")])
			many.insert("kh_search_word", WORD, [("hai", 1, "KH overlap")])
			with self.assertRaises(Exception) as raised:
				self.words_of("KH overlap")
			self.assertTrue(frappe.db.is_duplicate_entry(raised.exception))
			# Behind the error nothing more was written.
			self.assertEqual(self.words_of("KH overlap"), ["mot"])

	def test_an_error_is_raised_at_the_end(self):
		before = frappe.local.db
		with self.assertRaises(Exception) as raised, overlapping():
			many.insert("kh_no_such_table", ("a",), [("1",)])
		self.assertTrue(frappe.db.is_missing_table(raised.exception))
		self.assertIs(frappe.local.db, before)

	def test_apart_the_database_is_not_asked(self):
		with overlapping() as database:
			with database.apart():
				frappe.db.get_value("User", "Administrator", "name")
				self.fail("asked")
			self.assertRaises(NeedsDatabase, self.ask_apart, database)
			self.assertEqual(frappe.db.get_value("User", "Administrator", "name"), "Administrator")

	def ask_apart(self, database):
		with database.apart():
			try:
				frappe.db.count("User")
			except Exception:
				self.fail("caught on the way")
			except NeedsDatabase as needs:
				error = needs
		raise error

	def test_rows_that_need_the_database_are_read_in_their_turn(self):
		"""Each row names another group, which is new: nothing can be read ahead, and no row is lost or doubled."""
		rows = [(f"Gối đầu {number}", f"Nhóm gối đầu {number}") for number in range(7)]
		doc = make_import(("Tên khách hàng", "Nhóm khách hàng"), *rows, create_masters=1)
		with patch("crm_khachhang.importing.work.BATCH_ROWS", 2), patch.object(run, "enqueue"):
			run.start(doc, run.RUNNING)
			run.work(doc.name)
		doc.reload()
		self.assertEqual((doc.status, doc.created, doc.total_rows), ("Completed", 7, 7))
		found = frappe.get_all(
			"KH Customer", {"customer_name": ("like", "Gối đầu %")}, ("customer_name", "customer_group")
		)
		titles = dict(frappe.get_all("KH Customer Group", fields=("name", "group_name"), as_list=True))
		self.assertEqual(sorted((row.customer_name, titles[row.customer_group]) for row in found), rows)

	def test_rows_are_planned_ahead(self):
		ahead = []
		rows = [(f"Gối đầu {number}",) for number in range(5)]
		doc = make_import(("Tên khách hàng",), *rows)
		done = Work.do
		with (
			patch("crm_khachhang.importing.work.BATCH_ROWS", 2),
			patch.object(run, "enqueue"),
			patch.object(
				Work, "do", lambda self, rows: ahead.append(len(self.planner.ahead)) or done(self, rows)
			),
		):
			run.start(doc, run.RUNNING)
			run.work(doc.name)
		self.assertEqual(ahead, [0, 2, 1])


class TestDeadlock(ProcessTestCase):
	def setUp(self):
		self.addCleanup(self.clean_up)
		rows = ((f"{MARK} {number}", f"091{number:07d}") for number in range(60))
		self.doc = make_import(("Tên khách hàng", "SĐT"), *rows)
		self.enterContext(patch.object(run, "enqueue"))
		run.start(self.doc, run.RUNNING)
		frappe.db.commit()

	def clean_up(self):
		forget_imports([self.doc], MARK)

	def is_waiting(self) -> bool:
		"""Whether a statement that adds words has been at it for half a second."""
		return bool(
			frappe.db.sql(
				"select 1 from information_schema.processlist where time_ms > 500 and info like %s",
				"INSERT IGNORE INTO `kh_search_word`%",
			)
		)

	def test_a_deadlock_begins_the_batch_again(self):
		worker, other = self.start(WORKER, self.doc.name), self.start(OTHER, self.doc.name)
		self.says(worker, "ready")
		self.says(other, "holds")
		print("", file=worker.stdin, flush=True)
		while not self.is_waiting():
			time.sleep(0.01)
		self.goes_on(other, "has both")
		self.goes_on(other, "done")
		self.says(worker, "done")
		frappe.db.rollback()
		doc = frappe.get_doc("KH Import", self.doc.name)
		self.assertEqual((doc.status, doc.created, doc.total_rows), ("Completed", 60, 60))
		names = frappe.get_all("KH Customer", {"customer_name": ("like", f"{MARK}%")}, pluck="name")
		self.assertEqual(len(names), 60)
		self.assertEqual(frappe.db.count("KH Import Row", {"kh_import": doc.name}), 60)
		found = frappe.db.sql("select customer from kh_search_word where word = 'khoachet'", pluck=True)
		self.assertEqual(sorted(found), sorted(names))
