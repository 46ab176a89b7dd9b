"""What an import costs, against Frappe's Data Import of the same file, a plain INSERT, and limits of time and memory.

Run by `./dev benchmark import [PART …]`; parts: new, update, check, memory. Exit code 1 when a wanted figure is missed.

The file has Frappe's own field names above its columns and names of documents in its links, so that both importers
understand it. KH_BENCHMARK_DATA_IMPORT_ROWS=2000 lets Data Import take fewer rows of it; rates are compared.
"""

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import frappe
import seed
from frappe.core.doctype.data_import.importer import Importer
from openpyxl import Workbook
from rows import Row, table

from crm_khachhang.customers import many
from crm_khachhang.importing import command, options, source
from crm_khachhang.importing.work import Work
from crm_khachhang.importing.writing import removal

CUSTOMER = "KH Customer"
COLUMNS = (
	*(
		"customer_name",
		"customer_type",
		"phone",
		"email",
		"tax_code",
		"gender",
		"date_of_birth",
		"address_line",
	),
	*("customer_group", "source", "province", "status", "description"),
)
NEW_ROWS, CHECKED_ROWS, MANY_ROWS = 20_000, 100_000, 200_000
# Numbers of customers that the million does not have.
FIRST_NEW, FIRST_CHECKED, FIRST_MANY = 1_100_000, 1_200_000, 2_000_000
CHECK_SECONDS, MOST_MEGABYTES = 60, 400
# Ours and the plain INSERT in turns, of which the one in the middle counts: a shared machine has its moods.
TURNS = 3
SWEEP_SECONDS, FEW_CHANGES = 60, 50


def main() -> None:
	wanted = int(os.environ.get("KH_BENCHMARK_ROWS", 1_000_000))
	if not frappe.db.count(CUSTOMER):
		seed.seed(wanted)
	rows: list[Row] = []
	with tempfile.TemporaryDirectory() as folder:
		for part in sys.argv[1:] or PARTS:
			measured = PARTS[part](Path(folder))
			frappe.db.commit()
			print(f"\n{part}\n{table(measured)}", flush=True)
			rows += measured
	if not all(row.is_reached() for row in rows):
		sys.exit(1)


def values(first: int, count: int):
	"""Yield rows of the file: new customers as the seed makes them, marked by what they are for."""
	customers = seed.Customers(count)
	for number in range(first, first + count):
		customer = customers.customer(number)
		customer["description"] = f"{first}: dòng {number}"
		yield [customer.get(column) for column in COLUMNS]


def workbook(folder: Path, first: int, count: int, header=COLUMNS, rows=None) -> Path:
	path = folder / f"{first}-{count}.xlsx"
	book = Workbook(write_only=True)
	sheet = book.create_sheet()
	sheet.append(header)
	for row in rows or values(first, count):
		sheet.append(row)
	book.save(path)
	return path


def rate(count: int, work) -> float:
	"""Rows per second of `work`."""
	began = perf_counter()
	work()
	return count / (perf_counter() - began)


def warm_up(folder: Path) -> None:
	"""Let both importers load their modules, as workers have long done."""
	path = workbook(folder, FIRST_NEW, 50)
	for way in (lambda: data_import(path, "Insert New Records", 50), lambda: imported(path, "create")):
		way()
		forget_new()


def measure_new(folder: Path) -> list[Row]:
	warm_up(folder)
	path = workbook(folder, FIRST_NEW, NEW_ROWS)
	plain, ours = [], []
	for _turn in range(TURNS):
		plain.append(rate(NEW_ROWS, plain_insert(list(values(FIRST_NEW, NEW_ROWS)))))
		forget_new()
		ours.append(rate(NEW_ROWS, lambda: imported(path, "create")))
		forget_new()
	theirs = data_import(path, "Insert New Records")
	forget_new()
	print(f"in turns, rows/s: INSERT {rounded(plain)}, ours {rounded(ours)}")
	plain, ours = median(plain), median(ours)
	return [
		compared(f"import of {NEW_ROWS} new rows", ours, theirs, "Data Import", (">=", 30)),
		compared("the same", ours, plain, "multi-row INSERT", (">=", 0.25)),
	]


def rounded(rates: list[float]) -> str:
	return ", ".join(f"{one:.0f}" for one in rates)


def compared(what: str, ours: float, theirs: float, with_what: str, wanted) -> Row:
	return Row(what, f"{ours:.0f} rows/s", f"{with_what}: {theirs:.0f} rows/s", ours / theirs, wanted)


def plain_insert(rows: list):
	"""Insert the columns of the file and those every document has, nothing else: no rules, no words, no codes."""
	columns = ("name", "creation", "modified", "owner", "modified_by", *COLUMNS)
	moment = frappe.utils.now()
	full = [
		(f"ROH{n:07d}", moment, moment, "Administrator", "Administrator", *row) for n, row in enumerate(rows)
	]

	def work():
		for start in range(0, len(full), 1000):
			many.insert(f"tab{CUSTOMER}", columns, full[start : start + 1000])
			frappe.db.commit()

	return work


