"""Inserting customers through the document API, all rules on, against a bare DocType with the same fields.

Run by `./dev benchmark insert`; prints the ratio of the two, measured in turns in one run.
"""

import time
from statistics import median

import frappe

BARE = "KH Benchmark Bare"
ROUNDS = 5
PER_ROUND = 200
COPIED = ("fieldname", "fieldtype", "label", "options", "default", "search_index", "unique", "reqd")
LAYOUT = ("Section Break", "Column Break", "Tab Break", "HTML")


def make_bare_doctype() -> None:
	"""A DocType with the fields of KH Customer and none of its rules, named by the same code."""
	fields = [
		{key: field.get(key) for key in COPIED}
		for field in frappe.get_meta("KH Customer").fields
		if field.fieldtype not in LAYOUT
	]
	frappe.get_doc(
		doctype="DocType",
		name=BARE,
		module="CRM Khachhang",
		custom=1,
		autoname="field:customer_code",
		track_changes=1,
		fields=fields,
		permissions=[{"role": "System Manager", "read": 1, "write": 1, "create": 1}],
	).insert()


def values(number: int) -> dict:
	"""A customer as people type it; every value is its own."""
	return {
		"customer_type": "Individual",
		"customer_name": f"Khách hàng đo lường {number}",
		"status": "Active",
		"phone": f"09{number:08d}",
		"email": f"do.luong.{number}@example.com",
		"date_of_birth": "1990-12-31",
		"province": "01",
	}


def seconds(doctype: str, first: int, **more) -> float:
	"""The time to insert and commit one round of documents."""
	began = time.perf_counter()
	for number in range(first, first + PER_ROUND):
		code = {key: f"B{number}" for key in more.get("typed", ())}
		frappe.get_doc(doctype=doctype, **values(number), **code).insert()
	frappe.db.commit()
	return time.perf_counter() - began


def main() -> None:
	make_bare_doctype()
	seconds("KH Customer", 10_000_000)
	seconds(BARE, 10_000_000, typed=("customer_code",))
	rounds = [
		(seconds("KH Customer", first), seconds(BARE, first, typed=("customer_code",)))
		for first in range(20_000_000, 20_000_000 + ROUNDS * PER_ROUND, PER_ROUND)
	]
	ours, bare = (median(column) for column in zip(*rounds, strict=True))
	print(f"{'insert through the document API':<44}{PER_ROUND / ours:8.0f} /s")
	print(f"{'the same fields without rules':<44}{PER_ROUND / bare:8.0f} /s")
	print(f"{'ratio of their times':<44}{ours / bare:8.2f}")


main()
