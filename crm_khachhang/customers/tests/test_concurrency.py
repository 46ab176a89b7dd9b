"""Codes drawn by many processes at once."""

import json
import subprocess
import sys

import frappe

from crm_khachhang.tests import TestCase

WRITERS, EACH = 16, 125


class TestConcurrentWriters(TestCase):
	def test_sixteen_writers_with_a_counter_that_nobody_used_before(self):
		program = [sys.executable, "-m", "crm_khachhang.customers.tests.writers"]
		arguments = [frappe.local.site, "SONG-SONG-.#####", str(WRITERS), str(EACH)]
		done = subprocess.run(
			[*program, *arguments],
			cwd=frappe.utils.get_bench_path() + "/sites",
			stdout=subprocess.PIPE,
			encoding="utf-8",
			timeout=300,
			check=True,
		)
		found = json.loads(done.stdout.splitlines()[-1])
		self.assertEqual(found["errors"], [])
		self.assertEqual(
			sorted(found["names"]), [f"SONG-SONG-{number:05}" for number in range(1, WRITERS * EACH + 1)]
		)
