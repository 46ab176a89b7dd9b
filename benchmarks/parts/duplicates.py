"""Duplicates among a million customers: the check of one save, and the scan over all of them."""

import random
import re
from pathlib import Path
from statistics import median

import frappe
from rows import Row, milliseconds, seconds

from crm_khachhang.customers.duplicates import check, indexes, rules
from crm_khachhang.customers.duplicates.scan import life

CHECKS = 300
MOST_OF_A_CHECK = 0.005
MOST_OF_A_SCAN = 120
MOST_MEMORY = 1024
FIELDS = (
	*("customer_name", "customer_type", "phone_e164", "other_phone_e164", "email", "tax_code", "name_key"),
	"name",
)


def measure() -> list[Row]:
	indexes.ensure()
	return [*checks(), *scan()]


def checks() -> list[Row]:
	"""All rules of a new site on values of customers that are there, each time others. Only organizations are
	compared by likeness, so they are measured by themselves."""
	wanted = [f"KH{random.Random(7 + n).randrange(1, 20_000):05d}" for n in range(CHECKS)]
	records = frappe.get_all("KH Customer", filters={"name": ("in", wanted)}, fields=FIELDS, order_by="name")
	found = rules.get_rules()
	rows = []
	for customer_type in ("Individual", "Organization"):
		for what, besides in (("new, though there", None), ("saved again", "name")):
			times = [
				seconds(check.find, found, record, besides and record.name)
				for record in records
				if record.name_key and record.customer_type == customer_type
			]
			limit = f"{MOST_OF_A_CHECK * 1000:.0f} ms"
			ratio = median(times) / MOST_OF_A_CHECK
			words = f"duplicate check, {customer_type} {what}"
			rows.append(Row(words, milliseconds(times), limit, ratio, ("<=", 1)))
	return rows


def scan() -> list[Row]:
	"""The background job, run here: exact and similar, to the last row written."""
	document = frappe.get_doc(
		doctype="KH Duplicate Scan",
		status="Queued",
		started_by="Administrator",
		started_on=frappe.utils.now(),
	).insert()
	frappe.db.commit()
	before = memory("VmRSS")
	Path("/proc/self/clear_refs").write_text("5")
	taken = seconds(life.run, document.name)
	peak = memory("VmHWM")
	document.reload()
	words = f"duplicate scan: {document.groups_found} groups of {document.scanned} customers"
	return [
		Row(words, f"{taken:.0f} s", f"{MOST_OF_A_SCAN} s", taken / MOST_OF_A_SCAN, ("<=", 1)),
		Row(
			"duplicate scan: memory of its process",
			f"{peak:.0f} MB ({before:.0f} before)",
			f"{MOST_MEMORY} MB",
			peak / MOST_MEMORY,
			("<=", 1),
		),
	]


def memory(what: str) -> float:
	"""Return a line of /proc/self/status, in megabytes."""
	return int(re.search(rf"{what}:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
