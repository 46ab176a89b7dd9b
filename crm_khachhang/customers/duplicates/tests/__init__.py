"""Tests of the duplicates, and what several of them need."""

import frappe


def set_rules(*rows: dict) -> None:
	"""Save `rows` as the only duplicate rules."""
	settings = frappe.get_doc("KH Settings")
	settings.duplicate_rules = []
	for row in rows:
		settings.append("duplicate_rules", {"enabled": 1, "comparison": "Exact", "action": "Block"} | row)
	settings.save()
