"""What a site holds, as sets of keys that can be compared.

Every row of every table by its name, every file on the disk by its path, and of the tables that an
installation writes also the values.
"""

from pathlib import Path

import frappe

# Tables that fill by themselves, or whose rows Frappe makes anew under other names.
UNSTABLE = {
	"Access Log",
	"Activity Log",
	"Console Log",
	"DefaultValue",
	"Deleted Document",
	"Error Log",
	"Installed Application",
	"Permission Log",
	"Route History",
	"Scheduled Job Log",
	"Version",
}

# Tables without a lasting name -> the columns that identify a row.
OTHER_TABLES = {
	"tabDefaultValue": "parent, defkey",
	"tabSeries": "name",
	"tabSingles": "doctype, field",
	"__global_search": "doctype, name",
	"__UserSettings": "`user`, doctype",
}

# Frappe's tables that an installation writes to; the app's own are added to them.
WRITTEN = ("Custom DocPerm", "DocPerm", "List View Settings", "Role")

# Differ between two equal rows that were written one after the other.
PASSING = {"creation", "modified", "modified_by", "owner", "name", "idx"}

Snapshot = dict[str, set[str]]


def take() -> Snapshot:
	"""Return table -> keys of its rows, for the connected site."""
	tables = {"tables": set(frappe.db.get_tables(cached=False)), "files on the disk": _files()}
	return _names() | _rows_of_other_tables() | _rights() | _values() | _settings() | tables


def differences(before: Snapshot, after: Snapshot) -> list[str]:
	"""Return one line for each row that appeared or went; a changed one did both."""
	lines = []
	for table in sorted(before.keys() | after.keys()):
		old, new = before.get(table, set()), after.get(table, set())
		lines += [f"{table}: {key} appeared" for key in sorted(new - old)]
		lines += [f"{table}: {key} is gone" for key in sorted(old - new)]
	return lines


def _names() -> Snapshot:
	doctypes = frappe.get_all("DocType", filters={"issingle": 0, "is_virtual": 0}, pluck="name")
	tables = set(frappe.db.get_tables(cached=False))
	stable = [d for d in doctypes if f"tab{d}" in tables and d not in UNSTABLE]
	return {d: {str(row[0]) for row in frappe.db.sql(f"select name from `tab{d}`")} for d in stable}


def _rows_of_other_tables() -> Snapshot:
	return {
		table: {" / ".join(map(str, row)) for row in frappe.db.sql(f"select {columns} from `{table}`")}
		for table, columns in OTHER_TABLES.items()
	}


def _rights() -> Snapshot:
	"""Rights in words: their rows have hashes for names, which say nothing when one is missing."""
	return {
		f"{table} in words": {
			f"{r.parent} / {r.role} / {r.permlevel}"
			for r in frappe.get_all(table, fields=["parent", "role", "permlevel"], order_by="parent")
		}
		for table in ("DocPerm", "Custom DocPerm")
	}


def _values() -> Snapshot:
	"""The written rows as texts of all their lasting values."""
	own = frappe.get_all("DocType", filters={"module": "CRM Khachhang", "issingle": 0}, pluck="name")
	return {f"{doctype} values": set(map(_in_words, _rows(doctype))) for doctype in [*WRITTEN, *own]}


def _rows(doctype: str) -> list[dict]:
	return frappe.db.sql(f"select * from `tab{doctype}`", as_dict=True)


def _in_words(row: dict) -> str:
	"""The row's values; its name too where it says more than a hash."""
	hashed = "parent" in row and "role" in row
	values = {column: value for column, value in row.items() if column not in PASSING}
	return f"{'' if hashed else row['name']} {values}"


def _settings() -> Snapshot:
	"""Values of the app's settings."""
	rows = frappe.db.sql("select field, value from `tabSingles` where doctype = 'KH Settings'")
	return {"KH Settings values": {f"{field} = {value}" for field, value in rows if field not in PASSING}}


def _files() -> set[str]:
	folders = (Path(frappe.get_site_path(kind, "files")) for kind in ("public", "private"))
	return {str(path) for folder in folders for path in folder.rglob("*") if path.is_file()}
