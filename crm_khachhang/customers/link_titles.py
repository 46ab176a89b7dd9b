"""What people read in a file instead of the name of a linked document: its title, unmistakable.

Where another document of the DocType has the same title, the name stands behind it in brackets: "Tân Tiến (07243)".
So it does for all customers and what else follows the rule of who sees what: namesakes are usual among them,
and whether there is one would tell of documents that are hidden.
"""

from collections import Counter
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import cstr

from crm_khachhang.access import protected
from crm_khachhang.customers.text import same_name_key


def texts(doctype: str, names: Iterable[str]) -> dict[str, str]:
	"""Return {name: what people read} of the documents `names`, with two queries however many they are.

	A document that is not there, or not for the session's user to see, is its name.
	"""
	names = [name for name in dict.fromkeys(names) if name]
	if not names or not frappe.db.exists("DocType", doctype):
		return {name: name for name in names}
	meta = frappe.get_meta(doctype)
	titles = _titles(meta, names)
	shared = _shared(meta, titles)
	return {name: _text(name, titles.get(name) or name, shared) for name in names}


def with_name(title: str, name: str) -> str:
	"""Return the title with the name behind it, as `texts` tells namesakes apart."""
	return f"{title} ({name})"


def _titles(meta, names: list[str]) -> dict[str, str]:
	"""The titles of the documents that the user may know, translated where the desk translates them."""
	known, field = _known(meta, names), meta.title_field
	if not field or field == "name" or meta.issingle or meta.get("is_virtual"):
		titles = {name: name for name in known}
	else:
		rows = frappe.get_all(
			meta.name,
			filters={"name": ("in", list(known) or [""])},
			fields=["name", field],
			order_by="name",
		)
		titles = {row.name: cstr(row[field]) for row in rows}
	return {name: _(title) for name, title in titles.items()} if meta.translated_doctype else titles


def _known(meta, names: list[str]) -> set[str]:
	if meta.name in protected.DOCTYPES:
		return protected.seen(meta.name, names)
	shown = meta.show_title_field_in_link or frappe.has_permission(meta.name, "read")
	return set(names) if shown else set()


def _shared(meta, titles: dict[str, str]) -> Counter | None:
	"""Of each title how many documents have it; None where every title gets its name."""
	if meta.name in protected.DOCTYPES:
		return None
	if not meta.title_field or meta.title_field == "name" or meta.translated_doctype:
		return Counter()
	rows = frappe.get_all(
		meta.name,
		filters={meta.title_field: ("in", list(set(titles.values())) or [""])},
		pluck=meta.title_field,
		order_by="name",
	)
	return Counter(map(same_name_key, rows))


def _text(name: str, title: str, shared: Counter | None) -> str:
	if title == name:
		return name
	is_shared = shared is None or shared[same_name_key(title)] > 1
	return with_name(title, name) if is_shared else title
