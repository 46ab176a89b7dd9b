"""What has to be done once: steps that remember what they were made from, so that a second run does nothing
and a run after a kill goes on.

A step is done when its stamp holds its fingerprint: a hash over its own inputs and over the fingerprints of the
steps before it. The stamp is taken away before the step runs and written after it, so a step that was cut off
runs again; every step starts by clearing what an earlier attempt left.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from devtools.project import Project

AT_ONCE = 3


@dataclass(frozen=True)
class Step:
	"""One thing to do. `inputs` gives what it is made from (anything JSON can hold).

	Where the machine itself shows whether a thing is done (an installed package), `holds` looks, and there is no stamp.
	A step that does not last (a started server, a test) is done again by each `./dev`.
	"""

	name: str
	title: str
	run: Callable[[Project], None]
	inputs: Callable[[Project], object] = field(default=lambda project: None)
	needs: tuple["Step", ...] = ()
	lasts: bool = True
	holds: Callable[[Project], bool] | None = None

	def fingerprint(self, project: Project) -> str:
		before = [step.fingerprint(project) for step in self.needs]
		text = json.dumps([self.name, self.inputs(project), before], sort_keys=True, default=str)
		return hashlib.sha256(text.encode()).hexdigest()

	def stamp(self, project: Project) -> Path:
		return project.stamps / self.name

	def is_done(self, project: Project) -> bool:
		if self.holds:
			return self.holds(project)
		stamp = self.stamp(project)
		return self.lasts and stamp.exists() and stamp.read_text() == self.fingerprint(project)

	def perform(self, project: Project) -> float:
		"""Runs the step and stamps it; returns the seconds it took.

		The fingerprint is taken before: what somebody edits meanwhile is not in what was made.
		"""
		started = time.monotonic()
		self.stamp(project).unlink(missing_ok=True)
		fingerprint = self.fingerprint(project)
		self.run(project)
		if self.lasts and not self.holds:
			self.stamp(project).write_text(fingerprint)
		return time.monotonic() - started


def perform(project: Project, goals: Iterable[Step], say: Callable[[str], None] = print) -> None:
	"""Brings about every goal and what it needs, independent steps at the same time. Says each that it ran.

	When a step fails, those that need it are left out and the others still run; then the first failure is raised.
	"""
	waiting = in_order(goals)
	running: dict[Future, Step] = {}
	done: set[str] = set()
	failures: list[Exception] = []
	with ThreadPoolExecutor(AT_ONCE) as pool:
		while running or ready(waiting, done):
			for step in ready(waiting, done)[: AT_ONCE - len(running)]:
				waiting.remove(step)
				if step.is_done(project):
					done.add(step.name)
				else:
					say(f"  …  {step.title}")
					running[pool.submit(step.perform, project)] = step
			for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
				finish(running.pop(future), future, done, failures, say)
	if failures:
		raise failures[0]


def finish(step: Step, future: Future, done: set[str], failures: list, say: Callable[[str], None]) -> None:
	"""Takes note of how a step ended, and says it."""
	if error := future.exception():
		say(f"  FAILED  {step.title}: {error}")
		failures.append(error)
	else:
		say(f"  ok {step.title:<58}{future.result():6.1f} s")
		done.add(step.name)


def ready(waiting: list[Step], done: set[str]) -> list[Step]:
	"""The steps that may begin now."""
	return [step for step in waiting if all(need.name in done for need in step.needs)]


def in_order(goals: Iterable[Step]) -> list[Step]:
	"""The goals and all they need, each once, needs first."""
	found: dict[str, Step] = {}

	def visit(step: Step) -> None:
		for need in step.needs:
			visit(need)
		found.setdefault(step.name, step)

	for goal in goals:
		visit(goal)
	return list(found.values())


def contents(*paths: Path, ignore: Callable[[Path], bool] = lambda path: False) -> str:
	"""A hash over files, and over all files below folders; for a step's `inputs`."""
	digest = hashlib.sha256()
	for path in paths:
		for file in sorted(p for p in ([path] if path.is_file() else path.rglob("*")) if p.is_file()):
			if "__pycache__" in file.parts or ignore(file):
				continue
			digest.update(f"{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
	return digest.hexdigest()
