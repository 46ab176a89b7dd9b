"""What an export of 200,000 customers with 30 columns costs, in a process of its own as the background has it: rows per
second, and its memory at the most. Compared with Frappe's own export of the report view, of fewer of the same rows,
and with an export of fewer rows, beside which memory must stay flat. Run by `./dev benchmark export`; exit code 1
when a wanted number is missed.

KH_BENCHMARK_ROWS=20000 takes fewer customers; KH_BENCHMARK_KEEP=1 goes on with those of the last run.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import frappe
import seed
from rows import Row, seconds, table

CUSTOMER = "KH Customer"
ROWS = 200_000
# Of Frappe's own, which holds all rows at once.
FEWER = 20_000

MOST_MEGABYTES = 300
FEWEST_PER_SECOND = 5000
FLAT = 1.3

COLUMNS = (
	*("customer_type", "customer_name", "customer_code", "tax_code", "status", "account_manager", "source"),
	*("customer_group", "tier", "tier_locked", "phone", "other_phone", "email", "website", "id_number"),
	*("gender", "date_of_birth", "address_line", "province", "country", "next_care_on", "last_purchase_date"),
	*("total_debt", "overdue_debt", "credit_limit", "payment_days", "description", "display_order"),
	*("creation", "owner"),
)


def main() -> None:
	wanted = int(os.environ.get("KH_BENCHMARK_ROWS", ROWS))
	if not frappe.db.count(CUSTOMER):
		print(f"{wanted} customers in {seconds(seed.seed, wanted):.0f} s", flush=True)
		fill()
	rows = measure(min(wanted, frappe.db.count(CUSTOMER)))
	print(f"\n{table(rows)}")
	if not all(row.is_reached() for row in rows):
		sys.exit(1)


def fill() -> None:
	"""Put values where the seed leaves none, so that each of the columns costs what it does in a company."""
	table = f"`tab{CUSTOMER}`"
	frappe.db.sql(
		f"""update {table} set other_phone = concat('0', 900000000 + idx + crc32(name) % 99999999),
		website = concat('https://www.', lower(name), '.vn'), id_number = lpad(crc32(name), 12, '0'),
		last_purchase_date = date(creation), next_care_on = creation, total_debt = crc32(name) % 90000000,
		credit_limit = 50000000, payment_days = 30,
		description = concat('Khách hàng thân thiết, gọi trước khi giao hàng. Ghi chú số ', name)"""
	)
	frappe.db.commit()


def measure(count: int) -> list[Row]:
	fewer = min(count, FEWER)
	many, few = worker("ours", count), worker("ours", fewer)
	frappes = worker("frappes", fewer)
	rate, other = many["rows"] / many["seconds"], frappes["rows"] / frappes["seconds"]
	what = f"export of {many['rows']:,} customers, {len(COLUMNS)} columns"
	return [
		Row(
			f"{what}: rows per second",
			f"{rate:,.0f}",
			f"{FEWEST_PER_SECOND:,} wanted",
			rate / FEWEST_PER_SECOND,
			(">=", 1),
		),
		Row(
			f"{what}: memory of the process",
			f"{many['megabytes']:.0f} MB",
			f"{MOST_MEGABYTES} MB allowed",
			many["megabytes"] / MOST_MEGABYTES,
			("<=", 1),
		),
		Row(
			"the same memory",
			f"{many['megabytes']:.0f} MB",
			f"{few['megabytes']:.0f} MB for {few['rows']:,} customers",
			many["megabytes"] / few["megabytes"],
			("<=", FLAT),
		),
		Row(
			"rows per second",
			f"{rate:,.0f}",
			f"{other:,.0f} of the report view ({frappes['rows']:,} rows, {frappes['megabytes']:.0f} MB)",
			rate / other,
			(">=", 1),
		),
	]


def worker(what: str, count: int) -> dict:
	"""Export in a new process; return its rows, seconds and megabytes."""
	program = [sys.executable, __file__, what, frappe.local.site, str(count)]
	done = subprocess.run(program, stdout=subprocess.PIPE, encoding="utf-8", check=True)
	found = json.loads(done.stdout.splitlines()[-1])
	print(what, found, flush=True)
	return found


def export(what: str, site: str, count: int) -> None:
	"""The worker: print what the export took."""
	frappe.init(site)
	frappe.connect()
	frappe.set_user("Administrator")
	last = frappe.get_all(CUSTOMER, pluck="name", order_by="name asc", limit_start=count - 1, limit=1)[0]
	filters = [[CUSTOMER, "name", "<=", last]]
	began = perf_counter()
	rows = {"ours": ours, "frappes": frappes}[what](filters)
	took = perf_counter() - began
	print(json.dumps({"rows": rows, "seconds": round(took, 2), "megabytes": round(peak_memory())}))
	frappe.destroy()


def peak_memory() -> float:
	"""The most megabytes that this program had: what getrusage says includes those of who started it."""
	lines = Path("/proc/self/status").read_text().splitlines()
	return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def ours(filters: list) -> int:
	"""The whole way, from what the list's page sends to the private file."""
	from crm_khachhang.exporting import runs

	doc = runs.create("xlsx", list(COLUMNS), [], filters, f"`tab{CUSTOMER}`.`modified` desc")
	runs.work(doc.name)
	done = frappe.get_doc("KH Export", doc.name)
	assert done.status == "Completed", done.error
	frappe.delete_doc("KH Export", doc.name)
	frappe.db.commit()
	return done.total


def frappes(filters: list) -> int:
	"""The export of the report view, as its page asks for it."""
	from frappe.desk.reportview import export_query

	frappe.local.form_dict = frappe._dict(
		doctype=CUSTOMER,
		file_format_type="Excel",
		fields=json.dumps([f"`tab{CUSTOMER}`.`{column}`" for column in COLUMNS]),
		filters=json.dumps(filters),
		order_by=f"`tab{CUSTOMER}`.`modified` desc",
	)
	export_query()
	assert frappe.response["filecontent"]
	return frappe.db.count(CUSTOMER, {"name": ("<=", filters[0][3])})


if __name__ == "__main__":
	if len(sys.argv) == 4 and sys.argv[1] in ("ours", "frappes"):
		export(sys.argv[1], sys.argv[2], int(sys.argv[3]))
	else:
		main()
