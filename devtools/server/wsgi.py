"""Frappe with its static files, for gunicorn started in the bench's `sites` folder.

The site is the host name of the request: `localhost` is the demo, `127.0.0.1` the browser tests' own.
"""

import os

import frappe.app
from public_files import PublicFiles
from werkzeug.middleware.shared_data import SharedDataMiddleware

sites = os.path.abspath(".")
frappe.app._sites_path = sites
with_assets = SharedDataMiddleware(frappe.app.application, {"/assets": os.path.join(sites, "assets")})
application = PublicFiles(with_assets, sites)
