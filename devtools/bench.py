"""The bench: made by frappe-bench itself, told where our database, Redis and ports are, with the app linked in."""

import json
import os
import shutil
from pathlib import Path

from devtools import packages, source, tools
from devtools.commands import run
from devtools.project import APP, Project, write_json
from devtools.steps import Step, contents

HYPOTHESIS = "hypothesis==6.152.4"
REMEDY = "Read the log; then run the same command again: it goes on here. `./dev reset` begins anew."


def make(project: Project) -> None:
	"""`bench init`, from nothing: what an earlier attempt left is removed first."""
	home = project.bench.parent
	move_sites(project.sites, kept_sites(project))
	shutil.rmtree(home, ignore_errors=True)
	(home / "sites").mkdir(parents=True)
	# Root may use bench only where ./sites/common_site_config.json of the current folder says so.
	write_json(home / "sites/common_site_config.json", {"frappe_user": "root"})
	words = ["bench", "init", project.bench.name, *where_from(project), "--skip-assets", "--no-backups"]
	words += ["--skip-redis-config-generation", "--python", project.tools / "venv/bin/python"]
	run(words, log=project.log("bench"), cwd=home, env=project.environment(), remedy=REMEDY)
	# The environment begins with the newest setuptools, or none: no constraint reaches it there, but one does here.
	words = ["uv", "pip", "install", "--quiet", "--python", project.bench / "env/bin/python", "setuptools"]
	run(words, log=project.log("bench"), cwd=project.bench, env=project.environment(), remedy=tools.NETWORK)
	(project.sites / "assets").mkdir(exist_ok=True)
	move_sites(kept_sites(project), project.sites)


def kept_sites(project: Project) -> Path:
	"""Where sites wait while their bench is made anew."""
	return project.state / "kept-sites"


def move_sites(source: Path, target: Path) -> None:
	"""Moves the folders of sites, which hold their passwords and files; their databases stay where they are."""
	for config in list(source.glob("*/site_config.json")):
		target.mkdir(exist_ok=True)
		config.parent.replace(target / config.parent.name)


def where_from(project: Project) -> list:
	choice = project.choices["source"]
	place = project.source if choice["kind"] == "snapshot" else choice["place"]
	return ["--frappe-path", place] + (["--frappe-branch", choice["branch"]] if choice["branch"] else [])


def configure(project: Project) -> None:
	"""Writes our addresses into common_site_config.json, keeping what else is there.

	No `default_site`: the realtime server of Frappe would take every loopback address for that one site.
	Redis and realtime stay on loopback; `live_reload` off, since a reload by hand is enough and never surprises.
	"""
	path = project.sites / "common_site_config.json"
	before = json.loads(path.read_text())
	redis_cache = f"redis://127.0.0.1:{project.port('redis_cache')}"
	after = before | {
		"db_host": "127.0.0.1",
		"db_port": project.port("database"),
		"redis_cache": redis_cache,
		"redis_socketio": redis_cache,
		"redis_queue": f"redis://127.0.0.1:{project.port('redis_queue')}",
		"webserver_port": project.port("web"),
		"socketio_port": project.port("socketio"),
		"live_reload": False,
		"serve_default_site": False,
		# Here and not on a command line, where every user of the machine could read it.
		"root_login": "root",
		"root_password": project.choices["database_password"],
	}
	if after != before:
		write_json(path, after)


def link_app(project: Project) -> None:
	"""The developer's own tree becomes the bench's app: an edit is live. Its requirements are installed."""
	link = project.bench / "apps" / APP
	if not link.is_symlink():
		link.symlink_to(project.root)
	python = project.bench / "env/bin/python"
	words = ["uv", "pip", "install", "--quiet", "--python", python, "--editable", link, HYPOTHESIS]
	run(words, log=project.log("bench"), cwd=project.bench, env=project.environment(), remedy=tools.NETWORK)
	# Only now: Frappe imports every app that is listed.
	list_apps(project, [APP])


def list_apps(project: Project, more: list[str]) -> None:
	"""Names the bench's apps in apps.txt, Frappe first."""
	path = project.sites / "apps.txt"
	names = [name for name in path.read_text().split() if name not in more]
	draft = path.with_suffix(".new")
	draft.write_text("".join(f"{name}\n" for name in names + more))
	draft.replace(path)


def build_assets(project: Project) -> None:
	"""Bundles the desk's and the app's JavaScript and CSS."""
	words = ["bench", "build", "--production"]
	run(words, log=project.log("assets"), cwd=project.bench, env=project.environment(), remedy=REMEDY)


def frappe(
	project: Project, *words, site: str | None = None, log: str = "sites", remedy: str = REMEDY
) -> None:
	"""Runs one of Frappe's own commands, as `bench` does, without the second it takes to start `bench`."""
	argv = [project.bench / "env/bin/python", "-m", "frappe.utils.bench_helper", "frappe"]
	argv += (["--site", site] if site else []) + list(words)
	run(argv, log=project.log(log), cwd=project.sites, env=project.environment(), remedy=remedy)


def run_bench(project: Project, words: list[str]) -> None:
	"""`./dev bench …`: becomes the bench command in the bench; with no --site it means the demo site."""
	env = project.environment() | {"FRAPPE_SITE": "localhost"}
	env.pop("KH_STEP_OF")
	os.chdir(project.bench)
	os.execvpe("bench", ["bench", *words], env)


BENCH = Step(
	"bench",
	"bench with Frappe",
	make,
	lambda p: [str(p.bench), p.choices["source"], contents(p.root / "devtools/constraints.txt")],
	(source.STEP, packages.COMPILER, tools.NODE_TOOLS),
)
APP_LINK = Step(
	"app",
	"the app in the bench",
	link_app,
	lambda p: [str(p.root), contents(p.root / "pyproject.toml")],
	(BENCH,),
)
ASSETS = Step(
	"assets",
	"JavaScript and CSS of the desk",
	build_assets,
	lambda p: contents(p.root / APP / "public"),
	(APP_LINK,),
)
