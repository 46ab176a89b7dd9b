"""The duplicate rules in KH Settings: what they say, and what they may say."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import cint

CUSTOMER = "KH Customer"
SETTINGS = "KH Settings"

NAME = "customer_name"
# The one number of a customer may stand in either field.
PHONES = ("phone", "other_phone")

TEXT_TYPES = ("Data", "Small Text", "Phone", "Autocomplete", "Read Only")
# Such values are shared by many customers: they narrow a rule, and make none by themselves.
NARROWING_TYPES = ("Link", "Dynamic Link", "Select", "Date", "Datetime", "Int")

# Written by the system, unique anyway, or nothing that says who a customer is.
UNSUITABLE_FIELDS = (
	"customer_code",
	"customer_type",
	"search_text",
	"display_order",
	"status",
	"account_manager",
	"care_plan",
	"payment_days",
)

DEFAULT_SIMILARITY = 90
LEAST_SIMILARITY = 70
MOST_FIELDS = 5


class InvalidDuplicateRule(frappe.ValidationError):
	"""A duplicate rule that cannot work."""


@dataclass(frozen=True)
class Rule:
	"""One rule: it matches when all its `fields` match.

	`similarity` is a percentage, 0 for exact rules. `customer_type` limits both sides to one type; "" is any.
	"""

	fields: tuple[str, ...]
	similarity: int = 0
	same_type: bool = False
	customer_type: str = ""
	block: bool = False

	@property
	def similar(self) -> bool:
		"""Whether names that are nearly the same match."""
		return self.similarity > 0

	@property
	def one_type(self) -> bool:
		"""Whether only customers of the same type match."""
		return self.same_type or bool(self.customer_type)

	def applies_to(self, customer_type: str | None) -> bool:
		"""Whether customers of `customer_type` are compared at all."""
		return self.customer_type in ("", customer_type)


def get_rules() -> list[Rule]:
	"""Return the enabled rules, blocking ones first; fields that do not exist any more switch a rule off."""
	meta = frappe.get_meta(CUSTOMER)
	rows = (row for row in frappe.get_cached_doc(SETTINGS).get("duplicate_rules") or () if row.enabled)
	rules = [_rule(row) for row in rows]
	known = [rule for rule in rules if rule.fields and all(map(meta.has_field, rule.fields))]
	return sorted(known, key=lambda rule: (not rule.block, rule.similar))


def _rule(row) -> Rule:
	return Rule(
		fields=split_fields(row.fieldnames),
		similarity=(cint(row.similarity) or DEFAULT_SIMILARITY) if row.comparison == "Similar" else 0,
		same_type=bool(row.same_type_only),
		customer_type=row.customer_type or "",
		block=row.action == "Block",
	)


def split_fields(fieldnames: str | None) -> tuple[str, ...]:
	"""Return the names in a list separated by commas; both phone fields are one, each name comes once."""
	names = (name.strip() for name in (fieldnames or "").split(","))
	return tuple(dict.fromkeys(PHONES[0] if name in PHONES else name for name in names if name))


def suitable_fields() -> list[dict]:
	"""Return {value: fieldname, label, alone: may make a rule by itself} of the fields that a rule may name."""
	return [
		{
			"value": field.fieldname,
			"label": _(field.label, context=CUSTOMER),
			"alone": field.fieldtype in TEXT_TYPES,
		}
		for field in frappe.get_meta(CUSTOMER).fields
		if _is_suitable(field) and field.fieldname != PHONES[1]
	]


def _is_suitable(field) -> bool:
	if field.fieldname in UNSUITABLE_FIELDS or field.get("is_virtual") or field.read_only:
		return False
	return bool(field.label) and field.fieldtype in (*TEXT_TYPES, *NARROWING_TYPES)


def validate(settings) -> None:
	"""Tidy the rows of `settings` and raise InvalidDuplicateRule, naming row and remedy, for a wrong one."""
	seen: dict[Rule, int] = {}
	for row in settings.get("duplicate_rules") or ():
		row.fieldnames = ",".join(split_fields(row.fieldnames))
		row.comparison = row.comparison or "Exact"
		row.action = row.action or "Warn"
		row.similarity = cint(row.similarity) or DEFAULT_SIMILARITY
		if problem := _problem(row, seen):
			frappe.throw(
				_("Duplicate rule {0}: {1}").format(row.idx, problem),
				InvalidDuplicateRule,
				title=_("Please Check the Duplicate Rules"),
			)


def _problem(row, seen: dict[Rule, int]) -> str:
	"""Return what to do about the row, in the user's language, or ""."""
	fields = split_fields(row.fieldnames)
	return _problem_of_fields(fields) or _problem_of_similarity(row, fields) or _problem_of_double(row, seen)


