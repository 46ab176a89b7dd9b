"""A program of its own that inserts or deletes customers in a site; run by test_concurrency.

python writer.py SITE WHEN JSON: at the time WHEN (seconds since 1970) insert the customers in JSON, a list, in one
transaction, and print {"saved": names} or {"refused": class, "message": words}. {"delete": names} deletes.
"""

import json
import sys
import time

import frappe


def main(site: str, when: str, task: str) -> None:
	frappe.init(site=site)
	frappe.connect()
	frappe.db.get_value(
		"KH Customer", {}, "name"
	)  # From here on the transaction sees the database as it is now.
	time.sleep(max(0, float(when) - time.time()))
	print("RESULT " + json.dumps(_done(json.loads(task))))
	frappe.destroy()


def _done(task) -> dict:
	if isinstance(task, dict):
		frappe.db.delete("KH Customer", {"name": ("in", task["delete"])})
		frappe.db.commit()
		return {}
	try:
		saved = [frappe.get_doc(doctype="KH Customer", **values).insert().name for values in task]
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		return {"refused": type(error).__name__, "message": str(error)}
	return {"saved": saved}


if __name__ == "__main__":
	main(*sys.argv[1:])
