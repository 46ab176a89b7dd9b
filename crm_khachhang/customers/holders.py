"""The registry of documents that hold a customer: what becomes of them when it is deleted or merged.

Apps and packages join with the hook `kh_customer_holders`: dotted paths to functions that return rows as
`standard` below does, one row for each field (the arguments of `Holder`). A field of type Link or Dynamic
Link that nobody registered blocks a deletion, as it does everywhere in Frappe, and moves in a merge.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from pypika.terms import ValueWrapper

from crm_khachhang.customers import references
from crm_khachhang.customers.references import Reference

CUSTOMER = "KH Customer"

# What becomes of a document when the customer that it names is deleted.
BLOCKS = "blocks"
GOES = "goes"
GOES_IF_ONLY = "goes if only"  # Goes when it names nothing else, otherwise it loses the link.
LOSES = "loses"

MOVES = "moves"


@dataclass(frozen=True)
class Holder:
	"""What becomes of the documents that name a customer in one field.

	`doctype`: the documents that people know. `table`: the child DocType with the field, if it is in one.
	`filters`: which of them block (default: all); what the others do is `otherwise`. `reason`: a sentence
	not yet translated, shown with the number of documents. `as_log`: rows that the app wrote, deleted in one
	statement. `made_by_app`: a field that has a value in those only which the app made by itself. `by_frappe`: Frappe itself does it. `on_merge`: "moves", or the dotted path of a function of
	(losers, master) that runs before the general re-pointing, inside the transaction of the merge.
	"""

	doctype: str
	fieldname: str
	table: str = ""
	on_delete: str = BLOCKS
	filters: dict = field(default_factory=dict)
	otherwise: str = GOES
	reason: str = ""
	as_log: bool = False
	made_by_app: str = ""
	by_frappe: bool = False
	on_merge: str = MOVES

	@property
	def key(self) -> tuple[str, str, str]:
		return self.doctype, self.table or self.doctype, self.fieldname

	@property
	def label(self) -> str:
		"""What people call these documents, in the user's language."""
		return _(self.reason) if self.reason else _(self.doctype)


@dataclass(frozen=True)
class Found:
	"""`count` documents of one holder name `customer`; `effect` is what becomes of them."""

	customer: str
	holder: Holder
	effect: str
	count: int


def standard() -> list[dict]:
	"""The documents of the customers package and of Frappe that hold a customer."""
	links = {"table": "Dynamic Link", "fieldname": "link_name", "on_delete": GOES_IF_ONLY}
	log = {"fieldname": "customer", "on_delete": GOES, "as_log": True}
	with_document = {"on_delete": GOES, "by_frappe": True}
	tidying = "crm_khachhang.customers.merging.tidying"
	pair = {"on_delete": GOES, "as_log": True, "on_merge": f"{tidying}.judge_pairs_again"}
	found = {"on_delete": GOES, "as_log": True, "on_merge": f"{tidying}.forget_found_duplicates"}
	found["reason"] = _("Places in the report of duplicates")
	return [
		{"doctype": "Contact", **links},
		{"doctype": "Address", **links},
		{"doctype": "KH Owner Change", **log},
		{"doctype": "KH Tier Change", **log},
		{"doctype": "KH Sales Fact", "fieldname": "customer", "reason": _("Sales")},
		{"doctype": CUSTOMER, "fieldname": "referrer", "on_delete": LOSES, "reason": _("Referred customers")},
		{"doctype": "ToDo", "fieldname": "reference_name", "reason": _("Assignments"), **with_document},
		{"doctype": "Comment", "fieldname": "reference_name", **with_document},
		{"doctype": "File", "fieldname": "attached_to_name", **with_document},
		{"doctype": "KH Customer Merge", "fieldname": "master", "on_delete": LOSES},
		*(
			{"doctype": "KH Distinct Pair", "fieldname": name, **pair}
			for name in ("customer", "other_customer")
		),
		{"doctype": "KH Duplicate Member", "fieldname": "customer", **found},
		{"doctype": "Communication", "fieldname": "reference_name", "on_delete": LOSES, "by_frappe": True},
	]


