"""What a merge would do: whose value stays in each field, and how many documents of each kind move.

A unit is one choice of a person: a field, or fields that only make sense together, as a ward and its province.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model import display_fieldtypes, table_fields
from frappe.model.document import Document
from frappe.utils import cstr

from crm_khachhang.access import protected
from crm_khachhang.customers import holders, references
from crm_khachhang.customers.holders import CUSTOMER

LEAST, MOST = 2, 20

# In the place of a customer's name: the texts of all of them, one below the other.
ALL = "*"

TOGETHER = (
	("address_line", "ward", "province", "country"),
	("referrer", "referrer_doctype"),
	("tier", "tier_locked"),
)
GROUP_LABELS = {"address_line": "Address"}

# Filled in by default or by another field: by themselves they are not worth keeping.
WEAK = ("country", "referrer_doctype", "tier_locked")

# Made from other fields, or by the functions of `totals`.
DERIVED = ("customer_code", "phone_e164", "other_phone_e164", "name_key", "name_key_reversed", "search_text")
SUMS = ("total_debt", "overdue_debt")
LATEST = ("last_purchase_date", "last_care_on")
EARLIEST = ("next_care_on",)
COMPUTED = (*SUMS, *LATEST, *EARLIEST)

NUMBERS = ("Int", "Float", "Currency", "Percent", "Duration", "Rating")
TEXTS = ("Small Text", "Text", "Long Text")

# Frappe's journals and rows beside other rows: they move as well, but say nothing to people.
UNSPOKEN = (
	"Activity Log",
	"Communication Link",
	"Email Queue",
	"Energy Point Log",
	"Notification Log",
	"Version",
	"View Log",
)


@dataclass(frozen=True)
class Unit:
	"""One choice: its fields, the first of which names it."""

	fields: tuple
	shown: bool

	@property
	def key(self) -> str:
		return self.fields[0].fieldname

	@property
	def label(self) -> str:
		return GROUP_LABELS.get(self.key) or self.fields[0].label or self.key

	@property
	def joins(self) -> bool:
		"""Whether the values of all customers can stay."""
		return len(self.fields) == 1 and self.fields[0].fieldtype in TEXTS

	def values(self, customer: Document) -> tuple:
		return tuple(customer.get(field.fieldname) for field in self.fields)

	def is_empty(self, customer: Document) -> bool:
		fields = [field for field in self.fields if field.fieldname not in WEAK] or self.fields
		return all(_is_empty(field, customer.get(field.fieldname)) for field in fields)


def units() -> list[Unit]:
	"""Return the choices in the order of the form, custom fields included; hidden ones are not `shown`."""
	meta = frappe.get_meta(CUSTOMER)
	follows = {name for group in TOGETHER for name in group[1:]}
	groups = {group[0]: group for group in TOGETHER}
	levels = set(meta.get_permlevel_access("read"))
	found = []
	for field in meta.fields:
		if not _is_chosen(field) or field.fieldname in follows:
			continue
		fields = [meta.get_field(name) for name in groups.get(field.fieldname, (field.fieldname,))]
		shown = not (field.hidden or field.read_only) and (field.permlevel or 0) in levels
		found.append(Unit(tuple(filter(None, fields)), shown))
	return found


def default(unit: Unit, customers: list[Document]) -> str:
	"""Return whose value stays unless a person chooses: the master's (it comes first), else the first there is."""
	return next((c.name for c in customers if not unit.is_empty(c)), customers[0].name)


def values(customers: list[Document], choices: dict[str, str]) -> dict:
	"""Return the master's values after the merge; the master comes first in `customers`."""
	by_name = {customer.name: customer for customer in customers}
	result = {}
	for unit in units():
		choice = choices.get(unit.key) if unit.shown else None
		if choice == ALL and unit.joins:
			result[unit.key] = _joined(unit, customers)
			continue
		winner = by_name.get(choice) or by_name[default(unit, customers)]
		result.update({field.fieldname: winner.get(field.fieldname) for field in unit.fields})
	return result


