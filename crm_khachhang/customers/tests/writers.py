"""Real processes that create customers at the same time; a program that a test starts.

usage: python -m crm_khachhang.customers.tests.writers SITE PATTERN PROCESSES EACH     (in the bench's sites)

Prints JSON: the names of the customers and the errors of the writers. Deletes what it made and gives the
site its old pattern back.
"""

import json
import multiprocessing
import sys
import traceback

import frappe

from crm_khachhang.customers.counters import COUNTER_PREFIX


def main(site: str, pattern: str, processes: str, each: str) -> None:
	with multiprocessing.get_context("fork").Pool(1) as pool:
		before = pool.apply(_set_pattern, (site, pattern))
	results = _write(site, int(processes), int(each))
	names = [name for written, _errors in results for name in written]
	with multiprocessing.get_context("fork").Pool(1) as pool:
		pool.apply(_clean_up, (site, before, pattern, names))
	print(json.dumps({"names": names, "errors": [error for _names, errors in results for error in errors]}))


def _write(site: str, processes: int, each: int) -> list[tuple[list[str], list[str]]]:
	context = multiprocessing.get_context("fork")
	barrier = context.Barrier(processes)
	with context.Pool(processes, initializer=_remember, initargs=(barrier,)) as pool:
		return pool.starmap(_create, [(site, each)] * processes, chunksize=1)


def _remember(barrier) -> None:
	"""All writers begin together: this is how the processes of a pool get what they wait at."""
	_create.barrier = barrier


def _create(site: str, each: int) -> tuple[list[str], list[str]]:
	"""Create customers, each in a transaction of its own as a request does."""
	_connect(site)
	names, errors = [], []
	_create.barrier.wait(60)
	for _number in range(each):
		try:
			customer = frappe.get_doc(doctype="KH Customer", customer_name="Khách song song").insert()
			frappe.db.commit()
			names.append(customer.name)
		except Exception:
			frappe.db.rollback()
			errors.append(traceback.format_exc())
	frappe.destroy()
	return names, errors


def _set_pattern(site: str, pattern: str) -> str:
	_connect(site)
	before = frappe.db.get_single_value("KH Settings", "code_pattern")
	frappe.db.set_single_value("KH Settings", "code_pattern", pattern)
	frappe.clear_document_cache("KH Settings", "KH Settings")
	frappe.db.commit()
	frappe.destroy()
	return before


def _clean_up(site: str, before: str, pattern: str, names: list[str]) -> None:
	_connect(site)
	frappe.db.delete("KH Customer", {"name": ("in", names or [""])})
	frappe.db.delete("Series", {"name": ("like", f"{COUNTER_PREFIX}{pattern.split('.')[0]}%")})
	frappe.db.set_single_value("KH Settings", "code_pattern", before)
	frappe.clear_document_cache("KH Settings", "KH Settings")
	frappe.db.commit()
	frappe.destroy()


def _connect(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	frappe.set_user("Administrator")


if __name__ == "__main__":
	main(*sys.argv[1:])
