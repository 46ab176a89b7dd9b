"""run_file.py SITE FILE [ARGS]: runs a Python file connected to a site as Administrator.

What the file did is committed when it ends well, and rolled back when it raises.
"""

import os
import runpy
import sys

import frappe


def main() -> None:
	site, file, *words = sys.argv[1:]
	sys.argv = [file, *words]
	sys.path.insert(0, os.path.dirname(file))
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	try:
		runpy.run_path(file, run_name="__main__")
		frappe.db.commit()
	finally:
		frappe.destroy()


if __name__ == "__main__":
	main()
