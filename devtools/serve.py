"""What serves the desk: web server, realtime server, worker and scheduler."""

import urllib.error
import urllib.request

from devtools import database
from devtools.processes import Service
from devtools.project import APP, SITE, Project, choose_ports, is_free


def frappe_words(*words: str):
	return lambda project: [
		project.bench / "env/bin/python",
		"-m",
		"frappe.utils.bench_helper",
		"frappe",
		*words,
	]


def web_words(project: Project) -> list:
	server = project.root / "devtools/server"
	return [
		*(project.bench / "env/bin/python", "-m", "gunicorn", "--config", server / "gunicorn.conf.py"),
		*("--bind", f"127.0.0.1:{project.port('web')}", "--pythonpath", server, "wsgi:application"),
	]


def web_answers(project: Project) -> bool:
	"""Any answer will do: a page that fails tells more in the browser than here."""
	try:
		# Without the machine's proxy: it would answer for us.
		urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
			f"http://127.0.0.1:{project.port('web')}/assets/{APP}/images/crm-khachhang.svg", timeout=10
		)
	except urllib.error.HTTPError:
		return True
	except OSError:
		return False
	return True


def runs(service_name: str):
	"""Ready as soon as it runs: a worker listens on nothing."""
	return lambda project: (
		next(service for service in SERVICES if service.name == service_name).pid(project) is not None
	)


WEB = Service(
	"web",
	"The web server",
	web_words,
	lambda p: p.sites,
	web_answers,
	# DEV_SERVER: no proxy stands before us, so the browser goes to the realtime server's own port.
	lambda p: {"KH_APP": str(p.root / APP), "KH_REDIS_CACHE": str(p.port("redis_cache")), "DEV_SERVER": "1"},
	"web",
)
REALTIME = Service(
	"socketio",
	"The realtime server",
	lambda p: [
		"node",
		"--require",
		p.root / "devtools/server/loopback.js",
		p.bench / "apps/frappe/socketio.js",
	],
	lambda p: p.bench,
	database.listens("socketio"),
	port="socketio",
)
WORKER = Service("worker", "The background worker", frappe_words("worker"), lambda p: p.sites, runs("worker"))
SCHEDULER = Service(
	"scheduler", "The scheduler", frappe_words("schedule"), lambda p: p.sites, runs("scheduler")
)
DESK = (WEB, REALTIME, WORKER, SCHEDULER)
SERVICES = (database.MARIADB, *database.REDIS, *DESK)


def start(project: Project, services=SERVICES) -> list[Service]:
	"""Starts those that do not run yet; returns what was started now, in that order."""
	return [service for service in services if service.start(project)]


def stop(project: Project, services=SERVICES) -> list[Service]:
	"""Stops the services, the last started first; returns those that were running."""
	return [service for service in reversed(services) if service.stop(project)]


def move_from_taken_ports(project: Project) -> bool:
	"""Where another program has taken one of our ports while nothing of ours ran, all ports are chosen anew."""
	if any(service.pid(project) for service in SERVICES):
		return False
	if all(is_free(port) for port in project.choices["ports"].values()):
		return False
	project.choices["ports"] = choose_ports()
	project.save(project.choices)
	return True


def address(project: Project) -> str:
	return f"http://{SITE}:{project.port('web')}"
