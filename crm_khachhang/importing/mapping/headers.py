"""The header of a file: which label means which field.

Labels meet without accents, letter case, signs and remarks in brackets. What they are called elsewhere is data:
`aliases.json` comes with the app, a KH Manager adds others in KH Settings.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import frappe
from frappe import _

from crm_khachhang.importing.mapping.targets import Target
from crm_khachhang.vietnam.folding import fold

SETTINGS = "KH Settings"

_CLOSING = ")]"
_REMARK = re.compile(r"[(\[][^)\]]*[)\]]")


def key_of(label: object) -> str:
	"""Return what two spellings of a label have in common: "Tên khách hàng (*)" gives "ten khach hang"."""
	text = str(label or "")
	# Up to here every bracket is closed by some other; behind it each would be looked for in vain, to the end.
	closed = max(map(text.rfind, _CLOSING)) + 1
	return fold(_REMARK.sub(" ", text[:closed]) + text[closed:]) or fold(text)


class Recognizer:
	"""Knows labels of columns. Made once for a file: it reads the settings."""

	def __init__(self, targets: Mapping[str, Target]):
		self._fields = _known_labels(targets)

	def field_of(self, label: object) -> str | None:
		"""Return the fieldname that the label means, if it is known."""
		return self._fields.get(fold(label)) or self._fields.get(key_of(label))

	def columns(self, labels: Iterable[object]) -> dict[int, str]:
		"""Return {number of the column from 0: fieldname}; each field is meant by one column, the first of them."""
		found: dict[int, str] = {}
		for number, label in enumerate(labels):
			fieldname = self.field_of(label) if label else None
			if fieldname and fieldname not in found.values():
				found[number] = fieldname
		return found


def _known_labels(targets: Mapping[str, Target]) -> dict[str, str]:
	"""{folded label: fieldname}; what is nearest to this site wins: fieldname, label, its own aliases, ours."""
	known: dict[str, str] = {}
	sources = (
		((fieldname, fieldname) for fieldname in targets),
		((f"{target.label} ({fieldname})", fieldname) for fieldname, target in targets.items()),
		((target.label, fieldname) for fieldname, target in targets.items()),
		(
			(_(frappe.get_meta("KH Customer").get_label(name), lang="vi"), name)
			for name in targets
			if "." not in name
		),
		((frappe.get_meta("KH Customer").get_label(name), name) for name in targets if "." not in name),
		_aliases_of_site(),
		((alias, fieldname) for fieldname, aliases in _aliases().items() for alias in aliases),
	)
	for source in sources:
		for label, fieldname in source:
			if fieldname in targets:
				known.setdefault(fold(label), fieldname)
				known.setdefault(key_of(label), fieldname)
	return known


def _aliases_of_site() -> list[tuple[str, str]]:
	rows = frappe.get_cached_doc(SETTINGS).get("import_aliases") or ()
	return [(row.label, row.field_name) for row in rows]


@cache
def _aliases() -> dict[str, list[str]]:
	return json.loads((Path(__file__).parent / "aliases.json").read_text(encoding="utf-8"))
