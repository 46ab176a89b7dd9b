"""`./dev benchmark [NAME]`: runs `benchmarks/NAME.py` on a site of its own; it prints ratios of two things measured
in one run. Without a name: lists them."""

import os

from devtools import plan, sites, steps
from devtools.commands import Failure, without_step_mark
from devtools.project import BENCHMARK_SITE, Project


def run_named(project: Project, asked) -> None:
	"""Lists the benchmarks, or becomes the one that is named. Its site is laid out anew each time."""
	folder = project.root / "benchmarks"
	if not asked.name:
		print("\n".join(path.stem for path in sorted(folder.glob("[a-z]*.py"))))
		return
	file = folder / f"{asked.name}.py"
	if not file.exists():
		raise Failure(f"there is no benchmark {asked.name}.", "`./dev benchmark` lists them.", code=2)
	with project.lock():
		plan.settle(project)
		steps.perform(project, [sites.APP_IMAGE])
		sites.lay_out(project, "app", BENCHMARK_SITE)
	words = [str(word) for word in sites.file_words(project, file, site=BENCHMARK_SITE)]
	os.chdir(project.sites)
	os.execve(words[0], words, without_step_mark(project.environment()))
