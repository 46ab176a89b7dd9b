"""`./dev test`: everything that must hold, and the line that counts it."""

import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools import bench, packages, serve, sites, tools
from devtools.commands import Failure
from devtools.counting import Tally, count_node, count_playwright, count_unittest
from devtools.project import APP, BROWSER_SITE, TEST_SITE, UNINSTALL_SITE, Project
from devtools.steps import Step, perform

Say = Callable[[str], None]
NOT_OURS = (".git", ".bench", "node_modules", "dist")


@dataclass(frozen=True)
class Part:
	"""One part of the tests: what it needs, and how it runs; it says what it does line by line."""

	title: str
	run: Callable[[Project, Say], Tally]
	needs: tuple[Step, ...]
	# Why it does not apply to the Frappe of this bench; empty where it does.
	left_out: Callable[[Project], str] = lambda project: ""


def run(project: Project, names: list[str]) -> Tally:
	"""Runs the parts of these names, all of them whatever fails, and sums up.

	A part begins as soon as what it needs is there. The browser tests have one core; all the others follow each other
	on the other. One part alone shows its output as it comes; of several, each shows it when it ends.
	"""
	tallies: dict[str, Tally] = {}
	goals, before = [], ()
	for name in names:
		if reason := PARTS[name].left_out(project):
			say_now(f"  left out: {PARTS[name].title}: {reason}")
			tallies[name] = Tally()
			continue
		goal = as_step(name, tallies, say_at_once=len(names) == 1, before=() if name == "browser" else before)
		goals.append(goal)
		before = before if name == "browser" else (goal,)
	try:
		perform(project, goals)
	except Failure as failure:
		say_now(f"\n{failure.text()}")
	except Exception:
		say_now(f"\n{traceback.format_exc()}")
	# A part that could not begin, because what it needs could not be made, is a failed test.
	return sum((tallies.get(name, Tally(0, 1)) for name in names), Tally())


def as_step(name: str, tallies: dict[str, Tally], say_at_once: bool, before: tuple[Step, ...]) -> Step:
	"""A part as a step that comes after its needs and after the part before it, and adds to the tallies."""
	part = PARTS[name]

	def run(project: Project) -> None:
		lines: list[str] = []
		tallies[name] = run_part(project, part, say_now if say_at_once else lines.append)
		say_now("\n".join(lines))

	return Step(f"test-{name}", part.title, run, needs=(*part.needs, *before), lasts=False)


def say_now(line: str) -> None:
	print(line, flush=True)


def run_part(project: Project, part: Part, say: Say) -> Tally:
	"""Runs one part. What keeps it from running at all is shown and counts as a failed test."""
	say(f"\n== {part.title}")
	began = time.monotonic()
	try:
		tally = part.run(project, say)
	except Failure as failure:
		say(failure.text())
		tally = Tally(0, 1)
	except Exception:
		say(traceback.format_exc())
		tally = Tally(0, 1)
	say(f"   {tally}, {time.monotonic() - began:.1f} s")
	return tally


def watch(
	project: Project, say: Say, words: list, *, cwd: Path, log: str, more: dict | None = None
) -> tuple[int, str]:
	"""Runs a program, saying and logging what it prints as it comes. Returns its exit code and its output."""
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
			say(f"   {line.rstrip()}")
			out.write(line)
			lines.append(line)
	return program.returncode, "".join(lines)


def lint(project: Project, say: Say) -> Tally:
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
		code, _ = watch(project, say, words, cwd=project.root, log="lint", more=node_path(project))
		say(f"   {'ok  ' if code == 0 else 'FAIL'} {name}")
		tally += Tally(int(code == 0), int(code != 0))
	return tally


def scripts(project: Project) -> list[Path]:
	"""Our JavaScript, named relative to the checkout."""
	files = (Path(folder, name) for folder, name in walk(project.root) if name.endswith(".js"))
	return sorted(file.relative_to(project.root) for file in files)


def walk(root: Path) -> Iterator[tuple[str, str]]:
	"""Every file below the checkout as (folder, name), without what is not ours."""
	for folder, folders, names in os.walk(root):
		folders[:] = [name for name in folders if name not in NOT_OURS]
		yield from ((folder, name) for name in names)


