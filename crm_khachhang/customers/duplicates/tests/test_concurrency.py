import json
import subprocess
import sys
import time
from pathlib import Path

import frappe

from crm_khachhang.tests import TestCase

WRITER = Path(__file__).with_name("writer.py")
WRITERS = 8
# Valid tax codes that no other test commits.
CODES = ("0300588569", "0100109106")


def start(when: float, task: list | dict) -> subprocess.Popen:
	"""Start a program that does `task` at the time `when`."""
	arguments = [sys.executable, str(WRITER), frappe.local.site, str(when), json.dumps(task)]
	return subprocess.Popen(
		arguments, cwd=frappe.utils.get_bench_path() + "/sites", stdout=subprocess.PIPE, text=True
	)


def result(process: subprocess.Popen) -> dict:
	"""Wait for a program and return what it printed."""
	output = process.communicate(timeout=120)[0]
	return json.loads(next(line for line in output.splitlines() if line.startswith("RESULT "))[7:])


def at_once(tasks: list[list]) -> list[dict]:
	"""Do all `tasks` in programs of their own that begin together; return their results."""
	when = time.time() + 12
	return [result(process) for process in [start(when, task) for task in tasks]]


def customer(number: int, tax_code: str) -> dict:
	"""Values with a code of its own, so that nobody waits for the counter of codes."""
	return {
		"customer_code": f"DONGTHOI-{number}",
		"customer_name": f"Đồng thời {number}",
		"customer_type": "Organization",
		"tax_code": tax_code,
	}


class TestConcurrentSaves(TestCase):
	def setUp(self):
		super().setUp()
		self.addCleanup(self.delete)

	def delete(self):
		"""The writers committed."""
		result(start(0, {"delete": [f"DONGTHOI-{number}" for number in range(2 * WRITERS)]}))

	def test_one_wins_and_the_others_are_told(self):
		results = at_once([[customer(number, CODES[0])] for number in range(WRITERS)])
		saved = [r for r in results if "saved" in r]
		self.assertEqual(len(saved), 1, results)
		for refused in (r for r in results if "saved" not in r):
			self.assertEqual(refused["refused"], "DuplicateCustomer")
			self.assertRegex(
				refused["message"], f"Tax Code {CODES[0]}.*already belongs.*{saved[0]['saved'][0]}"
			)

	def test_several_in_one_transaction_in_either_order(self):
		"""Half of the writers save A before B, half B before A: a circle of waiting that nobody may see."""
		orders = [CODES, CODES[::-1]] * (WRITERS // 2)
		tasks = [
			[customer(2 * number + place, code) for place, code in enumerate(order)]
			for number, order in enumerate(orders)
		]
		results = at_once(tasks)
		self.assertEqual(sum("saved" in r for r in results), 1, results)
		for refused in (r for r in results if "saved" not in r):
			self.assertIn(refused["refused"], ("DuplicateCustomer", "SavedByAnother"))
