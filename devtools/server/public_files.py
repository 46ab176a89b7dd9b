"""`/files/…` of the request's site, as the web server of a real bench serves them: from that folder only, and what a
browser would run is downloaded instead."""

import os
import re

from werkzeug.exceptions import NotFound
from werkzeug.utils import send_from_directory

PREFIX = "/files/"
SITE = re.compile(r"\w[\w.-]*")
RUNS_IN_A_BROWSER = (".htm", ".html", ".svg", ".xml", ".xhtml")


class PublicFiles:
	"""WSGI middleware: answers for public files, and leaves everything else to the application behind it."""

	def __init__(self, application, sites: str):
		self.application, self.sites = application, sites

	def __call__(self, environ, start_response):
		if not environ.get("PATH_INFO", "").startswith(PREFIX):
			return self.application(environ, start_response)
		try:
			answer = self.file(environ)
		except NotFound as missing:
			answer = missing
		return answer(environ, start_response)

	def file(self, environ):
		"""The file as a response. Raises NotFound for a file or a site that is not there, and for a way out of both."""
		site = environ.get("HTTP_HOST", "").split(":")[0]
		if not SITE.fullmatch(site):
			raise NotFound
		path = environ["PATH_INFO"].removeprefix(PREFIX)
		folder = os.path.join(self.sites, site, "public", "files")
		as_attachment = path.lower().endswith(RUNS_IN_A_BROWSER)
		return send_from_directory(folder, path, environ, as_attachment=as_attachment)
