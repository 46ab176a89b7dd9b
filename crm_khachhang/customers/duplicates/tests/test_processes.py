"""A scan whose worker is killed, and one that two workers get, with real processes on real connections."""

from unittest.mock import patch

import frappe

from crm_khachhang.customers.duplicates.scan import life
from crm_khachhang.tests import make_customer
from crm_khachhang.tests.processes import ProcessTestCase

# Runs a scan, which says when it is at work and waits before it looks for anything.
WORKER = """
from crm_khachhang.customers.duplicates.scan import life
find_all = life._find_all
def find_later(watch):
	say("at work")
	wait()
	return find_all(watch)
life._find_all = find_later
life.run(arguments[0])
say("ended")
"""
PHONE = "0987 111 222"


class TestProcesses(ProcessTestCase):
	def setUp(self):
		super().setUp()
		self.names = {make_customer(customer_name=f"Khách trùng {n}", phone=PHONE).name for n in range(2)}
		self.scans = []
		frappe.db.commit()
		self.addCleanup(self.delete)

	def delete(self):
		frappe.db.rollback()
		life._delete_older()
		frappe.db.delete(life.SCAN, {"name": ("in", self.scans)})
		for name in self.names:
			frappe.delete_doc("KH Customer", name)
		frappe.db.commit()

	def start_scan(self) -> str:
		with patch("frappe.enqueue"):  # the test is the worker
			scan = life.start()["name"]
		self.scans.append(scan)
		frappe.db.commit()
		return scan

	def groups(self) -> list[set[str]]:
		"""The groups of this test's customers."""
		rows = frappe.get_all(life.MEMBER, {"customer": ("in", self.names)}, ["duplicate_group", "customer"])
		found = {}
		for row in rows:
			found.setdefault(row.duplicate_group, set()).add(row.customer)
		return list(found.values())

	def test_a_killed_one_is_known_at_once_and_another_may_start(self):
		killed = self.start_scan()
		worker = self.start(WORKER, killed)
		self.says(worker, "at work")
		frappe.db.rollback()
		self.assertEqual(life.state()["status"], "Running")
		self.assertEqual(life.start()["name"], killed)  # one at a time
		frappe.db.rollback()
		self.kill(worker)
		state = life.state()
		self.assertEqual(state["status"], "Failed")
		self.assertIn("Start it again", state["message"])
		again = self.start_scan()
		self.assertNotEqual(again, killed)
		worker = self.start(WORKER, again)
		self.says(worker, "at work")
		self.goes_on(worker, "ended")
		self.assertEqual(life.state()["status"], "Completed")
		self.assertEqual(frappe.db.get_value(life.SCAN, killed, "status"), "Failed")
		self.assertEqual(self.groups(), [self.names])

	def test_of_two_workers_one_does_it(self):
		scan = self.start_scan()
		first = self.start(WORKER, scan)
		self.says(first, "at work")
		self.says(self.start(WORKER, scan), "ended")
		self.goes_on(first, "ended")
		self.assertEqual(life.state()["status"], "Completed")
		self.assertEqual(self.groups(), [self.names])
