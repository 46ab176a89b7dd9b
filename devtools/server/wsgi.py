"""Frappe with its static files, for gunicorn started in the bench's `sites` folder.

The site is the host name of the request: `localhost` is the demo, `127.0.0.1` the browser tests' own.
"""

import os

import frappe.app
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware

frappe.app._sites_path = os.path.abspath(".")
with_assets = SharedDataMiddleware(frappe.app.application, {"/assets": os.path.abspath("assets")})
application = StaticDataMiddleware(with_assets, {"/files": os.path.abspath(".")})
