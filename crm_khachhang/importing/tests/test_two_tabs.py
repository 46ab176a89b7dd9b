"""Two tabs that press a button at the same moment: one of them has the import, the other is told."""

from unittest.mock import patch

import frappe

from crm_khachhang.importing import run
from crm_khachhang.importing.tests.files import IMPORT, forget_imports, make_import
from crm_khachhang.importing.tests.test_import import done
from crm_khachhang.tests.processes import ProcessTestCase

MARK = "Hai thẻ"
# Each has seen the import as it stood before the other pressed its button.
TAB = """
from unittest.mock import patch
from crm_khachhang.importing import overview, run, undo
run.enqueue = lambda name: None
name, button = arguments
doc = frappe.get_doc("KH Import", name)
press = {
	"start": lambda: run.start(doc, run.RUNNING),
	"undo": lambda: undo.start(doc),
	"map": lambda: overview.set_mapping(doc, {"0": "description"}, {}, {}),
}
say("looked")
wait()
try:
	press[button]()
	say("taken")
	wait()
	frappe.db.commit()
	say("done")
except frappe.ValidationError:
	say("refused")
"""


class TestTwoTabs(ProcessTestCase):
	def setUp(self):
		self.enterContext(patch.object(run, "enqueue"))
		self.doc = make_import(("Tên khách hàng", "SĐT"), (MARK, "0906483615"))
		frappe.db.commit()
		self.addCleanup(forget_imports, [self.doc], MARK)

	def race(self, first: str, second: str) -> None:
		tabs = [self.start(TAB, self.doc.name, button) for button in (first, second)]
		for tab in tabs:
			self.says(tab, "looked")
		one, other = tabs
		self.goes_on(one, "taken")
		print("", file=other.stdin, flush=True)
		self.goes_on(one, "done")
		self.says(other, "refused")
		frappe.db.rollback()

	def test_two_starts(self):
		self.race("start", "start")
		self.assertEqual(frappe.db.get_value(IMPORT, self.doc.name, "status"), "Running")

	def test_a_start_beside_another_mapping(self):
		self.race("start", "map")
		stored = frappe.get_doc(IMPORT, self.doc.name)
		self.assertEqual((stored.status, stored.mapping), ("Running", self.doc.mapping))

	def test_two_who_take_back(self):
		run.start(self.doc, run.RUNNING)
		done(self.doc)
		frappe.db.commit()
		self.race("undo", "undo")
		self.assertEqual(frappe.db.get_value(IMPORT, self.doc.name, "status"), "Undoing")
