"""Takes away indexes of appointments that longer ones begin like, under the names that they had in between: they only
cost time when writing."""

import frappe

TABLE = "tabKH Care Schedule"
NAMES = (
	"assigned_to_starts_on_index",
	"customer_starts_on_index",
	"status_starts_on_index",
	"kh_status_starts_on",
)


def execute() -> None:
	for name in NAMES:
		if frappe.db.has_index(TABLE, name):
			# pypika knows no such statement for MariaDB.
			frappe.db.sql_ddl(f"alter table `{TABLE}` drop index `{name}`")
