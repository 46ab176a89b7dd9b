"""The words of `./dev`, and what each calls."""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from devtools import (
	bench,
	benchmarks,
	commands,
	counting,
	database,
	plan,
	processes,
	serve,
	sites,
	source,
	steps,
	testing,
)
from devtools.commands import Failure
from devtools.project import SITE, TEST_SITE, Project

INTERRUPTED = 130


def main(words: list[str]) -> int:
	"""Runs one command of ./dev and returns its exit code: 0, 1 for a failure, 2 for something to do first."""
	try:
		asked = read_words(words or ["help"])
		return asked.run(Project(Path(__file__).parent.parent), asked) or 0
	except Failure as failure:
		print(f"\n{failure.text()}", file=sys.stderr)
		return failure.code
	except OSError as error:
		print(
			f"\nFAILED: {error}\n  What to do: is the disk full, or the folder another user's?",
			file=sys.stderr,
		)
		return 1
	except KeyboardInterrupt:
		print("\nStopped. Run the same command again: it goes on where this one stopped.", file=sys.stderr)
		return INTERRUPTED


def read_words(words: list[str]) -> argparse.Namespace:
	"""Reads the command line. What follows `bench`, and what follows the FILE of `python`, is theirs as it stands."""
	if words[0] == "bench":
		return argparse.Namespace(run=bench_command, words=words[1:])
	if words[0] == "python" and "--site" in words[2:-1]:
		at = words.index("--site")
		words = ["python", *words[at : at + 2], *words[1:at], *words[at + 2 :]]
	return parser().parse_args(words)


def parser() -> argparse.ArgumentParser:
	top = argparse.ArgumentParser(prog="./dev", description="The one command of crm_khachhang.")
	commands_of = top.add_subparsers(metavar="COMMAND", required=True)

	def command(name: str, run, help_text: str) -> argparse.ArgumentParser:
		one = commands_of.add_parser(name, help=help_text, description=help_text)
		one.set_defaults(run=run)
		return one

	command("up", up, "from a bare machine to a running desk with the demo company")
	test = command("test", test_all, "everything that must hold: linters, Python tests, browser tests")
	test.add_argument("only", nargs="*", metavar="PART", help=f"only these parts: {', '.join(testing.PARTS)}")
	command("down", down, "stop what this command started")
	reset = command("reset", reset_state, "stop everything and remove the state folder")
	reset.add_argument("--yes", action="store_true", help="do not ask")
	command("status", status, "what is made, what runs, and where")
	command("logs", logs, "the logs: a list, or the end of one").add_argument("name", nargs="?")
	command("bench", bench_command, "the bench CLI in that bench: ./dev bench --site localhost console")
	python = command("python", python_file, "run a file connected to the site as Administrator")
	python.add_argument("--site", default=SITE, help=f"{SITE} (the demo), {TEST_SITE}, …")
	python.add_argument("file")
	python.add_argument("words", nargs=argparse.REMAINDER)
	benchmark = command("benchmark", benchmarks.run_named, "print a table of ratios measured in one run")
	benchmark.add_argument("name", nargs="?")
	benchmark.add_argument("words", nargs=argparse.REMAINDER, metavar="PART")
	command("help", lambda project, asked: top.print_help(), "this text")
	return top


def up(project: Project, asked) -> None:
	began = time.monotonic()
	with project.lock():
		plan.settle(project)
		steps.perform(project, plan.UP)
		bench.configure(project)
		sites.set_config(project, SITE, host_name=serve.address(project))
		serve.start(project)
	print(f"\nThe desk runs, after {time.monotonic() - began:.1f} s:\n\n    {serve.address(project)}\n")
	print(demo_users(project))
	print("\n`./dev down` stops it, `./dev help` says what else there is.")


def demo_users(project: Project) -> str:
	"""The demo users and passwords, from the file in the demo package that makes them."""
	rows = json.loads((project.root / "crm_khachhang/setup/demo/users.json").read_text(encoding="utf-8"))
	lines = [f"    {'Administrator':<28}{sites.ADMIN_PASSWORD:<16}System administrator"]
	lines += [
		f"    {row['email']:<28}{row['password']:<16}{row['full_name']}, {', '.join(row['roles'])}"
		for row in rows
	]
	return "\n".join(lines)


