"""Two merges at once and a killed one, with real processes on real connections."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import frappe

from crm_khachhang.tests import FrameworkTestCase, make_customer
from crm_khachhang.tests.related import make_care

# Runs `merge`, and waits for a line on its standard input before it commits.
PROGRAM = """
import sys
import frappe
site, sites, names, master = sys.argv[1:]
frappe.init(site=site, sites_path=sites)
frappe.connect()
frappe.set_user("Administrator")
from crm_khachhang.customers.merging import carry_out
try:
	carry_out.merge(names.split(","), master)
except carry_out.ChangedMeanwhile:
	frappe.db.rollback()
	print("told", flush=True)
else:
	print("merged", flush=True)
	sys.stdin.readline()
	frappe.db.commit()
	print("committed", flush=True)
"""


class TestProcesses(FrameworkTestCase):
	"""The customers are committed, for other processes to see, and deleted afterwards."""

	def setUp(self):
		super().setUp()
		self.names = [make_customer(customer_name=f"Khách song song {n}").name for n in range(3)]
		self.care = make_care(self.names[1]).name
		frappe.db.commit()
		self.addCleanup(self.delete)

	def delete(self):
		frappe.db.rollback()
		for name in self.names:
			frappe.delete_doc("KH Customer", name, ignore_missing=True)
		frappe.db.delete("KH Customer Merge Loser", {"customer_code": ("in", self.names)})
		frappe.db.delete("KH Customer Merge", {"master_code": ("in", self.names)})
		frappe.db.commit()

	def start(self, names: list[str], master: str) -> subprocess.Popen:
		sites = os.path.abspath(frappe.local.sites_path)
		process = subprocess.Popen(
			[
				sys.executable,
				"-c",
				textwrap.dedent(PROGRAM),
				frappe.local.site,
				sites,
				",".join(names),
				master,
			],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
			cwd=sites,
		)
		self.addCleanup(process.communicate)
		self.addCleanup(process.kill)
		return process

	def says(self, process: subprocess.Popen, words: str) -> None:
		self.assertEqual(process.stdout.readline().strip(), words)

	def test_a_killed_merge_leaves_everything_as_it_was(self):
		process = self.start(self.names, self.names[0])
		self.says(process, "merged")
		os.kill(process.pid, signal.SIGKILL)
		process.wait()
		frappe.db.rollback()
		left = frappe.get_all("KH Customer", {"name": ("in", self.names)}, pluck="name", order_by="name")
		self.assertEqual(left, sorted(self.names))
		self.assertEqual(frappe.db.get_value("KH Care Schedule", self.care, "customer"), self.names[1])
		self.assertFalse(frappe.db.exists("KH Customer Merge", {"master_code": self.names[0]}))

	def test_of_two_that_overlap_one_wins_and_the_other_is_told(self):
		first = self.start(self.names[:2], self.names[0])
		self.says(first, "merged")
		second = self.start(self.names[1:], self.names[2])
		time.sleep(3)  # until it waits for the lock; were it later, it would be told all the same
		print("", file=first.stdin, flush=True)
		self.says(first, "committed")
		self.says(second, "told")
		frappe.db.rollback()
		left = frappe.get_all("KH Customer", {"name": ("in", self.names)}, pluck="name", order_by="name")
		self.assertEqual(left, sorted([self.names[0], self.names[2]]))
		self.assertEqual(frappe.db.get_value("KH Care Schedule", self.care, "customer"), self.names[0])
