"""Inserting customers through the document API, all rules on, against a bare DocType with the same fields."""

from collections import defaultdict
from time import process_time

import frappe
import seed
from rows import Row, percentile, seconds

from crm_khachhang.crm_khachhang.doctype.kh_customer import kh_customer

BARE = "KH Benchmark Bare"
DOCUMENTS = 1000
WARMING = 50
COPIED = ("fieldname", "fieldtype", "label", "options", "default", "search_index", "unique", "reqd", "length")
LAYOUT = ("Section Break", "Column Break", "Tab Break", "HTML", "Table", "Table MultiSelect")


def make_bare_doctype() -> None:
	"""A DocType with the fields of KH Customer, each with an index where ours has one, and none of its rules; named
	by the same code, and with as many rows: the indexes of a large table are what an insertion waits for."""
	if frappe.db.exists("DocType", BARE):
		return
	fields = [
		{key: field.get(key) for key in COPIED}
		| {"search_index": field.search_index or field.fieldname in kh_customer.OWNED_BY}
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
	frappe.db.commit()
	print(f"as many rows in the bare DocType, in {seconds(seed.copy_customers, BARE):.0f} s", flush=True)


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


def insert(doctype: str, number: int) -> float:
	"""Insert and commit one document; return how long that took."""
	code = {} if doctype == "KH Customer" else {"customer_code": f"B{number}"}
	document = frappe.get_doc(doctype=doctype, **values(number), **code)
	return seconds(document.insert) + seconds(frappe.db.commit)


def measure() -> list[Row]:
	"""In turns, each document by itself. What else the machine does only ever adds time: hence the fastest quarter,
	and the processor time of this process, which nothing else changes."""
	make_bare_doctype()
	start = 10_000_000 + frappe.db.count("KH Customer")
	took, worked = defaultdict(list), defaultdict(list)
	for number in range(start, start + WARMING + DOCUMENTS):
		for doctype in ("KH Customer", BARE):
			began = process_time()
			time = insert(doctype, number)
			if number >= start + WARMING:
				took[doctype].append(time)
				worked[doctype].append(process_time() - began)
	return [
		compared("insert through the document API", took),
		compared("the same, processor time of Python", worked),
	]


def compared(what: str, times: dict[str, list[float]]) -> Row:
	ours, bare = (percentile(times[doctype], 0.25) * 1000 for doctype in ("KH Customer", BARE))
	bare_words = f"{bare:.2f} ms for the same fields without rules"
	return Row(what, f"{ours:.2f} ms", bare_words, ours / bare, ("<=", 2.0))
