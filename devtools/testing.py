"""`./dev test`: everything that must hold, and the line that counts it."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devtools import bench, serve, sites, tools
from devtools.project import APP, BROWSER_SITE, TEST_SITE, UNINSTALL_SITE, Project
from devtools.steps import Step


@dataclass
class Tally:
	"""How many tests passed and failed. A linter is one test; a suite that did not run at all is a failed one."""

	passed: int = 0
	failed: int = 0

	def __add__(self, other: "Tally") -> "Tally":
		return Tally(self.passed + other.passed, self.failed + other.failed)


@dataclass(frozen=True)
class Part:
	"""One part of the tests: what it needs, and how it runs."""

	title: str
	run: Callable[[Project], Tally]
	needs: tuple[Step, ...]


def run(project: Project, parts: list[Part]) -> Tally:
	"""Runs the parts one after the other, all of them whatever fails; stops the services that it had to start."""
	total = Tally()
	running_before = [service for service in serve.SERVICES if service.pid(project)]
	try:
		for part in parts:
			print(f"\n== {part.title}", flush=True)
			began = time.monotonic()
			tally = part.run(project)
			seconds = time.monotonic() - began
			print(f"   {tally.passed} passed, {tally.failed} failed, {seconds:.1f} s", flush=True)
			total += tally
	finally:
		serve.stop(project, [service for service in serve.SERVICES if service not in running_before])
	return total


def watch(project: Project, words: list, *, cwd: Path, log: str, more: dict | None = None) -> tuple[int, str]:
	"""Runs a program, showing and logging what it prints as it comes. Returns its exit code and its output."""
	env = project.environment() | (more or {})
	words = [str(word) for word in words]
	lines = []
	with (
		project.log(log).open("w", encoding="utf-8") as out,
		subprocess.Popen(
			words,
			cwd=cwd,
			env=env,
			stdin=subprocess.DEVNULL,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			encoding="utf-8",
			errors="replace",
		) as program,
	):
		for line in program.stdout:
			print(f"   {line}", end="", flush=True)
			out.write(line)
			lines.append(line)
	return program.returncode, "".join(lines)


def lint(project: Project) -> Tally:
	"""ruff, prettier and eslint over the tree; each is one test."""
	ruff, node = project.tools / "venv/bin/ruff", project.tools / "e2e/node_modules/.bin"
	script_files = [str(path) for path in scripts(project)]
	checks = {
		"ruff check": [ruff, "check", "--quiet", "."],
		"ruff format": [ruff, "format", "--check", "--quiet", "."],
		"prettier": [node / "prettier", "--check", "--log-level", "warn", *script_files],
		"eslint": [node / "eslint", "--max-warnings", "0", *script_files],
	}
	tally = Tally()
	for name, words in checks.items():
		code, _ = watch(project, words, cwd=project.root, log="lint", more=node_path(project))
		print(f"   {'ok  ' if code == 0 else 'FAIL'} {name}", flush=True)
		tally += Tally(int(code == 0), int(code != 0))
	return tally


def scripts(project: Project) -> list[Path]:
	"""Our JavaScript, named relative to the checkout."""
	listed = subprocess.run(
		["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.js", "*.mjs"],
		cwd=project.root,
		capture_output=True,
		text=True,
		check=True,
	)
	return [Path(line) for line in listed.stdout.splitlines() if (project.root / line).exists()]


def node_path(project: Project) -> dict:
	"""Lets node find the browser tools, which lie in the state folder and not in the tree."""
	return {"NODE_PATH": str(project.tools / "e2e/node_modules")}


def test_devtools(project: Project) -> Tally:
	"""The tests of ./dev itself; nothing but the standard library."""
	words = [sys.executable, "-m", "unittest", "discover", "-s", "devtools/tests", "-t", "."]
	return count_unittest(*watch(project, words, cwd=project.root, log="test-devtools"))


def test_snapshot(project: Project) -> Tally:
	"""The tests of the asset builder and the realtime server that the snapshot lacks."""
	files = sorted((project.root / "devtools/snapshot/test").glob("*.test.js"))
	more = {"NODE_PATH": str(project.bench / "apps/frappe/node_modules")}
	words = ["node", "--test", "--test-reporter=spec", *files]
	return count_node(*watch(project, words, cwd=project.root, log="test-snapshot", more=more))


def test_app(project: Project) -> Tally:
	"""The app's Python tests on a site of their own, laid out anew each time."""
	sites.lay_out(project, "app", TEST_SITE)
	sites.set_config(project, TEST_SITE, allow_tests=True)
	words = [
		project.bench / "env/bin/python",
		"-m",
		"frappe.utils.bench_helper",
		"frappe",
		"--site",
		TEST_SITE,
	]
	return count_unittest(
		*watch(project, [*words, "run-tests", "--app", APP], cwd=project.sites, log="test-app")
	)


def test_uninstall(project: Project) -> Tally:
	"""Installs the app on a throw-away site, uses it, uninstalls it: nothing may be left."""
	sites.lay_out(project, "bare", UNINSTALL_SITE)
	words = [project.bench / "env/bin/python", "-m", f"{APP}.tests.uninstall_check", UNINSTALL_SITE]
	code, _ = watch(project, words, cwd=project.sites, log="test-uninstall")
	return Tally(int(code == 0), int(code != 0))


def test_browser(project: Project) -> Tally:
	"""Browser tests on a site of their own with the demo company, laid out anew each time."""
	sites.lay_out(project, "demo", BROWSER_SITE)
	sites.set_config(project, BROWSER_SITE, host_name=browser_address(project))
	serve.start(project)
	report = project.state / "browser-report.json"
	report.unlink(missing_ok=True)
	more = node_path(project) | {
		"KH_URL": browser_address(project),
		"KH_OUTPUT": str(project.state / "browser"),
		"PLAYWRIGHT_JSON_OUTPUT_NAME": str(report),
	}
	playwright = project.tools / "e2e/node_modules/.bin/playwright"
	code, _ = watch(project, [playwright, "test"], cwd=project.root / "e2e", log="test-browser", more=more)
	return count_playwright(code, report)


def browser_address(project: Project) -> str:
	return f"http://{BROWSER_SITE}:{project.port('web')}"


def count_unittest(code: int, output: str) -> Tally:
	"""Counts what unittest says of each suite: "Ran 12 tests", "FAILED (failures=1, errors=2, skipped=3)"."""
	ran = sum(int(number) for number in re.findall(r"^Ran (\d+) tests? in", output, re.MULTILINE))
	bad = sum(int(number) for number in re.findall(r"(?:failures|errors|unexpected successes)=(\d+)", output))
	skipped = sum(int(number) for number in re.findall(r"skipped=(\d+)", output))
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


PARTS = {
	"lint": Part("Linters", lint, (tools.STEP, tools.BROWSER_TOOLS)),
	"devtools": Part("Tests of ./dev", test_devtools, ()),
	"snapshot": Part("Tests of the asset builder and the realtime server", test_snapshot, (bench.BENCH,)),
	"app": Part("Python tests of the app", test_app, (sites.APP_IMAGE,)),
	"uninstall": Part("Install, use, uninstall", test_uninstall, (sites.BARE,)),
	"browser": Part("Browser tests", test_browser, (sites.DEMO_IMAGE, bench.ASSETS, tools.BROWSER_TOOLS)),
}


def all_needs() -> list[Step]:
	return [step for part in PARTS.values() for step in part.needs]