def _problem_of_fields(fields: tuple[str, ...]) -> str:
	if not fields:
		return _("Choose at least one field.")
	if len(fields) > MOST_FIELDS:
		return _("Choose at most {0} fields.").format(MOST_FIELDS)
	meta = frappe.get_meta(CUSTOMER)
	for fieldname in fields:
		field = meta.get_field(fieldname)
		if not field:
			return _("The customer has no field {0}. Remove it from the rule.").format(escaped(fieldname))
		if not _is_suitable(field):
			return _("The field {0} cannot be compared. Choose another field.").format(label(fieldname))
	if not any(meta.get_field(fieldname).fieldtype in TEXT_TYPES for fieldname in fields):
		return _(
			"Many customers share the same {0}. Add a field that identifies a customer, such as the name or the phone."
		).format(labels(fields))
	return ""


def _problem_of_similarity(row, fields: tuple[str, ...]) -> str:
	if row.comparison not in ("Exact", "Similar"):
		return _("Choose exact or similar.")
	if row.comparison == "Exact":
		return ""
	if NAME not in fields:
		return _("Only names are compared by similarity. Choose {0} or compare exactly.").format(label(NAME))
	if not LEAST_SIMILARITY <= row.similarity <= 100:
		return _("The similarity is a percentage from {0} to 100.").format(LEAST_SIMILARITY)
	return ""


def _problem_of_double(row, seen: dict[Rule, int]) -> str:
	"""Two rules that compare the same things: the second would never say anything new."""
	rule = _rule(row)
	compared = Rule(tuple(sorted(rule.fields)), rule.similarity, rule.same_type, rule.customer_type)
	if compared in seen:
		return _("It compares the same as rule {0}. Remove one of the two.").format(seen[compared])
	seen[compared] = row.idx
	return ""


def label(fieldname: str) -> str:
	"""Return the field's label in the user's language."""
	return escaped(_(frappe.get_meta(CUSTOMER).get_label(fieldname), context=CUSTOMER))


def labels(fields: tuple[str, ...]) -> str:
	"""Return the labels of several fields, joined."""
	return " + ".join(label(fieldname) for fieldname in fields)


def escaped(text: str) -> str:
	"""Return `text` safe inside a message."""
	return frappe.utils.escape_html(text)


DEFAULTS = (
	{"fieldnames": "tax_code", "comparison": "Exact", "action": "Block"},
	{"fieldnames": "phone", "comparison": "Exact", "action": "Warn"},
	{"fieldnames": "email", "comparison": "Exact", "action": "Warn"},
	{
		"fieldnames": NAME,
		"comparison": "Similar",
		"similarity": DEFAULT_SIMILARITY,
		"same_type_only": 1,
		"customer_type": "Organization",
		"action": "Warn",
	},
)


def append_defaults(settings) -> None:
	"""Give `settings`, not yet saved, the rules of a new site, unless it has rules."""
	if not settings.get("duplicate_rules"):
		for values in DEFAULTS:
			settings.append("duplicate_rules", {"enabled": 1} | values)
