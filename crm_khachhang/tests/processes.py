"""Tests with other processes on connections of their own: two people at once, a worker that is killed."""

import os
import signal
import subprocess
import sys
import time
from textwrap import dedent

import frappe

from crm_khachhang.tests import FrameworkTestCase

# Before each program: connected to the site as Administrator; `say` tells the test, `wait` waits for it.
PRELUDE = """
import sys
import frappe
site, sites, *arguments = sys.argv[1:]
frappe.init(site=site, sites_path=sites)
frappe.connect()
frappe.set_user("Administrator")
def say(words):
	print(words, flush=True)
def wait():
	sys.stdin.readline()
"""


class ProcessTestCase(FrameworkTestCase):
	"""What a test makes it commits, for other processes to see; it deletes it afterwards."""

	def start(self, program: str, *arguments: str) -> subprocess.Popen:
		"""Start the Python `program`, which finds `arguments` in a list of this name."""
		sites = os.path.abspath(frappe.local.sites_path)
		process = subprocess.Popen(
			[sys.executable, "-c", PRELUDE + dedent(program), frappe.local.site, sites, *arguments],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
			cwd=sites,
		)
		self.addCleanup(process.communicate)
		self.addCleanup(process.kill)
		return process

	def says(self, process: subprocess.Popen, words: str) -> None:
		"""Wait until the process says something, which must be `words`."""
		self.assertEqual(process.stdout.readline().strip(), words)

	def goes_on(self, process: subprocess.Popen, words: str) -> None:
		"""Let the process go on from where it waits, until it says `words`; what it committed is seen then."""
		print("", file=process.stdin, flush=True)
		self.says(process, words)
		frappe.db.rollback()

	def wait_until_somebody_waits(self) -> None:
		"""Wait until a statement goes on and on: what it wants another process has not committed yet."""
		waiting = (
			"select count(*) from information_schema.processlist where command = 'Query' and time_ms > 500"
		)
		for _round in range(600):
			if frappe.db.sql(f"{waiting} and id != connection_id()")[0][0]:
				return
			time.sleep(0.05)
		self.fail("Nobody waits for anything.")

	def kill(self, process: subprocess.Popen) -> None:
		"""End the process as a crash does."""
		os.kill(process.pid, signal.SIGKILL)
		process.wait()
		frappe.db.rollback()
