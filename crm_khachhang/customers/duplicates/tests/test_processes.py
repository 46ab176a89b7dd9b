"""A scan whose worker is killed, and one that two workers get, with real processes on real connections."""

import os
import signal
import subprocess
import sys
from unittest.mock import patch

import frappe

from crm_khachhang.customers.duplicates.scan import life
from crm_khachhang.tests import FrameworkTestCase, make_customer

# Runs a scan; it says when it is at work, and waits for a line on its standard input before it goes on.
PROGRAM = """
import sys
import frappe
site, sites, scan = sys.argv[1:]
frappe.init(site=site, sites_path=sites)
frappe.connect()
frappe.set_user("Administrator")
from crm_khachhang.customers.duplicates.scan import life
find_all = life._find_all
def wait(watch):
	print("at work", flush=True)
	sys.stdin.readline()
	return find_all(watch)
life._find_all = wait
life.run(scan)
print("ended", flush=True)
"""
PHONE = "0987 111 222"


class TestProcesses(FrameworkTestCase):
	"""The customers and scans are committed, for other processes to see, and deleted afterwards."""

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

	def work(self, scan: str) -> subprocess.Popen:
		"""Start a worker that runs `scan`."""
		sites = os.path.abspath(frappe.local.sites_path)
		worker = subprocess.Popen(
			[sys.executable, "-c", PROGRAM, frappe.local.site, sites, scan],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
			cwd=sites,
		)
		self.addCleanup(worker.communicate)
		self.addCleanup(worker.kill)
		return worker

	def says(self, worker: subprocess.Popen, words: str) -> None:
		self.assertEqual(worker.stdout.readline().strip(), words)

	def finish(self, worker: subprocess.Popen) -> None:
		print("", file=worker.stdin, flush=True)
		self.says(worker, "ended")
		frappe.db.rollback()  # to see what it committed

	def groups(self) -> list[set[str]]:
		"""The groups of this test's customers."""
		rows = frappe.get_all(life.MEMBER, {"customer": ("in", self.names)}, ["duplicate_group", "customer"])
		found = {}
		for row in rows:
			found.setdefault(row.duplicate_group, set()).add(row.customer)
		return list(found.values())

	def test_a_killed_one_is_known_at_once_and_another_may_start(self):
		killed = self.start_scan()
		worker = self.work(killed)
		self.says(worker, "at work")
		frappe.db.rollback()
		self.assertEqual(life.state()["status"], "Running")
		self.assertEqual(life.start()["name"], killed)  # one at a time
		frappe.db.rollback()
		os.kill(worker.pid, signal.SIGKILL)
		worker.wait()
		state = life.state()
		self.assertEqual(state["status"], "Failed")
		self.assertIn("Start it again", state["message"])
		again = self.start_scan()
		self.assertNotEqual(again, killed)
		worker = self.work(again)
		self.says(worker, "at work")
		self.finish(worker)
		self.assertEqual(life.state()["status"], "Completed")
		self.assertEqual(frappe.db.get_value(life.SCAN, killed, "status"), "Failed")
		self.assertEqual(self.groups(), [self.names])

	def test_of_two_workers_one_does_it(self):
		scan = self.start_scan()
		first = self.work(scan)
		self.says(first, "at work")
		self.says(self.work(scan), "ended")
		self.finish(first)
		self.assertEqual(life.state()["status"], "Completed")
		self.assertEqual(self.groups(), [self.names])