def registry() -> dict[tuple[str, str, str], Holder]:
	"""Return all registered holders by their key; a later app's row replaces an earlier one's."""
	rows = [row for path in frappe.get_hooks("kh_customer_holders") for row in frappe.get_attr(path)()]
	return {holder.key: holder for holder in (Holder(**row) for row in rows)}


def blockers(names: list[str]) -> dict[str, list[str]]:
	"""Return why each of the customers that must stay cannot be deleted: sentences in the user's language.

	They name kinds and numbers of documents only, so that nobody learns of a document that they may not see.
	"""
	return reasons(find(names))


def reasons(found: list["Found"]) -> dict[str, list[str]]:
	"""Return the same from what `find` found."""
	sentences: dict[str, list[str]] = {}
	for one in found:
		if one.effect == BLOCKS:
			sentences.setdefault(one.customer, []).append(f"{one.holder.label} ({one.count})")
	return sentences


def find(names: list[str]) -> list[Found]:
	"""Return the documents that name the customers, counted: a few queries, however many customers."""
	if not names:
		return []
	registered = registry()
	ignored = set(frappe.get_hooks("ignore_links_on_delete"))
	found = []
	for reference in references.to(CUSTOMER):
		if _is_asked(reference, registered, ignored):
			found.extend(_judge(reference, list(names), registered, ignored))
	return found


def rows_naming(reference: Reference, names: list[str]):
	"""Return the query of the rows that hold one of the customers, as Frappe judges it, and its table."""
	table = frappe.qb.DocType(reference.table)
	query = frappe.qb.from_(table).where(reference.condition(table, names))
	if reference.kind_field:  # what is cancelled holds nothing by a Dynamic Link
		query = query.where(table.docstatus != 2)
	if reference.table == CUSTOMER:
		query = query.where(table.name != table[reference.fieldname])
	return query, table


def _is_asked(reference: Reference, registered: dict, ignored: set[str]) -> bool:
	"""Frappe's own journals may be long and are not asked without need."""
	if not (reference.spelled or reference.table in ignored):
		return True
	return (reference.table, reference.table, reference.fieldname) in registered


def _judge(reference: Reference, names: list[str], registered: dict, ignored: set[str]) -> Iterator[Found]:
	for doctype, counts in count(reference, names).items():
		holder = registered.get((doctype, reference.table, reference.fieldname))
		if not holder and doctype in ignored:
			continue
		holder = holder or Holder(doctype, reference.fieldname, reference.table)
		yield from _effects(holder, reference, counts, names)


def _effects(
	holder: Holder, reference: Reference, counts: dict[str, int], names: list[str]
) -> Iterator[Found]:
	"""Yield what becomes of the documents; those that are counted first for another effect are left out."""
	effect, special = holder.on_delete, {}
	if holder.on_delete == BLOCKS and holder.filters:
		effect = holder.otherwise
		special = count(reference, names, holder).get(holder.doctype, {})
		yield from (Found(customer, holder, BLOCKS, number) for customer, number in special.items())
	for customer, number in counts.items():
		if number > special.get(customer, 0):
			yield Found(customer, holder, effect, number - special.get(customer, 0))


def count(reference: Reference, names: list[str], holder: Holder | None = None) -> dict[str, dict[str, int]]:
	"""Return {DocType that people know: {customer: number of documents}}, of those that `holder` filters."""
	if reference.meta.issingle:
		value = reference.single_value()
		return {reference.table: {value: 1}} if value in names else {}
	query, table = rows_naming(reference, names)
	customer = table[reference.fieldname]
	document = table.parent if reference.meta.istable else table.name
	if holder:
		blocking = frappe.qb.get_query(holder.doctype, fields=["name"], filters=holder.filters)
		query = query.where(document.isin(blocking))
	kind = table.parenttype if reference.meta.istable else ValueWrapper(reference.table)
	query = query.select(kind, customer, Count(document).distinct()).groupby(kind, customer)
	counts: dict[str, dict[str, int]] = {}
	for doctype, name, number in query.run():
		counts.setdefault(doctype, {})[name] = number
	return counts
