"""Debian packages: what is missing is installed by root, or named to whoever is not root."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devtools.commands import Failure, answer, run, without_step_mark
from devtools.project import Project
from devtools.steps import Step

NO_SERVICE_POLICY = Path("/usr/sbin/policy-rc.d")
POLICY = (
	"#!/bin/sh\n# ./dev of crm_khachhang is installing packages; this file goes when it has done.\nexit 101\n"
)


@dataclass(frozen=True)
class Package:
	"""A Debian package, and how to see on any system that what it brings is there."""

	name: str
	is_there: Callable[[], bool]


def command(*names: str) -> Callable[[], bool]:
	search = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
	return lambda: any(shutil.which(name, path=search) for name in names)


def has_fonts(family: str) -> Callable[[], bool]:
	return lambda: bool(answer(["fc-list", family]))


def has_venv() -> bool:
	"""Debian splits `ensurepip` off the interpreter; without it no virtual environment can be made."""
	return answer([sys.executable, "-c", "import ensurepip, venv"]) is not None


# The bench is made with these.
PACKAGES = (
	# The server's core package has the programs without a system service of their own.
	Package("mariadb-server-core", command("mariadbd")),
	Package("mariadb-client", command("mariadb-dump")),
	Package("redis-server", command("redis-server")),
	Package("git", command("git")),
	Package("ca-certificates", Path("/etc/ssl/certs/ca-certificates.crt").exists),
	Package("python3-venv", has_venv),
)

# The desk prints with these, and is tested in a browser.
DESK_PACKAGES = (
	Package("chromium", command("chromium", "chromium-browser", "google-chrome")),
	Package("wkhtmltopdf", command("wkhtmltopdf")),
	Package("fontconfig", command("fc-list")),
	Package("fonts-noto-core", has_fonts("Noto Sans")),
	Package("fonts-dejavu", has_fonts("DejaVu Sans")),
	Package("fonts-liberation", has_fonts("Liberation Sans")),
)

# Frappe 16 (and late 15) compile their database driver.
COMPILER_PACKAGES = (
	Package("build-essential", command("gcc")),
	Package("python3-dev", lambda: answer(["python3-config", "--includes"]) is not None),
	Package("libmariadb-dev", command("mariadb_config")),
	Package("pkg-config", command("pkg-config")),
)


def missing(wanted: tuple[Package, ...]) -> list[str]:
	"""The names of those packages that this machine lacks."""
	return [package.name for package in wanted if not package.is_there()]


def install(project: Project, wanted: tuple[Package, ...]) -> None:
	"""Installs what is missing. Raises Failure with exit code 2 where this user may not."""
	names = missing(wanted)
	if not names:
		return
	line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(names)}"
	if os.geteuid() != 0:
		names = missing(wanted + PACKAGES + DESK_PACKAGES)
		line = (
			f"apt-get update && apt-get install -y --no-install-recommends {' '.join(dict.fromkeys(names))}"
		)
		raise Failure(
			f"{len(names)} Debian packages are missing.",
			f"run this once:\n\n    sudo sh -c '{line}'\n",
			code=2,
		)
	if not shutil.which("apt-get"):
		raise Failure("this is no Debian or Ubuntu.", f"install the like of: {' '.join(names)}", code=2)
	apt_install(project, names)
	if still := missing(wanted):
		raise Failure(
			f"after apt-get, these are still missing: {' '.join(still)}.", line, project.log("packages")
		)


def apt_install(project: Project, names: list[str]) -> None:
	# Without the mark of a step: what a killed run left of apt-get ends by itself, and the next one waits for it.
	env = without_step_mark(project.environment()) | {"DEBIAN_FRONTEND": "noninteractive"}
	remedy = "Read the log; is the network there? Then run the same command again."
	log = project.log("packages")
	wait = ["-o", "DPkg::Lock::Timeout=300"]
	install_words = ["apt-get", *wait, "install", "-y", "-q", "--no-install-recommends", *names]
	with services_kept_down():
		for words in (["dpkg", "--configure", "-a"], ["apt-get", *wait, "update", "-q"], install_words):
			run(words, log=log, cwd=project.root, env=env, remedy=remedy)


class services_kept_down:
	"""Debian starts a server as it installs it. Ours are private ones, so the packages' own stay down."""

	def __enter__(self) -> None:
		# One that a killed run of ours left counts as ours; the administrator's own stays.
		self.ours = not NO_SERVICE_POLICY.exists() or NO_SERVICE_POLICY.read_text() == POLICY
		if self.ours:
			NO_SERVICE_POLICY.write_text(POLICY)
			NO_SERVICE_POLICY.chmod(0o755)

	def __exit__(self, *error) -> None:
		if self.ours:
			NO_SERVICE_POLICY.unlink(missing_ok=True)


def compiler_packages(project: Project) -> tuple[Package, ...]:
	"""What the chosen Frappe needs beyond the usual. Call after the source is settled."""
	return () if project.choices["source"]["kind"] == "snapshot" else COMPILER_PACKAGES


def step(name: str, title: str, wanted: Callable[[Project], tuple[Package, ...]], *needs: Step) -> Step:
	"""A step that installs packages; whether it is done, the machine itself shows."""
	return Step(
		name,
		title,
		lambda project: install(project, wanted(project)),
		needs=needs,
		holds=lambda project: not missing(wanted(project)),
	)


STEP = step("packages", "Debian packages", lambda p: PACKAGES)
COMPILER = step("compiler", "Debian packages to compile with", compiler_packages, STEP)
# After the compiler, since apt-get does one thing at a time; beside all that follows.
DESK = step("desk-packages", "Debian packages for print and browser", lambda p: DESK_PACKAGES, COMPILER)