def totals(customers: list[Document]) -> dict:
	"""Return what the app has computed of each customer, for all of them as one."""
	result = {name: sum(c.get(name) or 0 for c in customers) for name in SUMS}
	for names, choose in ((LATEST, max), (EARLIEST, min)):
		for name in names:
			result[name] = choose((c.get(name) for c in customers if c.get(name)), default=None)
	meta = frappe.get_meta(CUSTOMER)
	return {name: value for name, value in result.items() if meta.has_field(name)}


def fields_side_by_side(customers: list[Document]) -> list[dict]:
	"""Return the shown choices: key, label, fieldtype, joins, `values` {customer: text} and who has none."""
	titles = _Titles()
	rows = []
	for unit in units():
		if not unit.shown:
			continue
		shown = {c.name: titles.of_unit(unit, c) for c in customers}
		empty = [c.name for c in customers if unit.is_empty(c)]
		if len(empty) == len(customers):
			continue
		rows.append(
			{
				"key": unit.key,
				"label": _(unit.label),
				"fieldtype": unit.fields[0].fieldtype,
				"joins": unit.joins,
				"values": shown,
				"empty": empty,
				"differs": len({unit.values(c) for c in customers}) > 1,
			}
		)
	return rows


def moves(names: list[str]) -> list[dict]:
	"""Return how many documents of each kind name each customer: label and `counts` {customer: number}."""
	registered = holders.registry()
	totals_by_label: dict[str, dict[str, int]] = {}
	for reference in references.to(CUSTOMER):
		if reference.table in UNSPOKEN:
			continue
		for doctype, counts in holders.count(reference, names).items():
			holder = registered.get((doctype, reference.table, reference.fieldname))
			label = holder.label if holder else _spoken(doctype)
			row = totals_by_label.setdefault(label, {})
			for name, count in counts.items():
				row[name] = row.get(name, 0) + count
	return [{"label": label, "counts": counts} for label, counts in sorted(totals_by_label.items())]


def _spoken(doctype: str) -> str:
	"""Return what people call Frappe's rows beside a document."""
	words = {"Tag Link": _("Tags"), "DocShare": _("Shares"), "Document Follow": _("Followers")}
	return words.get(doctype) or _(doctype)


def _is_chosen(field) -> bool:
	return not (
		field.fieldtype in (*display_fieldtypes, *table_fields, "Password")
		or field.fieldname in (*DERIVED, *COMPUTED)
		or field.get("is_virtual")
	)


def _is_empty(field, value) -> bool:
	if field.fieldtype in ("Check", "Select"):
		return field.fieldtype == "Check" or not value
	return not value if field.fieldtype in NUMBERS else value in (None, "")


def _joined(unit: Unit, customers: list[Document]) -> str:
	texts = [cstr(customer.get(unit.key)).strip() for customer in customers]
	return "\n".join(dict.fromkeys(filter(None, texts)))


class _Titles:
	"""The texts that people see in place of values; each linked document is asked for once."""

	def __init__(self):
		self.known = {}

	def of_unit(self, unit: Unit, customer: Document) -> str:
		texts = (self.of_field(f, customer) for f in unit.fields if f.fieldname != "referrer_doctype")
		return ", ".join(text for text in texts if text)

	def of_field(self, field, customer: Document) -> str:
		value = customer.get(field.fieldname)
		if value in (None, ""):
			return ""
		if field.fieldtype == "Check":
			return (
				_(field.label) if value and field.fieldname == "tier_locked" else ("", _("Yes"))[bool(value)]
			)
		if field.fieldtype == "Select":
			return _(cstr(value))
		if field.fieldtype in ("Link", "Dynamic Link"):
			doctype = field.options if field.fieldtype == "Link" else customer.get(field.options)
			return self.of_link(doctype, value)
		return cstr(value) if field.fieldtype in (*TEXTS, "Data") else cstr(frappe.format(value, field))

	def of_link(self, doctype: str, name: str) -> str:
		if (doctype, name) not in self.known:
			meta = frappe.get_meta(doctype)
			title = (
				meta.title_field
				if meta.show_title_field_in_link
				else ("full_name" if doctype == "User" else "")
			)
			text = (
				frappe.db.get_value(doctype, name, title) if title and protected.sees(doctype, name) else None
			)
			self.known[doctype, name] = _(text or name) if doctype in ("Country", "Gender") else text or name
		return self.known[doctype, name]
