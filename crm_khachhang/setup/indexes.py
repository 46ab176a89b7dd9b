"""Indexes that a release declares no more: sites that were upgraded keep them, and pay for them with each write."""

from collections.abc import Iterable

import frappe


def drop(table: str, names: Iterable[str]) -> None:
	"""Take the indexes of a table away, those that are there."""
	for name in names:
		if frappe.db.has_index(table, name):
			# pypika knows no such statement for MariaDB.
			frappe.db.sql_ddl(f"alter table `{table}` drop index `{name}`")
