"""Corrections that people made to the columns of a header, kept for the next file of the same kind."""

import hashlib
import json
from collections.abc import Sequence

import frappe

from crm_khachhang.importing.mapping.headers import key_of
from crm_khachhang.importing.mapping.targets import all_targets
from crm_khachhang.importing.options import Mapping

LAYOUT = "KH Import Layout"


def recall(labels: Sequence[object]) -> Mapping | None:
	"""Return what was remembered of a header, without fields that are gone since."""
	text = frappe.db.get_value(LAYOUT, _key(labels), "mapping")
	if not text:
		return None
	mapping, targets = Mapping.from_json(text), all_targets()
	mapping.columns = {n: name for n, name in mapping.columns.items() if name in targets}
	return mapping


def remember(labels: Sequence[object], mapping: Mapping) -> None:
	"""Keep what the columns of a header mean."""
	key = _key(labels)
	if not frappe.db.exists(LAYOUT, key):
		shown = ", ".join(str(label) for label in labels if label)
		layout = frappe.get_doc(doctype=LAYOUT, header_key=key, labels=shown[:1000])
		# Two imports of such files may end at the same moment.
		layout.insert(ignore_permissions=True, ignore_if_duplicate=True, set_name=key)
	frappe.db.set_value(LAYOUT, key, "mapping", mapping.as_json())


def _key(labels: Sequence[object]) -> str:
	return hashlib.sha256(json.dumps([key_of(label) for label in labels]).encode()).hexdigest()
