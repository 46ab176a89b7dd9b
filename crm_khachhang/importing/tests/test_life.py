"""The life of an import: who has it, who is told of its end, what a worker does that comes too late."""

from unittest.mock import patch

import frappe

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.customers.duplicates import locks
from crm_khachhang.importing import api, results, run, undo, watching
from crm_khachhang.importing.tests.files import CUSTOMER, IMPORT, let_import, make_import
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.importing.work import Work
from crm_khachhang.tests import TestCase, make_user

HEADER = ("Tên khách hàng", "SĐT", "Nhóm KH")
ROWS = [(f"Lê Tư {number}", f"09064836{number:02d}") for number in range(5)]
SELLER = "seller@life.example"


class LifeTestCase(TestCase):
	def setUp(self):
		super().setUp()
		self.enqueue = self.enterContext(patch.object(run, "enqueue"))
		self.enterContext(patch("crm_khachhang.importing.work.BATCH_ROWS", 2))

	def stored(self, doc, *fields: str):
		return frappe.db.get_value(IMPORT, doc.name, fields or ("status",))

	def worker(self, doc) -> run.Run:
		return run.Run(frappe.get_doc(IMPORT, doc.name))


class TestWorkers(LifeTestCase):
	def test_a_check_that_was_begun_anew_is_not_gone_on_with(self):
		doc = make_import(HEADER, *ROWS)
		run.start(doc, run.CHECKING)
		late = self.worker(doc)
		run.cancel(doc)
		doc.reload()
		doc.mode = "Update"
		doc.save()
		run.start(doc, run.CHECKING)
		self.assertFalse(late.go_on(float("inf")), "somebody has to do the new one")
		self.assertEqual(self.stored(doc, "status", "position"), ("Checking", 0))
		done(doc)
		self.assertEqual((doc.status, doc.created, doc.failed), ("Checked", 0, 5))

	def test_cancelled_after_the_last_row_it_stays_cancelled(self):
		doc = make_import(HEADER, ROWS[0])
		run.start(doc, run.RUNNING)
		late = self.worker(doc)
		with patch.object(late, "_tell", lambda: run.cancel(doc)):
			self.assertTrue(late.go_on(float("inf")))
		self.assertEqual(self.stored(doc, "status", "created"), ("Cancelled", 1))

	def test_who_gives_up_too_late_changes_nothing(self):
		doc = make_import(HEADER, *ROWS)
		run.start(doc, run.RUNNING)
		late = frappe.get_doc(IMPORT, doc.name)
		run.cancel(doc)
		run.give_up(late, "too late")
		self.assertEqual(self.stored(doc, "status", "error"), ("Cancelled", None))

	def test_taking_back_that_was_given_up_is_not_done(self):
		doc = make_import(HEADER, ROWS[0])
		run.start(doc, run.RUNNING)
		undo.start(done(doc))
		late = frappe.get_doc(IMPORT, doc.name)
		run.give_up(late, "given up")
		undo.work(late, float("inf"))
		self.assertEqual(self.stored(doc), "Failed")

	def test_a_long_check_comes_to_its_end(self):
		doc = make_import(HEADER, *ROWS)
		run.start(doc, run.CHECKING)
		self.assertTrue(run.work(doc.name, seconds=0))
		self.assertEqual(self.stored(doc, "status", "total_rows"), ("Checked", 5))

	def test_a_check_that_was_interrupted_counts_each_row_once(self):
		doc = make_import(HEADER, *ROWS)
		run.start(doc, run.CHECKING)
		with (
			patch.object(run.Run, "_tell", side_effect=KeyboardInterrupt),
			self.assertRaises(KeyboardInterrupt),
		):
			run.work(doc.name)
		self.assertEqual(self.stored(doc, "total_rows"), 2)
		done(doc)
		self.assertEqual((doc.total_rows, doc.created), (5, 5))

	def test_an_import_goes_on_in_the_next_job(self):
		doc = make_import(HEADER, *ROWS)
		run.start(doc, run.RUNNING)
		self.assertFalse(run.work(doc.name, seconds=0))
		self.assertEqual(self.stored(doc, "status", "position"), ("Running", 3))

	def test_names_of_locks_tell_imports_apart(self):
		with patch.dict(frappe.local.conf, db_name="x" * 80):
			self.assertNotEqual(run.lock_of("one"), run.lock_of("two"))
			self.assertLessEqual(len(run.lock_of("one")), 64)