def test_all(project: Project, asked) -> int:
	unknown = set(asked.only) - set(testing.PARTS)
	if unknown:
		raise Failure(
			f"there is no part {', '.join(unknown)}.", f"The parts are {', '.join(testing.PARTS)}.", code=2
		)
	began = time.monotonic()
	with project.lock():
		running = [service for service in serve.SERVICES if service.pid(project)]
		try:
			plan.settle(project)
			tally = testing.run(project, asked.only or list(testing.PARTS))
		except Failure as failure:
			print(failure.text(), file=sys.stderr)
			tally = counting.Tally(0, 1)
		finally:
			serve.stop(project, [service for service in serve.SERVICES if service not in running])
			serve.start(project, running)
	print(f"\nin {time.monotonic() - began:.1f} s\n{tally}")
	return 1 if tally.failed else 0


def down(project: Project, asked) -> None:
	with project.lock():
		processes.end_remains(project)
		stopped = serve.stop(project)
	print(
		"\n".join(f"stopped {service.title} ({service.name})" for service in stopped)
		or "Nothing was running."
	)


def reset_state(project: Project, asked) -> None:
	if not project.state.exists():
		print(f"There is no {project.state}.")
		return
	if not asked.yes and not agrees(f"Remove {project.state} with all its sites?"):
		return
	if not project.is_state_folder():
		raise Failure(
			f"{project.state} was not made by ./dev.", "Look into it, and remove it yourself.", code=2
		)
	with project.lock():
		processes.end_remains(project)
		serve.stop(project)
		project.remove_state()
	print(f"Removed {project.state}.")


def agrees(question: str) -> bool:
	if not sys.stdin.isatty():
		raise Failure("nobody is there to ask.", "`./dev reset --yes` does it without asking.", code=2)
	return input(f"{question} [y/N] ").strip().lower() == "y"


def status(project: Project, asked) -> None:
	if not (project.state / "state.json").exists():
		print("Nothing is made yet: `./dev up` makes it.")
		return
	print(f"State      {project.state}")
	if project.choices["source"]:
		print(f"Frappe     {source.describe(project.choices['source'])}")
		for step in lasting_steps():
			print(f"  {'made' if step.is_done(project) else 'to do':<8} {step.title}")
	for service in serve.SERVICES:
		pid = service.pid(project)
		print(f"  {f'pid {pid}' if pid else 'stopped':<12} {service.name}")
	if serve.WEB.pid(project):
		print(f"\n    {serve.address(project)}\n\n{demo_users(project)}")


def lasting_steps() -> list[steps.Step]:
	return [step for step in steps.in_order([*plan.UP, *testing.all_needs()]) if step.lasts]


def logs(project: Project, asked) -> None:
	if asked.name is None:
		for path in sorted(project.logs.glob("*.log")):
			print(f"{path.stem:<16} {path.stat().st_size:>10} bytes  {path}")
		return
	path = project.log(asked.name)
	if not path.exists():
		raise Failure(f"there is no log {asked.name}.", "`./dev logs` lists them.", code=2)
	print("\n".join(commands.tail(path, 100)))


def need_bench(project: Project) -> None:
	if not bench.BENCH.stamp(project).exists():
		raise Failure("there is no bench yet.", "`./dev up` makes it.", code=2)
	if not all(service.pid(project) for service in (database.MARIADB, *database.REDIS)):
		with project.lock():
			database.start(project)


def bench_command(project: Project, asked) -> None:
	need_bench(project)
	bench.run_bench(project, asked.words)


def python_file(project: Project, asked) -> None:
	need_bench(project)
	if not (project.sites / asked.site).exists():
		raise Failure(
			f"there is no site {asked.site}.", "`./dev up` makes the demo, `./dev test` the others.", code=2
		)
	words = [
		str(word)
		for word in sites.file_words(project, Path(asked.file).resolve(), *asked.words, site=asked.site)
	]
	os.chdir(project.sites)
	os.execve(words[0], words, commands.without_step_mark(project.environment()))