def node_path(project: Project) -> dict:
	"""Lets node find the browser tools, which lie in the state folder and not in the tree."""
	return {"NODE_PATH": str(project.tools / "e2e/node_modules")}


def test_devtools(project: Project, say: Say) -> Tally:
	"""The tests of ./dev itself; nothing but the standard library."""
	words = [sys.executable, "-m", "unittest", "discover", "-s", "devtools/tests", "-t", "."]
	return count_unittest(*watch(project, say, words, cwd=project.root, log="test-devtools"))


def test_snapshot(project: Project, say: Say) -> Tally:
	"""The tests of the asset builder and the realtime server that the snapshot lacks."""
	files = sorted((project.root / "devtools/snapshot/test").glob("*.test.js"))
	more = {"NODE_PATH": str(project.bench / "apps/frappe/node_modules")}
	words = ["node", "--test", "--test-reporter=spec", *files]
	return count_node(*watch(project, say, words, cwd=project.root, log="test-snapshot", more=more))


def needs_no_stand_ins(project: Project) -> str:
	"""Only the snapshot has the asset builder and the realtime server that `devtools/snapshot` holds."""
	return "" if project.choices["source"]["kind"] == "snapshot" else "this Frappe brings its own"


def test_app(project: Project, say: Say) -> Tally:
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
		*watch(project, say, [*words, "run-tests", "--app", APP], cwd=project.sites, log="test-app")
	)


def test_uninstall(project: Project, say: Say) -> Tally:
	"""Installs the app on a throw-away site, uses it, uninstalls it: nothing may be left."""
	sites.lay_out(project, "bare", UNINSTALL_SITE)
	words = [project.bench / "env/bin/python", "-m", f"{APP}.tests.uninstall_check", UNINSTALL_SITE]
	code, _ = watch(project, say, words, cwd=project.sites, log="test-uninstall")
	return Tally(int(code == 0), int(code != 0))


def test_browser(project: Project, say: Say) -> Tally:
	"""Browser tests on a site of their own with the demo company, laid out anew each time."""
	sites.lay_out(project, "demo", BROWSER_SITE)
	sites.set_config(project, BROWSER_SITE, host_name=browser_address(project))
	# Without the scheduler: on a site just laid out all its jobs are due, and would come before those of the tests.
	serve.start(project, [service for service in serve.SERVICES if service is not serve.SCHEDULER])
	report = project.state / "browser-report.json"
	report.unlink(missing_ok=True)
	more = node_path(project) | {
		"KH_URL": browser_address(project),
		"KH_OUTPUT": str(project.state / "browser"),
		"PLAYWRIGHT_JSON_OUTPUT_NAME": str(report),
	}
	playwright = project.tools / "e2e/node_modules/.bin/playwright"
	code, _ = watch(
		project, say, [playwright, "test"], cwd=project.root / "e2e", log="test-browser", more=more
	)
	return count_playwright(code, report)


def browser_address(project: Project) -> str:
	return f"http://{BROWSER_SITE}:{project.port('web')}"


# In the order in which they can begin; the browser tests begin beside the others.
PARTS = {
	"devtools": Part("Tests of ./dev", test_devtools, (packages.STEP,)),
	"lint": Part("Linters", lint, (tools.STEP, tools.BROWSER_TOOLS)),
	"snapshot": Part(
		"Tests of the asset builder and the realtime server",
		test_snapshot,
		(bench.BENCH,),
		needs_no_stand_ins,
	),
	"browser": Part(
		"Browser tests",
		test_browser,
		(sites.DEMO_IMAGE, bench.ASSETS, tools.BROWSER_TOOLS, packages.DESK),
	),
	"app": Part("Python tests of the app", test_app, (sites.APP_IMAGE, bench.ASSETS, packages.DESK)),
	"uninstall": Part("Install, use, uninstall", test_uninstall, (sites.BARE,)),
}


def all_needs() -> list[Step]:
	return [step for part in PARTS.values() for step in part.needs]
