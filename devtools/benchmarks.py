"""`./dev benchmark [NAME] [PART…]`: runs `benchmarks/NAME.py` on a site of its own, which the desk's web server serves
while it runs; it prints ratios of two things measured in one run. Without a name: lists them."""

import os

from devtools import database, plan, serve, sites, steps
from devtools.commands import Failure, without_step_mark
from devtools.project import BENCHMARK_SITE, Project

# What a million customers with their sales need, as a server for so many has it.
MEMORY_GB = 4

# Files that the benchmarks share.
SHARED = ("debts_by_hand", "names", "rows", "seed", "web")


def run_named(project: Project, asked) -> None:
	"""Lists the benchmarks, or becomes the one that is named. Its site is laid out anew, unless KH_BENCHMARK_KEEP is set."""
	folder = project.root / "benchmarks"
	if not asked.name:
		print("\n".join(path.stem for path in sorted(folder.glob("[a-z]*.py")) if path.stem not in SHARED))
		return
	file = folder / f"{asked.name}.py"
	if not file.exists():
		raise Failure(f"there is no benchmark {asked.name}.", "`./dev benchmark` lists them.", code=2)
	with project.lock():
		plan.settle(project)
		steps.perform(project, [sites.APP_IMAGE])
		if not (os.environ.get("KH_BENCHMARK_KEEP") and (project.sites / BENCHMARK_SITE).exists()):
			sites.lay_out(project, "app", BENCHMARK_SITE)
		database.give_memory(project, MEMORY_GB)
		serve.start(project, (serve.WEB,))
	words = [str(word) for word in sites.file_words(project, file, *asked.words, site=BENCHMARK_SITE)]
	environment = project.environment() | {"KH_BENCHMARK_PORT": str(project.port("web"))}
	os.chdir(project.sites)
	os.execve(words[0], words, without_step_mark(environment))
