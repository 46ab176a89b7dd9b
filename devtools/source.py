"""Which Frappe the bench is made from.

1. FRAPPE_PATH, a clone; or FRAPPE_REPO and FRAPPE_BRANCH.
2. Upstream's version-15, if it answers within ten seconds.
3. The registry snapshot: a wheel on the Python package index that holds Frappe's develop branch of 2023-08-05 with
   the name replaced everywhere. Undoing the replacement gives the tree again; the wheel is pinned by its sha256
   and the tree by its git hash. It is for trying and testing the app: its dependencies are of 2023, and it gets no
   security fixes.

What was chosen once stays chosen, until one of the variables says otherwise or the state is removed.
"""

import hashlib
import os
import shutil
import sys
import zipfile
from pathlib import Path

from devtools import tools
from devtools.commands import Failure, answer, run
from devtools.project import Project
from devtools.steps import Step, contents

UPSTREAM = "https://github.com/frappe/frappe"
UPSTREAM_BRANCH = "version-15"
ANSWER_SECONDS = 10

WHEEL = "criscostack"
WHEEL_VERSION = "1.0.0"
WHEEL_SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"
TREE_HASH = "81ec159a8da82c09d208ff9a65a50b9847a8b3b0"
# The versions of Python that have binary packages of what Frappe needed in 2023.
SNAPSHOT_PYTHONS = ((3, 10), (3, 11))
# Order matters: the longer and the more special spelling first.
RENAMED = (
	("criscostack", "frappe"),
	("Criscostack", "Frappe"),
	("CRISCOSTACK", "FRAPPE"),
	("Criscoerp", "ERPNext"),
	("criscoerp", "erpnext"),
	("CriscoERP", "ERPNext"),
	("CRISCOERP", "ERPNEXT"),
	("Crisco", "Frappe"),
	("crisco", "frappe"),
	("CRISCO", "FRAPPE"),
	("brik", "bench"),
	("Brik", "Bench"),
	("BRIK", "BENCH"),
)


def choose(project: Project) -> None:
	"""Settles the source in the project's choices, if it is not settled yet. Needs git."""
	asked = asked_for(os.environ)
	kept = project.choices["source"]
	if asked and kept and asked != kept:
		raise Failure(
			f"The bench here is made from another source: {describe(kept)}.",
			"`./dev reset` removes it with its sites; or set KH_BENCH_DIR to another folder.",
			code=2,
		)
	if not kept:
		project.choices["source"] = asked or from_network()
		project.save(project.choices)


def asked_for(environ) -> dict | None:
	"""The source that FRAPPE_PATH or FRAPPE_REPO and FRAPPE_BRANCH name."""
	branch = environ.get("FRAPPE_BRANCH")
	if path := environ.get("FRAPPE_PATH"):
		if not (Path(path) / "frappe/hooks.py").exists():
			raise Failure(
				f"FRAPPE_PATH={path} is no clone of Frappe.", "Point it at a clone, or unset it.", code=2
			)
		return {"kind": "clone", "place": str(Path(path).resolve()), "branch": branch}
	if environ.get("FRAPPE_REPO") or branch:
		return {
			"kind": "git",
			"place": environ.get("FRAPPE_REPO", UPSTREAM),
			"branch": branch or UPSTREAM_BRANCH,
		}
	return None


def from_network() -> dict:
	"""Upstream if it answers, else the snapshot."""
	quiet = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
	head = answer(["git", "ls-remote", UPSTREAM, UPSTREAM_BRANCH], env=quiet, timeout=ANSWER_SECONDS)
	if head:
		return {"kind": "git", "place": UPSTREAM, "branch": UPSTREAM_BRANCH}
	return {"kind": "snapshot", "place": None, "branch": None}


def commit_of_clone(choice: dict) -> str | None:
	"""The commit that a clone is at, so that a `git pull` there reaches the bench."""
	return (
		answer(["git", "rev-parse", "HEAD"], cwd=Path(choice["place"])) if choice["kind"] == "clone" else None
	)


def describe(choice: dict) -> str:
	if choice["kind"] == "snapshot":
		return "Frappe 15 snapshot of 2023-08-05 from the package index (for trying and testing only)"
	return f"Frappe from {choice['place']}" + (f", branch {choice['branch']}" if choice["branch"] else "")


