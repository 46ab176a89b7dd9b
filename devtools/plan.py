"""What `./dev` sets out to make, and what must be settled before it begins."""

from devtools import bench, packages, processes, serve, sites, source, steps
from devtools.project import Project

# What `./dev up` brings about.
UP = (sites.DEMO_SITE, bench.ASSETS, packages.DESK)


def settle(project: Project) -> None:
	"""Settles what must be known before anything is made: the remains of a killed run, ports, the source of Frappe.
	Call with the lock held."""
	processes.end_remains(project)
	if serve.move_from_taken_ports(project):
		print("  Another program took one of our ports: new ones are chosen.")
	steps.perform(project, [packages.STEP])
	source.choose(project)
	print(f"  {source.describe(project.choices['source'])}")
	if not all(step.is_done(project) for step in steps.in_order(UP) if step.lasts):
		# What runs now would go on with yesterday's code, or find its bench gone.
		serve.stop(project, serve.DESK)
