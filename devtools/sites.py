"""Sites, and their images: dumps from which the next site is laid out in seconds instead of half a minute.

	bare       Frappe, set up for Vietnam, no app
	app        bare with the app installed: Python tests start from it
	demo       app with the demo company: browser tests start from it

An image is made on a site of its own name and kept as `images/<name>.sql` with the site's configuration.
"""

import json
import secrets
import subprocess
from pathlib import Path

from devtools import bench, database
from devtools.commands import Failure, run
from devtools.project import APP, BROWSER_SITE, SITE, Project, write_json
from devtools.steps import Step, contents

REMEDY = "Read the log; then run the same command again: it makes the site anew."
ADMIN_PASSWORD = "admin"


def image(project: Project, name: str) -> Path:
	return project.images / f"{name}.sql"


def make_bare_image(project: Project) -> None:
	"""A site with Frappe alone, past its setup wizard, in Vietnamese, VND, Asia/Ho_Chi_Minh."""
	bench.configure(project)
	words = ["new-site", "bare", "--force", "--no-mariadb-socket", "--admin-password", ADMIN_PASSWORD]
	bench.frappe(project, *words, remedy=REMEDY)
	run_file(project, project.root / "devtools/server/set_up_site.py", site="bare")
	set_config(project, "bare", pause_scheduler=1)
	keep_image(project, "bare", "bare")


def make_app_image(project: Project) -> None:
	"""The bare site with the app installed by Frappe's own `install-app`."""
	lay_out(project, "bare", "app")
	bench.frappe(project, "install-app", APP, site="app", remedy=REMEDY)
	keep_image(project, "app", "app")


def make_demo_image(project: Project) -> None:
	"""The app with the demo company and its customers."""
	lay_out(project, "app", "demo")
	load_demo(project, "demo")
	keep_image(project, "demo", "demo")


def load_demo(project: Project, site: str) -> None:
	run_file(project, project.root / "devtools/server/load_demo.py", site=site, log="demo")


def keep_image(project: Project, site: str, name: str) -> None:
	"""Dumps a site into an image, whole or not at all."""
	project.images.mkdir(exist_ok=True)
	draft = image(project, name).with_suffix(".new")
	config = site_config(project, site)
	with draft.open("wb") as out:
		words = [
			*database.client(project, "mariadb-dump"),
			"--single-transaction",
			"--quick",
			config["db_name"],
		]
		pipe(project, words, stdout=out)
	write_json(project.images / f"{name}.json", {"encryption_key": config.get("encryption_key")})
	draft.replace(image(project, name))


def lay_out(project: Project, name: str, site: str) -> None:
	"""Makes a site from an image, or makes it anew if it is there: same name and password, the image's contents."""
	bench.configure(project)
	folder = project.sites / site
	if not (folder / "site_config.json").exists():
		create_folder(project, name, site)
	config = site_config(project, site)
	statements = (
		f"DROP DATABASE IF EXISTS `{config['db_name']}`; CREATE DATABASE `{config['db_name']}`;"
		f"CREATE USER IF NOT EXISTS '{config['db_name']}'@'%';"
		f"ALTER USER '{config['db_name']}'@'%' IDENTIFIED BY '{config['db_password']}';"
		f"GRANT ALL ON `{config['db_name']}`.* TO '{config['db_name']}'@'%';"
	)
	pipe(project, [*database.client(project), "-e", statements])
	with image(project, name).open("rb") as dump:
		pipe(project, [*database.client(project), config["db_name"]], stdin=dump)
	clear_caches(project)


def create_folder(project: Project, name: str, site: str) -> None:
	"""The folder of a site that is laid out from an image, as `bench new-site` makes it."""
	folder = project.sites / site
	for part in ("public/files", "private/files", "private/backups", "locks", "logs"):
		(folder / part).mkdir(parents=True, exist_ok=True)
	kept = json.loads((project.images / f"{name}.json").read_text())
	database_name = f"kh_{site.replace('.', '_')}"
	config = {"db_name": database_name, "db_password": secrets.token_hex(12), "db_type": "mariadb"}
	config |= {key: value for key, value in kept.items() if value}
	config["host_name"] = f"http://{site}:{project.port('web')}"
	# Only sites that somebody works on have scheduled jobs; those of the others would keep the one worker busy.
	config["pause_scheduler"] = int(site not in (SITE, BROWSER_SITE))
	write_json(folder / "site_config.json", config)


def site_config(project: Project, site: str) -> dict:
	return json.loads((project.sites / site / "site_config.json").read_text())


def set_config(project: Project, site: str, **values) -> None:
	"""Sets keys of a site's site_config.json."""
	write_json(project.sites / site / "site_config.json", site_config(project, site) | values)


def clear_caches(project: Project) -> None:
	"""Empties the cache: a site that was laid out anew must not be seen through the old one's cache."""
	words = ["redis-cli", "-h", "127.0.0.1", "-p", str(project.port("redis_cache")), "flushall"]
	pipe(project, words, stdout=subprocess.DEVNULL)


def pipe(project: Project, words: list, **streams) -> None:
	"""Runs a client program with a stream as its input or output."""
	streams.setdefault("stdin", subprocess.DEVNULL)
	with project.log("sites").open("ab") as err:
		done = subprocess.run([str(word) for word in words], env=project.environment(), stderr=err, **streams)
	if done.returncode:
		raise Failure(f"`{words[0]}` ended with {done.returncode}.", REMEDY, project.log("sites"))


def run_file(project: Project, file: Path, *words, site: str, log: str = "sites") -> None:
	"""Runs a Python file connected to a site as Administrator; its output goes to the log."""
	run(
		file_words(project, file, *words, site=site),
		log=project.log(log),
		cwd=project.sites,
		env=project.environment(),
		remedy=REMEDY,
	)


def file_words(project: Project, file: Path, *words, site: str) -> list:
	runner = project.root / "devtools/server/run_file.py"
	return [project.bench / "env/bin/python", runner, site, file, *words]


def make_demo_site(project: Project) -> None:
	"""The site people use: made once, with the demo company; later changes of the app reach it by `migrate`."""
	bench.configure(project)
	# Beside the database, so that both go together.
	made = database.folder(project) / "demo-loaded"
	if made.exists() and (project.sites / SITE / "site_config.json").exists():
		bench.frappe(project, "migrate", site=SITE, remedy=REMEDY)
		return
	lay_out(project, "bare", SITE)
	bench.frappe(project, "install-app", APP, site=SITE, remedy=REMEDY)
	load_demo(project, SITE)
	made.touch()


def app_code(project: Project) -> str:
	"""A hash over what a new site is made with: all of the app but tests and what only the browser reads."""
	return contents(project.root / APP, ignore=lambda file: is_test(file) or "public" in file.parts)


def is_test(file: Path) -> bool:
	return file.name.startswith("test_") or "tests" in file.parts


BARE = Step(
	"image-bare",
	"a site with Frappe alone",
	make_bare_image,
	lambda p: contents(p.root / "devtools/server/set_up_site.py"),
	# After the app is linked, not beside: a Frappe command that runs cannot see an app that comes meanwhile.
	(bench.APP_LINK, database.RUNNING),
)
APP_IMAGE = Step("image-app", "a site with the app, for tests", make_app_image, app_code, (BARE,))
DEMO_IMAGE = Step(
	"image-demo", "a site with the demo company, for tests", make_demo_image, needs=(APP_IMAGE,)
)
DEMO_SITE = Step("site", f"the site {SITE} with the demo company", make_demo_site, app_code, (BARE,))
