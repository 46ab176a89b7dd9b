import json

from devtools import counting
from devtools.counting import Tally
from devtools.tests.support import ProjectTestCase


class TestCounting(ProjectTestCase):
	def test_unittest_over_several_suites(self):
		output = (
			"Ran 12 tests in 1.2s\n\nOK\nRan 8 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=1)\n"
		)
		self.assertEqual(counting.count_unittest(1, output), Tally(16, 3))

	def test_an_expected_failure_is_none(self):
		self.assertEqual(
			counting.count_unittest(0, "Ran 5 tests in 0.1s\n\nOK (expected failures=2)\n"), Tally(5, 0)
		)

	def test_unittest_is_counted_once_where_its_result_is_printed_too(self):
		output = (
			"Ran 9 tests in 1.2s\n\nFAILED (failures=2)\n<TimeLoggingTestResult run=9 errors=0 failures=2>\n"
		)
		self.assertEqual(counting.count_unittest(1, output), Tally(7, 2))

	def test_a_suite_that_ran_nothing_failed(self):
		self.assertEqual(counting.count_unittest(0, "Ran 0 tests in 0.0s\n\nOK\n"), Tally(0, 1))

	def test_a_runner_that_broke_down_failed(self):
		self.assertEqual(counting.count_unittest(1, "Traceback …"), Tally(0, 1))
		self.assertEqual(counting.count_unittest(1, "Ran 3 tests in 0.1s\n\nOK\n"), Tally(3, 1))

	def test_node(self):
		self.assertEqual(counting.count_node(1, "ℹ tests 5\nℹ pass 4\nℹ fail 1\n"), Tally(4, 1))

	def test_playwright_counts_a_flaky_test_as_failed(self):
		report = self.folder / "report.json"
		report.write_text(json.dumps({"stats": {"expected": 7, "unexpected": 1, "flaky": 1, "skipped": 0}}))
		self.assertEqual(counting.count_playwright(1, report), Tally(7, 2))
		report.unlink()
		self.assertEqual(counting.count_playwright(0, report), Tally(0, 1))
