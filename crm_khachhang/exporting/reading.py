"""Which customers an export has, in which order, and their rows: chunk by chunk, never all at once.

Every query goes through `frappe.get_list`: the rule of who sees what, User Permissions and permission levels hold
for each chunk anew.
"""

import re
from collections.abc import Iterable, Iterator

import frappe
from frappe import _
from frappe.model import default_fields, optional_fields
from frappe.utils import cint

from crm_khachhang.access.arguments import text
from crm_khachhang.access.filters import checked
from crm_khachhang.customers import link_titles
from crm_khachhang.exporting import cells
from crm_khachhang.exporting.cells import Cell
from crm_khachhang.exporting.columns import CUSTOMER, Column, readable_fields, readable_levels

# Customers per query: a bound of memory, large enough that the queries cost little.
CHUNK = 1000

# Titles that are kept from chunk to chunk: lists of names are short, customers and partners may be many.
MOST_TITLES = 20_000

_SORTED = re.compile(rf"(?:`?tab{CUSTOMER}`?\.)?`?(\w+)`?(?:\s+(asc|desc))?", re.IGNORECASE)


class WrongOrder(frappe.ValidationError):
	"""An order by something that the user's list cannot be sorted by."""


def selected(names: list[str], filters: list | None, order_by: str, limit: int = 0) -> list[str]:
	"""Return the customers that the session's user sees, of `names` or of the list with `filters`, in order."""
	conditions = [["name", "in", names]] if filters is None else filters
	rows = frappe.get_list(
		CUSTOMER,
		filters=checked_filters(conditions),
		fields=["name"],
		order_by=ordered(order_by),
		limit_page_length=limit,
		as_list=True,
	)
	return list(dict.fromkeys(row[0] for row in rows))  # a filter on a child table may find one twice


def checked_filters(filters) -> list[list]:
	"""Return the filters in their full shape; refuse those by a field that the user may not read."""
	conditions = checked(CUSTOMER, filters)
	readable = {*default_fields, *optional_fields, *readable_fields()}
	for table, fieldname, *_rest in conditions:
		if fieldname not in (readable if table == CUSTOMER else _readable_of_rows(table)):
			_refuse_field(fieldname, _("The list cannot be filtered by {0}. Remove this filter."))
	return conditions


def _readable_of_rows(table: str) -> set[str]:
	"""The fields of a child table of the customer; none where the user may not read that table."""
	meta = frappe.get_meta(CUSTOMER)
	levels = readable_levels(meta)
	if not any(
		field.options == table and field.fieldname in readable_fields() for field in meta.get_table_fields()
	):
		return set()
	rows = frappe.get_meta(table).fields
	return {
		*default_fields,
		*optional_fields,
		*(row.fieldname for row in rows if cint(row.permlevel) in levels),
	}


def ordered(order_by: str) -> str:
	"""Return the order of a list, as its page says it ("`tabKH Customer`.`modified` desc"), without ambiguity.

	Raises WrongOrder for anything but fields that the user may read.
	"""
	parts = []
	for part in text(order_by, "order_by").split(",") if order_by else ["modified desc"]:
		match = _SORTED.fullmatch(part.strip())
		if not match or match[1] not in {*default_fields, *readable_fields()}:
			_refuse_field(part, _("The list cannot be sorted by {0}. Choose another order."), WrongOrder)
		parts.append(f"`tab{CUSTOMER}`.`{match[1]}` {(match[2] or 'asc').lower()}")
	return ", ".join([*parts, f"`tab{CUSTOMER}`.`name` asc"])


def chunks(names: list[str], columns: list[Column]) -> Iterator[list[tuple[Cell, ...]]]:
	"""Yield the rows of cells of the customers in order; who is gone or hidden by now has none."""
	titles = Titles()
	fields = [column.fieldname for column in columns]
	fields += [column.options for column in columns if column.fieldtype == "Dynamic Link"]
	for documents in documents_of(names, fields):
		yield cells_of(documents, columns, titles)


def documents_of(names: list[str], fields: Iterable[str]) -> Iterator[list[frappe._dict]]:
	"""Yield the fields of the customers, chunk by chunk in the order of `names`."""
	fields = list(dict.fromkeys(["name", *fields]))
	for start in range(0, len(names), CHUNK):
		chunk = names[start : start + CHUNK]
		found = frappe.get_list(
			CUSTOMER,
			filters={"name": ("in", chunk)},
			fields=fields,
			order_by="name asc",
			limit_page_length=len(chunk),
		)
		known = {document.name: document for document in found}
		yield [known[name] for name in chunk if name in known]


def cells_of(
	documents: list[frappe._dict], columns: list[Column], titles: "Titles"
) -> list[tuple[Cell, ...]]:
	"""Return the rows of cells of some customers."""
	return list(zip(*(_cells_of_column(documents, column, titles) for column in columns), strict=True))


def _cells_of_column(documents: list[frappe._dict], column: Column, titles: "Titles") -> list[Cell]:
	values = [document.get(column.fieldname) for document in documents]
	if column.fieldtype == "Link":
		shown = titles.of(column.options, values)
		return [shown[value] if value else None for value in values]
	if column.fieldtype == "Dynamic Link":
		return _dynamic(documents, column, titles)
	return cells.of_field(column.fieldtype, values)


def _dynamic(documents: list[frappe._dict], column: Column, titles: "Titles") -> list[Cell]:
	by_doctype: dict[str, list[str]] = {}
	pairs = [(document.get(column.options), document.get(column.fieldname)) for document in documents]
	for doctype, name in pairs:
		if doctype and name:
			by_doctype.setdefault(doctype, []).append(name)
	shown = {doctype: titles.of(doctype, names) for doctype, names in by_doctype.items()}
	return [shown[doctype][name] if doctype and name else cells.text(name) for doctype, name in pairs]


class Titles:
	"""What people read instead of the names of linked documents, asked for once."""

	def __init__(self):
		self.known: dict[str, dict[str, str | None]] = {}

	def of(self, doctype: str, names: Iterable[str]) -> dict[str, str | None]:
		"""Return {name: text} of at least `names`: up to two queries for those that are not known yet."""
		known = self.known.setdefault(doctype, {})
		wanted = {name for name in names if name}
		if len(known) > MOST_TITLES:
			known.clear()
		if new := wanted - known.keys():
			found = link_titles.texts(doctype, sorted(new))
			known.update((name, cells.text(shown)) for name, shown in found.items())
		return known


def _refuse_field(field: str, words: str, exception: type[Exception] = frappe.ValidationError) -> None:
	frappe.throw(words.format(frappe.utils.escape_html(field[:140])), exception)
