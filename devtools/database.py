"""MariaDB and Redis of our own: private processes, loopback only, data in the state folder."""

import hashlib
import os
import shutil
import socket
import tempfile
from pathlib import Path

from devtools import packages
from devtools.commands import Failure, answer, run
from devtools.processes import Service
from devtools.project import Project
from devtools.steps import Step

SOCKET_PATH_LIMIT = 100


def program(name: str) -> str:
	return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or name


def folder(project: Project) -> Path:
	return project.state / "database"


def socket_file(project: Project) -> Path:
	"""Where MariaDB's socket lies. A path over about 100 characters cannot hold one, so a deep checkout's is in /tmp."""
	path = folder(project) / "mariadb.sock"
	if len(str(path)) <= SOCKET_PATH_LIMIT:
		return path
	short = (
		Path(tempfile.gettempdir())
		/ f"kh-{os.getuid()}-{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
	)
	short.mkdir(mode=0o700, exist_ok=True)
	if short.stat().st_uid != os.getuid() or short.is_symlink():
		raise Failure(
			f"{short} belongs to somebody else.", "Set KH_BENCH_DIR to a folder with a shorter path.", code=2
		)
	return short / "mariadb.sock"


def configuration(project: Project) -> str:
	"""MariaDB's settings: what Frappe wants, and quick rather than safe against a power cut (demo and tests only)."""
	where = folder(project)
	# MariaDB refuses to run as root unless it is told to.
	account = "user=root\n" if os.geteuid() == 0 else ""
	return f"""[mysqld]
{account}datadir={where}/data
socket={socket_file(project)}
pid-file={where}/mariadb.pid
log-error={project.log("mariadb")}
init-file={where}/root.sql
bind-address=127.0.0.1
port={project.port("database")}
skip-name-resolve
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_ci
innodb_buffer_pool_size=1G
innodb_log_file_size=256M
innodb_flush_log_at_trx_commit=0
innodb_doublewrite=0
max_allowed_packet=256M
local_infile=ON

[client]
socket={socket_file(project)}
user=root
password={project.choices["database_password"]}
default-character-set=utf8mb4
"""


def root_accounts(project: Project) -> str:
	"""SQL that MariaDB runs at every start: root, from this machine only, with our password."""
	password = project.choices["database_password"]
	return "".join(
		f"CREATE USER IF NOT EXISTS 'root'@'{host}';\n"
		f"ALTER USER 'root'@'{host}' IDENTIFIED BY '{password}';\n"
		f"GRANT ALL ON *.* TO 'root'@'{host}' WITH GRANT OPTION;\n"
		for host in ("localhost", "127.0.0.1")
	)


def write_configuration(project: Project) -> None:
	where = folder(project)
	where.mkdir(exist_ok=True)
	for name, text in (("my.cnf", configuration(project)), ("root.sql", root_accounts(project))):
		(where / name).touch(mode=0o600)
		(where / name).write_text(text)


def create(project: Project) -> None:
	"""Makes an empty data folder; what an earlier attempt left is removed first."""
	MARIADB.stop(project)
	shutil.rmtree(folder(project), ignore_errors=True)
	write_configuration(project)
	words = [program("mariadb-install-db"), f"--defaults-file={folder(project)}/my.cnf", "--skip-test-db"]
	run(
		[*words, "--auth-root-authentication-method=normal"],
		log=project.log("mariadb-install"),
		cwd=project.state,
		env=project.environment(),
		remedy="Read the log; is the disk full? Then run the same command again.",
	)


def client(project: Project, name: str = "mariadb") -> list:
	"""The words that begin a command of MariaDB's client programs, as root of our server."""
	return [name, f"--defaults-file={folder(project)}/my.cnf"]


def give_memory(project: Project, gigabytes: int) -> None:
	"""Lets the running MariaDB keep so much of its data in memory, until it is started anew."""
	run(
		[*client(project), "-e", f"set global innodb_buffer_pool_size = {gigabytes} * 1024 * 1024 * 1024"],
		log=project.log("mariadb-memory"),
		cwd=project.state,
		env=project.environment(),
		remedy="Read the log; has the machine so much memory?",
	)


def mariadb_answers(project: Project) -> bool:
	return answer([*client(project), "--batch", "-e", "select 1"], timeout=5) is not None


def redis_words(port: str):
	"""Redis that keeps nothing on disk, as a bench's cache and queue do in development."""

	def words(project: Project) -> list:
		return [
			"redis-server",
			"--bind",
			"127.0.0.1",
			"--port",
			project.port(port),
			"--save",
			"",
			"--appendonly",
			"no",
		]

	return words


def listens(port: str):
	"""A check whether something listens on one of our ports."""

	def check(project: Project) -> bool:
		with socket.socket() as probe:
			return probe.connect_ex(("127.0.0.1", project.port(port))) == 0

	return check


MARIADB = Service(
	"mariadb",
	"MariaDB",
	lambda p: [program("mariadbd"), f"--defaults-file={folder(p)}/my.cnf"],
	folder,
	mariadb_answers,
	port="database",
)
REDIS = tuple(
	Service(name.replace("_", "-"), "Redis", redis_words(name), lambda p: p.state, listens(name), port=name)
	for name in ("redis_cache", "redis_queue")
)


def start(project: Project) -> None:
	"""Starts MariaDB and Redis, with the settings that hold now."""
	write_configuration(project)
	for service in (MARIADB, *REDIS):
		service.start(project)


DATA = Step("database", "private MariaDB", create, lambda p: str(folder(p)), (packages.STEP,))
RUNNING = Step("running", "MariaDB and Redis", start, needs=(DATA,), lasts=False)
