"""A bulk action whose process is killed; a program that a test starts, as everything here is committed.

usage: python -m crm_khachhang.customers.bulk.tests.crash SITE CUSTOMERS     (in the bench's sites)

Hands customers over in a process of its own, kills that process after its first batch, and lets two others
go on at the same time. Prints JSON of what was found then, and deletes what it made.
"""

import json
import multiprocessing
import os
import signal
import sys
import time

import frappe

from crm_khachhang.customers.bulk import run

OLD, NEW = "kh_cu@crash.example", "kh_moi@crash.example"
ROLE = "KH Sales User"


def main(site: str, customers: str) -> None:
	name = _in_process(_prepare, site, int(customers))
	try:
		killed_after = _kill_amid(site, name)
		others = [_begin(_work, site, name) for _number in range(2)]
		for process in others:
			process.join()
		found = _in_process(_find, site, name)
		print(json.dumps({"killed_after": killed_after, **found}))
	finally:
		_in_process(_clean_up, site, name)


def _kill_amid(site: str, name: str) -> int:
	process = _begin(_work, site, name)
	done = 0
	while not done and process.is_alive():
		time.sleep(0.02)
		done = _in_process(_done, site, name)
	os.kill(process.pid, signal.SIGKILL)
	process.join()
	return _in_process(_done, site, name)


def _prepare(count: int) -> str:
	for user in (OLD, NEW):
		_make_user(user)
	names = [
		frappe.get_doc(doctype="KH Customer", customer_name=f"Khách {i}", account_manager=OLD).insert().name
		for i in range(count)
	]
	return run.create("owner", {"users": [NEW], "note": "Bị ngắt"}, names).name


def _make_user(email: str) -> None:
	user = frappe.get_doc(doctype="User", email=email, first_name=email, send_welcome_email=0)
	user.append("roles", {"role": ROLE})
	user.insert()


def _work(name: str) -> None:
	run.BATCH_SECONDS = 0.1  # several batches of few customers
	run.work(name)


def _done(name: str) -> int:
	return frappe.db.get_value("KH Bulk Action", name, "done")


def _find(name: str) -> dict:
	changes = frappe.get_all("KH Owner Change", {"to_user": NEW, "note": "Bị ngắt"}, pluck="customer")
	return {
		"summary": frappe.db.get_value("KH Bulk Action", name, ["status", "total", "done", "succeeded"]),
		"owned": frappe.db.count("KH Customer", {"account_manager": NEW}),
		"changes": len(changes),
		"changed": len(set(changes)),
		"notifications": frappe.db.count("Notification Log", {"for_user": NEW}),
	}


def _clean_up(name: str) -> None:
	customers = frappe.get_all("KH Customer", {"account_manager": ("in", (OLD, NEW))}, pluck="name")
	frappe.db.delete("KH Owner Change", {"to_user": NEW})
	frappe.db.delete("Notification Log", {"for_user": NEW})
	frappe.db.delete("Version", {"ref_doctype": "KH Customer", "docname": ("in", customers or [""])})
	frappe.db.delete("KH Customer", {"name": ("in", customers or [""])})
	frappe.db.delete("KH Bulk Action Row", {"bulk_action": name})
	frappe.db.delete("KH Bulk Action", {"name": name})
	for user in (OLD, NEW):
		frappe.delete_doc("User", user, force=True)


def _begin(function, site: str, *arguments):
	process = multiprocessing.get_context("fork").Process(target=_call, args=(function, site, arguments))
	process.start()
	return process


def _in_process(function, site: str, *arguments):
	"""Call in a process of its own, so that this one never has a connection to share."""
	with multiprocessing.get_context("fork").Pool(1) as pool:
		return pool.apply(_call, (function, site, arguments))


def _call(function, site: str, arguments: tuple):
	frappe.init(site)
	frappe.connect()
	frappe.set_user("Administrator")
	try:
		result = function(*arguments)
		frappe.db.commit()
		return result
	finally:
		frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
