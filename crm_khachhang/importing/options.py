"""How one import is meant to go: what people choose on the form or the command line."""

import json
from dataclasses import dataclass, field

import frappe
from frappe import _

CREATE, UPDATE, BOTH = "Create", "Update", "Create or Update"
MODES = (CREATE, UPDATE, BOTH)

# What a row's customer is found by, in the order in which a file without a choice uses them.
MATCHES = ("code", "tax_code", "phone", "email")

# What no two customers have in common.
SURE = ("code", "tax_code")

REMARK, SKIP = "Create with a Remark", "Skip"
DUPLICATES = (REMARK, SKIP)

DAY_FIRST, MONTH_FIRST = "Day First", "Month First"


class WrongOption(frappe.ValidationError):
	"""A choice that an import cannot follow."""


@dataclass
class Mapping:
	"""What a file's columns and words mean.

	columns: {number of the column from 0: fieldname}; values: {fieldname: {text of the file: value}}, where a link's
	value is the name of a document; defaults: {fieldname: value} for rows that say nothing.
	"""

	columns: dict[int, str] = field(default_factory=dict)
	values: dict[str, dict[str, str]] = field(default_factory=dict)
	defaults: dict[str, object] = field(default_factory=dict)

	@classmethod
	def from_json(cls, text: str | None) -> "Mapping":
		"""Return what `as_json` wrote; an empty one for nothing."""
		given = json.loads(text or "{}")
		columns = {int(number): name for number, name in (given.get("columns") or {}).items() if name}
		return cls(columns, given.get("values") or {}, given.get("defaults") or {})

	def as_json(self) -> str:
		return json.dumps(vars(self), ensure_ascii=False)


@dataclass
class Options:
	"""One import's choices; `match_by` are keys of MATCHES in the order in which they are tried.

	`lost`: {fieldname of a default that cannot be used any more: why}, see `mapping.chosen.in_force`.
	"""

	mode: str = CREATE
	match_by: tuple[str, ...] = ()
	duplicates: str = REMARK
	create_masters: bool = False
	date_order: str = DAY_FIRST
	owner: str | None = None
	mapping: Mapping = field(default_factory=Mapping)
	lost: dict[str, str] = field(default_factory=dict)

	@property
	def may_create(self) -> bool:
		return self.mode != UPDATE

	@property
	def may_update(self) -> bool:
		return self.mode != CREATE


def split_match(text: str | None) -> tuple[str, ...]:
	"""Return the keys in a text such as "phone,tax_code". Raises WrongOption for an unknown one."""
	keys = tuple(dict.fromkeys(key.strip() for key in (text or "").split(",") if key.strip()))
	for key in keys:
		if key not in MATCHES:
			frappe.throw(
				_("Customers cannot be matched by {0}. Choose among: {1}.").format(
					frappe.bold(frappe.utils.escape_html(key)), ", ".join(MATCHES)
				),
				WrongOption,
			)
	return keys


def usual_match(fields: set[str]) -> tuple[str, ...]:
	"""Return what an update matches by when nobody chose, of a file with columns for `fields`.

	The code and the tax code, which no two customers share; a phone or an address only where there is neither.
	"""
	names = {"customer_code": "code", "tax_code": "tax_code", "phone": "phone", "email": "email"}
	known = [way for name, way in names.items() if name in fields]
	return tuple(way for way in known if way in SURE) or tuple(known[:1])
