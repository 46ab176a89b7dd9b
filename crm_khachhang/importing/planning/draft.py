"""A customer that is not a document yet: enough of one for the rules of its fields, and a thousandth of its cost."""

import frappe
from frappe.model import default_fields

CUSTOMER = "KH Customer"

# What a new document says of itself and the database does not keep.
_NOT_STORED = ("doctype", "__islocal", "__unsaved", "__onload")


class Draft:
	"""The fields of a customer as attributes, and what the rules ask of a document.

	`before` is the customer as the database has it, None for a new one.
	"""

	doctype = CUSTOMER

	def __init__(self, values: dict, meta, before: "Draft | None" = None):
		vars(self).update(values)
		object.__setattr__(self, "_aside", (meta, before, frappe._dict()))

	# Aside from the values, so that `vars` of a draft holds fields only.
	__slots__ = ("__dict__", "_aside")

	@property
	def meta(self):
		return self._aside[0]

	@property
	def flags(self) -> frappe._dict:
		return self._aside[2]

	def get(self, fieldname: str, default=None):
		return vars(self).get(fieldname, default)

	def set(self, fieldname: str, value) -> None:
		vars(self)[fieldname] = value

	def is_new(self) -> bool:
		return self._aside[1] is None

	def get_doc_before_save(self) -> "Draft | None":
		return self._aside[1]

	def has_value_changed(self, fieldname: str) -> bool:
		before = self._aside[1]
		return before is None or before.get(fieldname) != self.get(fieldname)


def blank() -> dict:
	"""Return the values of a new customer of the session's user, every column of the table included."""
	meta = frappe.get_meta(CUSTOMER)
	new = frappe.new_doc(CUSTOMER).as_dict(no_nulls=False)
	columns = [c for c in meta.get_valid_columns() if c not in default_fields]
	return {column: new.get(column) for column in columns if column not in _NOT_STORED}
