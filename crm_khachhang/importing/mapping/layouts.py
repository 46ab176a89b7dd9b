"""What people made of a header, kept for the next file of the same kind.

Which column means which field is shared by all. Which words mean what, and the defaults, come back to whom they are of:
nobody's customers get the owner or the group that somebody else has chosen.
"""

import hashlib
import json
from collections.abc import Sequence

import frappe

from crm_khachhang.importing.mapping import chosen
from crm_khachhang.importing.mapping.headers import key_of
from crm_khachhang.importing.options import Mapping

LAYOUT = "KH Import Layout"


def recall(labels: Sequence[object]) -> Mapping | None:
	"""Return what the session's user, or else somebody, made of a header, as far as the user may choose it today."""
	own = frappe.db.get_value(LAYOUT, _key(labels, frappe.session.user), "mapping")
	shared = None if own else frappe.db.get_value(LAYOUT, _key(labels), "mapping")
	if not (own or shared):
		return None
	return chosen.allowed(Mapping.from_json(own) if own else Mapping(Mapping.from_json(shared).columns))


def remember(labels: Sequence[object], mapping: Mapping) -> None:
	"""Keep what the session's user made of a header."""
	_keep(_key(labels), labels, Mapping(mapping.columns))
	_keep(_key(labels, frappe.session.user), labels, mapping)


def _keep(key: str, labels: Sequence[object], mapping: Mapping) -> None:
	if not frappe.db.exists(LAYOUT, key):
		shown = ", ".join(str(label) for label in labels if label)
		layout = frappe.get_doc(doctype=LAYOUT, header_key=key, labels=shown[:1000])
		# Two imports of such files may end at the same moment.
		layout.insert(ignore_permissions=True, ignore_if_duplicate=True, set_name=key)
	frappe.db.set_value(LAYOUT, key, "mapping", mapping.as_json())


def _key(labels: Sequence[object], user: str = "") -> str:
	"""`user`: of whom the layout is, nobody's for the shared one."""
	keys = [key_of(label) for label in labels]
	return hashlib.sha256(json.dumps([keys, user] if user else keys).encode()).hexdigest()
