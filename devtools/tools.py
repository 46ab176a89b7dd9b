"""The programs that make and test the bench: frappe-bench and ruff in one virtual environment, yarn from npm."""

import shutil
import sys

from devtools import packages
from devtools.commands import run
from devtools.project import Project
from devtools.steps import Step, contents

BENCH = "frappe-bench==5.31.1"
RUFF = "ruff==0.17.6"
YARN = "yarn@1.22.22"
NETWORK = "Is the network there? Then run the same command again: it goes on here."


def install(project: Project) -> None:
	shutil.rmtree(project.tools / "venv", ignore_errors=True)
	log, env = project.log("tools"), project.environment()
	run(
		[sys.executable, "-m", "venv", project.tools / "venv"],
		log=log,
		cwd=project.root,
		env=env,
		remedy=NETWORK,
	)
	pip = [project.tools / "venv/bin/pip", "install", "--quiet", BENCH, RUFF]
	run(pip, log=log, cwd=project.root, env=env, remedy=NETWORK)
	npm_install(project, "node", [YARN])


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
	"tools",
	"bench command, ruff, yarn",
	install,
	lambda p: [BENCH, RUFF, YARN, sys.version],
	(packages.STEP,),
)
BROWSER_TOOLS = Step(
	"browser-tools",
	"Playwright, prettier, eslint",
	install_browser_tools,
	lambda p: contents(p.root / "e2e/package.json"),
	(packages.STEP,),
)