def prepare(project: Project) -> None:
	"""Lays the snapshot out as a git repository in the state folder; nothing to do for a clone or upstream."""
	shutil.rmtree(project.source, ignore_errors=True)
	if project.choices["source"]["kind"] != "snapshot":
		return
	if sys.version_info[:2] not in SNAPSHOT_PYTHONS:
		raise Failure(
			f"The Frappe snapshot of 2023 does not run on Python {sys.version_info[0]}.{sys.version_info[1]}.",
			"Run this with Python 3.10 or 3.11, or set FRAPPE_PATH to a clone of Frappe (FRAPPE_REPO, FRAPPE_BRANCH).",
			code=2,
		)
	wheel = download(project)
	restore(wheel, project.source)
	wheel.unlink()
	add_what_the_wheel_lacks(project)
	commit(project)


def download(project: Project) -> Path:
	"""Fetches the wheel with pip and checks its sha256."""
	folder = project.state / "download"
	log = project.log("source")
	words = [project.tools / "venv/bin/pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
	words += ["--dest", folder, f"{WHEEL}=={WHEEL_VERSION}"]
	run(words, log=log, cwd=project.state, env=project.environment(), remedy=tools.NETWORK)
	wheel = next(folder.glob(f"{WHEEL}-*.whl"))
	found = hashlib.sha256(wheel.read_bytes()).hexdigest()
	if found != WHEEL_SHA256:
		wheel.unlink()
		raise Failure(
			f"The downloaded snapshot has another sha256: {found}.",
			"Do not use it; tell the maintainers.",
			log,
		)
	return wheel


def restore(wheel: Path, target: Path) -> None:
	"""Writes the wheel's files below `target` under their old names and with their old words."""
	with zipfile.ZipFile(wheel) as archive:
		for name in archive.namelist():
			if name.endswith(("/", ".DS_Store")) or ".dist-info/" in name:
				continue
			file = target / renamed(name, name)
			file.parent.mkdir(parents=True, exist_ok=True)
			file.write_bytes(restored(name, archive.read(name)))


def restored(name: str, content: bytes) -> bytes:
	"""A file's content with the old words; what is not text stays as it is."""
	try:
		return renamed(name, content.decode("utf-8")).encode("utf-8")
	except UnicodeDecodeError:
		return content


def renamed(name: str, text: str) -> str:
	"""The text with Frappe's own words. In translations "Fabrik" is a word, so `brik` stays in `.csv`."""
	for theirs, ours in RENAMED:
		if not (theirs == "brik" and name.endswith(".csv")):
			text = text.replace(theirs, ours)
	return text


def is_not_copied(file: Path) -> bool:
	"""What lies in `snapshot/` for our own use."""
	return file.name == "README.md" or "test" in file.parts


def add_what_the_wheel_lacks(project: Project) -> None:
	"""The wheel holds the Python package only: package list, asset builder and realtime server are ours."""
	ignore = shutil.ignore_patterns("test", "node_modules", "README.md")
	shutil.copytree(project.root / "devtools/snapshot", project.source, dirs_exist_ok=True, ignore=ignore)
	(project.source / "README.md").write_text(f"{describe(project.choices['source'])}\n")
	(project.source / ".gitignore").write_text(
		"node_modules\n__pycache__\n*.pyc\n*.egg-info\nyarn.lock\nfrappe/public/dist\nfrappe/public/node_modules\n"
	)


def commit(project: Project) -> None:
	"""Makes the folder a git repository (bench clones it) and checks the hash of the restored tree."""
	git = ["git", "-c", "user.name=dev", "-c", "user.email=dev@localhost", "-c", "core.autocrlf=false"]
	for words in (
		["init", "-q", "-b", UPSTREAM_BRANCH],
		["add", "-A"],
		["commit", "-q", "-m", "Frappe, restored"],
	):
		run(
			[*git, *words],
			log=project.log("source"),
			cwd=project.source,
			env=project.environment(),
			remedy="Run the same command again; if it stays, tell the maintainers.",
		)
	found = answer(["git", "rev-parse", "HEAD:frappe"], cwd=project.source)
	if found != TREE_HASH:
		raise Failure(
			f"The restored Frappe is not the one that was tested: tree {found}.", "Tell the maintainers."
		)


STEP = Step(
	"source",
	"Frappe source",
	prepare,
	lambda p: [
		p.choices["source"],
		commit_of_clone(p.choices["source"]),
		WHEEL_SHA256,
		TREE_HASH,
		contents(p.root / "devtools/snapshot", ignore=is_not_copied),
	],
	(tools.STEP,),
)
