"""gunicorn for the demo and the browser tests. An edit of the app restarts it and empties the cache, so that Python,
form scripts and translations show after a reload of the page."""

import os
import socket
from pathlib import Path

WATCHED = (".js", ".html", ".json", ".csv")

app_folder = Path(os.environ["KH_APP"])
worker_class = "gthread"
workers = 2
threads = 4
timeout = 120
graceful_timeout = 5
reload = True
reload_extra_files = [
	str(path) for path in app_folder.rglob("*") if path.suffix in WATCHED and "public" not in path.parts
]


def post_worker_init(worker):
	"""Empties the bench's private cache when a worker begins, which is at the start and after an edit."""
	with socket.create_connection(("127.0.0.1", int(os.environ["KH_REDIS_CACHE"])), timeout=5) as redis:
		redis.sendall(b"FLUSHALL\r\n")
		redis.recv(16)
