"""Where things are: the checkout, the state folder beside it, and what was chosen once and is kept there."""

import fcntl
import json
import os
import secrets
import shutil
import socket
from functools import cached_property
from pathlib import Path

from devtools.commands import Failure

APP = "crm_khachhang"
SITE = "localhost"
# A site of its own for browser tests. Its name is an address, so that node and wkhtmltopdf find it on every machine.
BROWSER_SITE = "127.0.0.1"
TEST_SITE = "test"
UNINSTALL_SITE = "uninstall"
BENCHMARK_SITE = "benchmark"
MARKER = ".crm-khachhang-bench"
PORTS = {"web": 8000, "socketio": 9000, "database": 3310, "redis_cache": 13000, "redis_queue": 11000}


class Project:
	"""The checkout and its state folder (`.bench/`, or KH_BENCH_DIR)."""

	def __init__(self, root: Path, state: Path | None = None):
		self.root = root.resolve()
		given = os.environ.get("KH_BENCH_DIR")
		self.state = (state or (Path(given) if given else self.root / ".bench")).expanduser().resolve()
		self.logs = self.state / "logs"
		self.stamps = self.state / "stamps"
		self.tools = self.state / "tools"
		self.source = self.state / "source"
		self.bench = self.state / "home" / "bench"
		self.sites = self.bench / "sites"
		self.images = self.state / "images"

	def log(self, name: str) -> Path:
		return self.logs / f"{name}.log"

	@cached_property
	def choices(self) -> dict:
		"""Ports, database password and Frappe source, chosen once: `state.json`, readable by its owner only."""
		path = self.state / "state.json"
		if path.exists():
			return json.loads(path.read_text(encoding="utf-8"))
		self.make_state_folder()
		chosen = {"ports": choose_ports(), "database_password": secrets.token_hex(12), "source": None}
		self.save(chosen)
		return chosen

	def save(self, choices: dict) -> None:
		"""Keeps the choices, whole or not at all."""
		write_json(self.state / "state.json", choices)

	def port(self, name: str) -> int:
		return self.choices["ports"][name]

	def make_state_folder(self) -> None:
		"""Makes the state folder, for its owner only: passwords and dumps lie in it.

		Refuses a folder that holds something else: `./dev reset` would remove that.
		"""
		if self.state.exists() and any(self.state.iterdir()) and not self.is_state_folder():
			raise Failure(
				f"{self.state} holds other files than ours.",
				"Set KH_BENCH_DIR to an empty folder, or to one that does not exist yet.",
				code=2,
			)
		self.state.mkdir(parents=True, exist_ok=True)
		self.state.chmod(0o700)
		(self.state / MARKER).touch()
		self.logs.mkdir(exist_ok=True)
		self.stamps.mkdir(exist_ok=True)

	def is_state_folder(self) -> bool:
		"""Whether the folder is one that we made: our first file in it says so."""
		return (self.state / MARKER).exists()

	def environment(self) -> dict:
		"""The environment of every program of a step. KH_STEP_OF marks them, so that none outlives a kill."""
		env = {**os.environ, "KH_STEP_OF": str(self.state)}
		env["PATH"] = os.pathsep.join(
			[str(self.tools / part) for part in ("bin", "venv/bin", "node/node_modules/.bin")]
			+ [env.get("PATH", "")]
		)
		# CI: no prompts, no file watcher. FRAPPE_DOCKER_BUILD: bench does not ask an index for its own newest version.
		env.update(CI="1", FRAPPE_DOCKER_BUILD="1", PYTHONUNBUFFERED="1", UV_NATIVE_TLS="true")
		env.update(PIP_DISABLE_PIP_VERSION_CHECK="1", npm_config_update_notifier="false")
		env.update(PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1")
		env.setdefault("LANG", "C.UTF-8")
		env.pop("PYTHONPATH", None)
		env.pop("VIRTUAL_ENV", None)
		env["UV_CONSTRAINT"] = str(self.constraints())
		return env

	def constraints(self) -> Path:
		"""The versions of Python packages that Frappe itself does not settle: the snapshot's own list, or ours."""
		of_snapshot = self.source / "constraints.txt"
		return of_snapshot if of_snapshot.exists() else self.root / "devtools/constraints.txt"

	def lock(self):
		"""One `./dev` at a time changes the state. Returns the open lock; it is free when this process ends."""
		self.make_state_folder()
		held = (self.state / "lock").open("a+")
		try:
			fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			held.seek(0)
			pid = held.read().strip() or "?"
			held.close()
			raise Failure(
				f"another ./dev (pid {pid}) is at work in {self.state}.",
				"Wait for it to end, or stop it with Ctrl-C and run this again: it goes on where that one stopped.",
				code=2,
			) from None
		held.truncate(0)
		held.write(str(os.getpid()))
		held.flush()
		return held

	def remove_state(self) -> None:
		if self.state.exists() and self.is_state_folder():
			shutil.rmtree(self.state)


def choose_ports() -> dict[str, int]:
	"""A free loopback port for each name, counting up from its usual one."""
	chosen: dict[str, int] = {}
	for name, wanted in PORTS.items():
		while not is_free(wanted) or wanted in chosen.values():
			wanted += 1
		chosen[name] = wanted
	return chosen


def is_free(port: int) -> bool:
	"""Whether nothing listens on this port, on loopback or on all addresses."""
	for address in ("127.0.0.1", "0.0.0.0"):
		with socket.socket() as probe:
			probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
			try:
				probe.bind((address, port))
			except OSError:
				return False
	return True


def write_json(path: Path, content: dict) -> None:
	"""Writes a settings file, whole or not at all, readable by its owner only."""
	draft = path.with_name(f"{path.name}.new")
	draft.unlink(missing_ok=True)
	draft.touch(mode=0o600)
	draft.write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")
	draft.replace(path)
