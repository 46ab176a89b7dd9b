"""Inserting customers through the document API, all rules on, against a bare DocType with the same fields."""

import frappe
import seed
from rows import Row, seconds

from crm_khachhang.crm_khachhang.doctype.kh_customer import kh_customer

BARE = "KH Benchmark Bare"
ROUNDS = 7
PER_ROUND = 100
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


def round_of(doctype: str, first: int, typed: tuple[str, ...] = ()) -> None:
	"""Insert and commit one round of documents."""
	for number in range(first, first + PER_ROUND):
		code = {key: f"B{number}" for key in typed}
		frappe.get_doc(doctype=doctype, **values(number), **code).insert()
	frappe.db.commit()


def measure() -> list[Row]:
	"""In turns, and the fastest round of each: what else the machine does only ever adds time."""
	make_bare_doctype()
	start = 10_000_000 + frappe.db.count("KH Customer")
	round_of("KH Customer", start)
	round_of(BARE, start, ("customer_code",))
	ours, bare = [], []
	for first in range(start + PER_ROUND, start + (ROUNDS + 1) * PER_ROUND, PER_ROUND):
		ours.append(seconds(round_of, "KH Customer", first))
		bare.append(seconds(round_of, BARE, first, ("customer_code",)))
	ours, bare = min(ours), min(bare)
	return [
		Row(
			"insert through the document API; the same fields without rules",
			f"{ours / PER_ROUND * 1000:.2f} ms",
			f"{bare / PER_ROUND * 1000:.2f} ms",
			ours / bare,
			("<=", 2.0),
		)
	]
