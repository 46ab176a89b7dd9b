"""A bulk action survives the death of its process, and no row is done twice."""

import json
import subprocess
import sys

import frappe

from crm_khachhang.tests import TestCase

CUSTOMERS = 30


class TestKilledProcess(TestCase):
	def test_others_go_on_without_doing_a_row_twice(self):
		program = [sys.executable, "-m", "crm_khachhang.customers.bulk.tests.crash"]
		done = subprocess.run(
			[*program, frappe.local.site, str(CUSTOMERS)],
			cwd=frappe.utils.get_bench_path() + "/sites",
			stdout=subprocess.PIPE,
			encoding="utf-8",
			timeout=300,
			check=True,
		)
		found = json.loads(done.stdout.splitlines()[-1])
		self.assertTrue(0 < found["killed_after"] < CUSTOMERS, found)
		self.assertEqual(found["summary"], ["Completed", CUSTOMERS, CUSTOMERS, CUSTOMERS])
		self.assertEqual(
			(found["owned"], found["changes"], found["changed"], found["notifications"]),
			(CUSTOMERS, CUSTOMERS, CUSTOMERS, 1),
		)
