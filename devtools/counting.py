"""How many tests ran: what each runner says at its end, read into one kind of tally."""

import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Tally:
	"""How many tests passed and failed. A linter is one test; a suite that did not run at all is a failed one."""

	passed: int = 0
	failed: int = 0

	def __add__(self, other: "Tally") -> "Tally":
		return Tally(self.passed + other.passed, self.failed + other.failed)

	def __str__(self) -> str:
		return f"{self.passed} passed, {self.failed} failed"


def count_unittest(code: int, output: str) -> Tally:
	"""Counts what unittest says of each suite: "Ran 12 tests", "FAILED (failures=1, errors=2, skipped=3)"."""
	ran = sum(int(number) for number in re.findall(r"^Ran (\d+) tests? in", output, re.MULTILINE))
	# Only these lines: Frappe may print its result object too, with the same words.
	endings = " ".join(re.findall(r"^(?:OK|FAILED) \(.*\)$", output, re.MULTILINE))
	words = r"(?<!expected )(?:failures|errors|unexpected successes)=(\d+)"
	bad = sum(int(number) for number in re.findall(words, endings))
	skipped = sum(int(number) for number in re.findall(r"skipped=(\d+)", endings))
	return tally(code, ran - bad - skipped, bad)


def count_node(code: int, output: str) -> Tally:
	"""Counts what node's test runner says at its end: "pass 12", "fail 0"."""
	found = dict(re.findall(r"^\S* ?(pass|fail) (\d+)$", output, re.MULTILINE))
	return tally(code, int(found.get("pass", 0)), int(found.get("fail", 0)))


def count_playwright(code: int, report: Path) -> Tally:
	"""Counts what Playwright reports. A test that passed at a second try is a failed one."""
	if not report.exists():
		return Tally(0, 1)
	stats = json.loads(report.read_text(encoding="utf-8"))["stats"]
	return tally(code, stats["expected"], stats["unexpected"] + stats["flaky"])


def tally(code: int, passed: int, failed: int) -> Tally:
	"""A runner that fails, or runs nothing, without counting a failed test is itself one."""
	return Tally(passed, failed if failed else int(code != 0 or passed == 0))
