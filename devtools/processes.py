"""Long-running programs: started in a session of their own, stopped by pid.

A pid alone is not safe to signal: the system may have given the number to another program since. So the pid file
holds the moment the process began as well, as the kernel counts it. What a killed step leaves behind has no pid file;
it is known by a mark in its environment (`KH_STEP_OF=<state folder>`).
"""

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools.commands import Failure, without_step_mark
from devtools.project import Project

START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True)
class Service:
	"""A program that keeps running. `ready` tells whether it answers yet."""

	name: str
	title: str
	argv: Callable[[Project], list]
	cwd: Callable[[Project], Path]
	ready: Callable[[Project], bool]
	environment: Callable[[Project], dict] = lambda project: {}

	def pid_file(self, project: Project) -> Path:
		"""The file with the pid of the service and the moment it began."""
		return project.state / "run" / f"{self.name}.pid"

	def pid(self, project: Project) -> int | None:
		"""The pid of the running service, or None. A stale pid file counts as nothing."""
		path = self.pid_file(project)
		pid, _, began = path.read_text().strip().partition(" ") if path.exists() else ("", "", "")
		return int(pid) if began and start_of(pid) == began else None

	def start(self, project: Project) -> bool:
		"""Starts the service unless it runs, and waits until it answers. True if it was started now."""
		if self.pid(project):
			self.wait_until_ready(project)
			return False
		if self.ready(project):
			raise Failure(
				f"{self.title} cannot start: another program listens on its port.",
				"`./dev down`, then the same command again: it chooses new ports.",
			)
		self.pid_file(project).parent.mkdir(exist_ok=True)
		self.pid_file(project).unlink(missing_ok=True)
		env = without_step_mark(project.environment()) | self.environment(project)
		with project.log(self.name).open("ab") as out:
			subprocess.run(
				["/bin/sh", "-c", '/bin/sh -c "$0" &', self.shell_line(project)],
				check=True,
				cwd=self.cwd(project),
				env=env,
				stdin=subprocess.DEVNULL,
				stdout=out,
				stderr=out,
				start_new_session=True,
			)
		self.wait_until_ready(project)
		return True

	def shell_line(self, project: Project) -> str:
		"""The program writes its own pid file before it begins, so that a kill of ./dev never leaves it unknown."""
		pid_file = shlex.quote(str(self.pid_file(project)))
		began = 'echo "$$ $(cut -d " " -f 22 /proc/$$/stat)"'
		return f"{began} > {pid_file} && exec {shlex.join(str(word) for word in self.argv(project))}"

	def wait_until_ready(self, project: Project) -> None:
		deadline = time.monotonic() + START_SECONDS
		while not self.ready(project):
			if time.monotonic() > deadline or self.has_ended(project):
				raise Failure(
					f"{self.title} does not start.",
					"Read the log above; `./dev down` and the same command again often help.",
					project.log(self.name),
				)
			time.sleep(0.1)

	def has_ended(self, project: Project) -> bool:
		"""Whether the program wrote its pid and is gone."""
		path = self.pid_file(project)
		return path.exists() and path.read_text().strip() != "" and not self.pid(project)

	def stop(self, project: Project) -> bool:
		"""Asks the service to end, insists after 20 seconds. True if it was running."""
		pid = self.pid(project)
		if pid:
			end(pid)
		self.pid_file(project).unlink(missing_ok=True)
		return pid is not None


def start_of(pid: int | str) -> str | None:
	"""The moment a process began, in the kernel's ticks; None if there is no such process or it is a zombie."""
	try:
		# After the program's name, which is in brackets and may hold anything: state first, the start 20th.
		fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
	except OSError:
		return None
	return None if fields[0] == "Z" else fields[19]


def end(pid: int, signs: tuple = (signal.SIGTERM, signal.SIGKILL)) -> None:
	"""Ends one process and waits until it is gone: asks, and insists after 20 seconds."""
	began = start_of(pid)
	for sign in signs:
		if began is None or start_of(pid) != began:
			return
		try:
			os.kill(pid, sign)
		except ProcessLookupError:
			return
		wait_for_end(pid, began)


def wait_for_end(pid: int, began: str) -> None:
	deadline = time.monotonic() + STOP_SECONDS
	while start_of(pid) == began and time.monotonic() < deadline:
		time.sleep(0.05)


def end_remains(project: Project) -> None:
	"""Kills what the steps of a killed ./dev left running. Call with the lock held: nobody else has steps then."""
	for pid in list(marked(f"KH_STEP_OF={project.state}")):
		end(pid, (signal.SIGKILL,))


def marked(mark: str) -> Iterator[int]:
	"""The pids of all processes (of this user) that carry the mark, without this one."""
	for entry in Path("/proc").iterdir():
		if entry.name.isdigit() and int(entry.name) != os.getpid() and has_mark(int(entry.name), mark):
			yield int(entry.name)


def has_mark(pid: int, mark: str) -> bool:
	"""Whether a living process carries the mark in its environment. A zombie has an empty one."""
	try:
		return mark.encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
	except OSError:
		return False