def imported(path: Path, mode: str, **given) -> None:
	report = command.import_file(path, mode=mode, **given)
	assert not report["failed"], report["errors"][:3]


def data_import(path: Path, kind: str, most: int = NEW_ROWS) -> float:
	"""The rate of Frappe's own importer with the first rows of the file."""
	count = min(int(os.environ.get("KH_BENCHMARK_DATA_IMPORT_ROWS", NEW_ROWS)), most)
	opened = source.open_content(path.read_bytes(), path.name)
	rows = [row.cells for _n, row in zip(range(count), opened.rows(), strict=False)]
	short = path.with_suffix(".csv")
	with short.open("w", encoding="utf-8", newline="") as file:
		csv.writer(file).writerows([opened.header.labels, *rows])
	doc = frappe.get_doc(
		doctype="Data Import",
		reference_doctype=CUSTOMER,
		import_type=kind,
		mute_emails=1,
		import_file=stored(short),
	).insert()
	importer = Importer(CUSTOMER, data_import=doc)
	return rate(count, importer.import_data)


def stored(path: Path) -> str:
	file = frappe.get_doc(doctype="File", file_name=path.name, content=path.read_bytes(), is_private=1)
	return file.insert().file_url


def forget_new() -> None:
	"""Take away what a way of writing left, so that the next one finds what the first one found."""
	mark = {"description": ("like", f"{FIRST_NEW}: %")}
	names = frappe.get_all(CUSTOMER, mark, pluck="name", order_by=None)
	for some in many.chunks(names, 1000):
		removal.remove(some)
		frappe.db.commit()
	settle()


def settle() -> None:
	"""Wait until the database has swept away what was deleted: it does so behind the back of what comes next."""
	end = perf_counter() + SWEEP_SECONDS
	while perf_counter() < end:
		frappe.db.commit()
		if int(frappe.db.sql("show global status like 'Innodb_history_list_length'")[0][1]) < FEW_CHANGES:
			return
		sleep(0.5)


def measure_update(folder: Path) -> list[Row]:
	names = frappe.get_all(CUSTOMER, pluck="name", order_by="name", limit=NEW_ROWS)
	header = ("customer_code", "description", "address_line", "credit_limit")
	data_header = ("name", *header[1:])

	def changed(turn: int):
		return ([name, f"Lần {turn}", f"Số {turn} Lê Lợi", turn * 1000] for name in names)

	theirs = data_import(workbook(folder, 1, NEW_ROWS, data_header, changed(1)), "Update Existing Records")
	path = workbook(folder, 2, NEW_ROWS, header, changed(2))
	ours = rate(NEW_ROWS, lambda: imported(path, "update", match_by="code"))
	return [compared(f"update of {NEW_ROWS} rows", ours, theirs, "Data Import", (">=", 20))]


def measure_check(folder: Path) -> list[Row]:
	path = workbook(folder, FIRST_CHECKED, CHECKED_ROWS)
	began = perf_counter()
	opened = source.open_content(path.read_bytes(), path.name)
	asked = options.Options(mapping=source.first_mapping(opened.header.labels))
	work = Work(opened, asked, dry=True)
	count = sum(len(work.do(some)) for some in work.batches())
	seconds = perf_counter() - began
	assert count == CHECKED_ROWS, count
	limit = f"{CHECK_SECONDS} s"
	what = f"check of {CHECKED_ROWS} rows, {frappe.db.count(CUSTOMER)} customers"
	return [Row(what, f"{seconds:.1f} s", limit, seconds / CHECK_SECONDS, ("<=", 1))]


def measure_memory(folder: Path) -> list[Row]:
	"""In a process of its own, which does nothing else."""
	path = workbook(folder, FIRST_MANY + frappe.db.count(CUSTOMER), MANY_ROWS)
	program = (
		"import sys, resource, frappe; from pathlib import Path\n"
		"frappe.init(site=sys.argv[1]); frappe.connect(); frappe.set_user('Administrator')\n"
		"from crm_khachhang.importing import command\n"
		"report = command.import_file(Path(sys.argv[2]))\n"
		"print(report['created'], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
	)
	frappe.db.commit()
	began = perf_counter()
	words = [sys.executable, "-c", program, frappe.local.site, str(path)]
	answer = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
	seconds = perf_counter() - began
	created, megabytes = map(int, answer.stdout.split()[-2:])
	what = f"peak memory of an import of {created} rows ({seconds:.0f} s)"
	return [Row(what, f"{megabytes} MB", f"{MOST_MEGABYTES} MB", megabytes / MOST_MEGABYTES, ("<=", 1))]


PARTS = {"new": measure_new, "update": measure_update, "check": measure_check, "memory": measure_memory}

if __name__ == "__main__":
	main()
