"""An export whose process is killed; a program that a test starts, as everything here is committed.

usage: python -m crm_khachhang.exporting.tests.crash SITE     (in the bench's sites)

Kills the process that writes the export after its first chunk, and lets another one begin anew. Prints JSON of what
was found then, and deletes what it made.
"""

import json
import os
import signal
import sys
import time

import frappe
from openpyxl import load_workbook

from crm_khachhang.customers.bulk.tests.crash import _begin, _in_process
from crm_khachhang.exporting import reading, runs
from crm_khachhang.exporting.tests import folder

CUSTOMERS = 6
EXPORT = "KH Export"


def main(site: str) -> None:
	name = _in_process(_prepare, site)
	try:
		_kill_amid(site, name)
		after_kill = _in_process(_after_kill, site, name)
		_in_process(_work, site, name)
		at_the_end = _in_process(_at_the_end, site, name)
		print(json.dumps({"customers": CUSTOMERS, "after_kill": after_kill, "at_the_end": at_the_end}))
	finally:
		_in_process(_clean_up, site, name)


def _prepare() -> str:
	names = [
		frappe.get_doc(doctype="KH Customer", customer_name=f"Khách bị ngắt {number}").insert().name
		for number in range(CUSTOMERS)
	]
	return runs.create("xlsx", ["customer_code"], names).name


def _kill_amid(site: str, name: str) -> None:
	process = _begin(_work_slowly, site, name)
	while process.is_alive() and not _in_process(_done, site, name):
		time.sleep(0.05)
	os.kill(process.pid, signal.SIGKILL)
	process.join()


def _work_slowly(name: str) -> None:
	reading.CHUNK, runs.STEP_SECONDS = 1, 0
	step = runs.telling.publish
	runs.telling.publish = lambda name: (step(name), time.sleep(1))
	runs.work(name)


def _work(name: str) -> None:
	runs.work(name)


def _done(name: str) -> int:
	return frappe.db.get_value(EXPORT, name, "done")


def _after_kill(name: str) -> dict:
	status, url = frappe.db.get_value(EXPORT, name, ["status", "file_url"])
	files = frappe.db.count("File", {"file_name": ("like", f"%{name}%")})
	return {"status": status, "file_url": url, "files": files, "parts": _parts(name)}


def _at_the_end(name: str) -> dict:
	status, url = frappe.db.get_value(EXPORT, name, ["status", "file_url"])
	sheet = load_workbook(folder() / url.rpartition("/")[2]).active
	return {"status": status, "rows": sheet.max_row - 1, "parts": _parts(name)}


def _parts(name: str) -> int:
	return len(list(folder().glob(f".*{name}*.part")))


def _clean_up(name: str) -> None:
	names = frappe.parse_json(frappe.db.get_value(EXPORT, name, "parameters"))["names"]
	frappe.db.set_value(EXPORT, name, "status", "Cancelled")
	frappe.delete_doc(EXPORT, name, force=True)
	for customer in names:
		frappe.delete_doc("KH Customer", customer, force=True)
	frappe.db.delete("Deleted Document", {"deleted_name": ("in", [*names, name])})
	frappe.db.delete("Access Log", {"reference_document": name})


if __name__ == "__main__":
	main(*sys.argv[1:])
