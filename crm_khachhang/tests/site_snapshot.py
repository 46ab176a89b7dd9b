"""What a site holds, as sets of keys that can be compared: every row of every table by its name."""

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
}

Snapshot = dict[str, set[str]]


def take() -> Snapshot:
	"""Return table -> keys of its rows, for the connected site."""
	return (
		_names() | _rows_of_other_tables() | _rights() | {"tables": set(frappe.db.get_tables(cached=False))}
	)


def differences(before: Snapshot, after: Snapshot) -> list[str]:
	"""Return one line for each row that appeared or went."""
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