class TestRights(LifeTestCase):
	"""They are asked for again when the work begins."""

	def setUp(self):
		super().setUp()
		let_import(self, SALES_USER)
		make_user(SELLER, SALES_USER)
		frappe.db.set_value("User", SELLER, "language", "vi")
		frappe.clear_cache(user=SELLER)
		frappe.set_user(SELLER)
		self.doc = make_import(HEADER, ROWS[0])
		run.start(self.doc, run.RUNNING)

	def refused(self, status: str = "Failed") -> None:
		frappe.set_user("Administrator")
		before = frappe.db.count(CUSTOMER)
		with patch.object(frappe.db, "rollback"), self.assertRaises(frappe.PermissionError):
			run.work(self.doc.name)
		self.assertEqual(frappe.db.count(CUSTOMER), before)
		self.assertEqual(self.stored(self.doc), status)
		self.assertTrue(self.stored(self.doc, "error"))

	def told(self) -> list[str]:
		return frappe.get_all(
			"Notification Log", {"document_name": self.doc.name, "for_user": SELLER}, pluck="subject"
		)

	def test_of_an_import(self):
		frappe.permissions.update_permission_property(CUSTOMER, SALES_USER, 0, "import", 0, validate=False)
		frappe.clear_cache(doctype=CUSTOMER)
		self.refused()
		self.assertIn("Việc nhập", self.told()[0])

	def test_of_a_check(self):
		run.cancel(self.doc)
		self.doc.db_set("status", "Draft")
		run.start(self.doc, run.CHECKING)
		frappe.db.set_value("User", SELLER, "enabled", 0)
		self.refused("Draft")
		self.assertIn("Việc kiểm tra", self.told()[0])

	def test_of_taking_back(self):
		undo.start(done(self.doc))
		frappe.db.set_value("User", SELLER, "enabled", 0)
		self.refused()
		self.assertIn("Việc hoàn tác", self.told()[0])

	def test_who_sees_a_customer_no_more_is_told_nothing_of_it(self):
		name = api.rows(done(self.doc).name)[0].customer
		self.assertTrue(name)
		frappe.set_user("Administrator")
		frappe.db.set_value(CUSTOMER, name, "account_manager", "Administrator")
		self.assertEqual(api.rows(self.doc.name)[0].customer, name)
		frappe.set_user(SELLER)
		row = api.rows(self.doc.name)[0]
		self.assertEqual(
			(row.outcome, row.customer, row.customer_name, row.changes), ("Created", None, None, {})
		)


class TestFailures(LifeTestCase):
	def test_others_at_the_same_customer_are_no_failure(self):
		doc = make_import(HEADER, *ROWS)
		run.start(doc, run.RUNNING)
		busy = patch.object(Work, "do", side_effect=locks.SavedByAnother("busy"))
		with busy as tried, patch.object(run.time, "sleep"), patch.object(frappe.db, "rollback"):
			self.assertRaises(locks.SavedByAnother, run.work, doc.name)
		self.assertEqual(tried.call_count, run.MOST_DEADLOCKS)
		self.assertEqual(self.stored(doc, "status", "error"), ("Running", None))

	def dead(self, doc, **values) -> None:
		run.start(doc, run.RUNNING)
		frappe.db.set_value(IMPORT, doc.name, {"last_progress_on": "2026-01-01", **values})

	def test_one_that_cannot_go_on_does_not_keep_the_others(self):
		first, second = make_import(HEADER, ROWS[0]), make_import(HEADER, ROWS[1])
		for doc in (first, second):
			self.dead(doc)
		self.enqueue.reset_mock()
		self.enqueue.side_effect = lambda name: frappe.throw("no") if name == first.name else None
		watching.resume_dead()
		asked = [call.args[0] for call in self.enqueue.call_args_list]
		self.assertEqual(
			[name for name in asked if name in (first.name, second.name)], [first.name, second.name]
		)
		self.assertEqual(self.stored(second, "attempts"), 1)

	def test_two_who_notice_it_at_once_are_one_attempt(self):
		doc = make_import(HEADER, ROWS[0])
		self.dead(doc)
		looks = [frappe.get_doc(IMPORT, doc.name) for _look in range(2)]
		for look in looks:
			watching.notice_death(look)
		self.assertEqual(self.stored(doc, "attempts"), 1)

	def test_given_up_is_told_to_who_started_it(self):
		starter = make_user("starter@life.example", "KH Manager")
		frappe.db.set_value("User", starter, "language", "vi")
		frappe.clear_cache(user=starter)
		frappe.set_user(starter)
		doc = make_import(HEADER, ROWS[0])
		self.dead(doc, attempts=watching.MOST_ATTEMPTS)
		frappe.set_user("Administrator")
		with patch.object(frappe, "publish_realtime") as published:
			watching.resume_dead()
		self.assertEqual(self.stored(doc), "Failed")
		told = frappe.get_all("Notification Log", {"document_name": doc.name}, ["for_user", "subject"])
		self.assertEqual([(log.for_user, "đã dừng" in log.subject) for log in told], [(starter, True)])
		events = [call for call in published.call_args_list if call.args[0] == "kh_import"]
		self.assertEqual([call.kwargs["user"] for call in events], [starter])


class TestRows(LifeTestCase):
	"""Rows of the check before, of which there may be a million."""

	def setUp(self):
		super().setUp()
		self.enterContext(patch.object(results, "AT_ONCE", 2))
		self.doc = make_import(HEADER, *(("Lê Tư", "12", "Nhóm không có") for _number in range(5)))
		run.start(self.doc, run.CHECKING)
		done(self.doc)

	def count(self) -> int:
		return frappe.db.count(results.ROW, {"kh_import": self.doc.name})

	def test_they_count_no_more_and_the_worker_deletes_them(self):
		self.assertTrue(api.unknown_values(self.doc.name))
		run.start(self.doc, run.RUNNING)
		self.assertEqual(self.count(), 5, "not in the request of the browser")
		self.assertEqual((api.rows(self.doc.name), api.unknown_values(self.doc.name)), ([], []))
		run.cancel(self.doc)
		undo.start(self.doc)
		done(self.doc)
		self.assertEqual((self.doc.status, self.doc.undone, self.doc.kept), ("Undone", 0, 0))
		self.doc.db_set("status", "Checked")
		run.start(self.doc, run.RUNNING)
		done(self.doc)
		self.assertEqual((self.count(), len(api.rows(self.doc.name))), (5, 5))

	def test_many_are_deleted_behind_their_import(self):
		with patch.object(frappe, "enqueue") as enqueue:
			self.doc.delete()
		self.assertEqual(self.count(), 3)
		(asked,) = (call for call in enqueue.call_args_list if "kh_import" in call.kwargs)
		frappe.get_attr(asked.args[0])(asked.kwargs["kh_import"])
		self.assertEqual(self.count(), 0)
