"""What Frappe itself checks of each document before it is saved: the same for a draft, with a reason for people."""

from collections.abc import Callable

import frappe
from frappe.utils import cint, cstr, flt, strip_html

from crm_khachhang.customers import messages
from crm_khachhang.customers.fields import DECIMAL_TYPES, TOO_LARGE, is_too_long
from crm_khachhang.importing.planning.draft import Draft
from crm_khachhang.importing.planning.rows import Problem

# Fields whose own rule is stricter.
OWN = ("email", "website")

LARGEST_WHOLE = 2147483647
LONGEST_DATA = 140


def _(text: str) -> str:  # the sentences are translated where they are told
	return text


EMPTY = _("This field must not be empty.")
TOO_LONG = _("The text is too long. Write at most {0} characters.")
NEGATIVE = _("The number must not be below zero.")
NOT_LISTED = _("This is not in the list. Choose one of: {0}.")

_ = frappe._


class Checks:
	"""The checks of one DocType; made once for an import, because they read the whole form."""

	def __init__(self, meta):
		fields = [df for df in meta.fields if not df.get("is_virtual")]
		self.required = [df for df in fields if df.reqd and df.fieldtype != "Table"]
		self.lengths = {df.fieldname: limit for df in fields if (limit := _longest(df))}
		self.shortest = min(self.lengths.values())
		self.texts = [df.fieldname for df in fields if df.fieldtype == "Small Text"]
		self.decimals = [df.fieldname for df in fields if df.fieldtype in DECIMAL_TYPES]
		self.whole = [df.fieldname for df in fields if df.fieldtype == "Int"]
		self.positive = [df for df in fields if cint(df.get("non_negative"))]
		self.selects = {
			df.fieldname: df.options.split("\n") for df in fields if df.fieldtype == "Select" and df.options
		}
		data = (df for df in meta.get_data_fields() if df.fieldname not in OWN)
		self.data = {df.fieldname: df.options for df in data if df.options in _DATA}

	def problems(self, draft: Draft) -> list[Problem]:
		"""Return what Frappe would refuse."""
		found = [*self._of_texts(draft), *self._of_numbers(draft), *self._of_kinds(draft)]
		for df in self.required:
			value = draft.get(df.fieldname)
			if value in (None, []) or not strip_html(cstr(value)).strip():
				found.append(Problem(df.fieldname, "", _(EMPTY)))
		return found

	def _of_texts(self, draft: Draft):
		for fieldname, value in vars(draft).items():
			if (
				type(value) is str
				and len(value) > self.shortest
				and len(value) > self.lengths.get(fieldname, len(value))
			):
				yield Problem(fieldname, value, _(TOO_LONG).format(self.lengths[fieldname]))
		for fieldname in self.texts:
			if is_too_long(value := draft.get(fieldname) or ""):
				yield Problem(fieldname, value, _(messages.TEXT_TOO_LONG))
		for fieldname, options in self.selects.items():
			value = draft.get(fieldname)
			if value and value not in options and cstr(value).strip() not in options:
				yield Problem(fieldname, cstr(value), _(NOT_LISTED).format(", ".join(filter(None, options))))

	def _of_numbers(self, draft: Draft):
		for names, read, limit in ((self.whole, cint, LARGEST_WHOLE + 1), (self.decimals, flt, TOO_LARGE)):
			for fieldname in names:
				if (value := draft.get(fieldname)) and abs(read(value)) >= limit:
					yield Problem(fieldname, cstr(draft.get(fieldname)), _(messages.TOO_LARGE))
		for df in self.positive:
			if (draft.get(df.fieldname) or 0) < 0:
				yield Problem(df.fieldname, cstr(draft.get(df.fieldname)), _(NEGATIVE))

	def _of_kinds(self, draft: Draft):
		for fieldname, kind in self.data.items():
			value = draft.get(fieldname)
			if len(cstr(value)) > self.lengths.get(fieldname, LONGEST_DATA):  # told already
				continue
			if value and draft.has_value_changed(fieldname) and (reason := _refusal(_DATA[kind], value)):
				yield Problem(fieldname, cstr(value), reason)


def _longest(df) -> int:
	kind, length = frappe.db.type_map.get(df.fieldtype) or (None, None)
	return (cint(df.get("length")) or cint(length) or LONGEST_DATA) if kind == "varchar" else 0


def _refusal(check: Callable, value: str) -> str:
	try:
		check(value, throw=True)
	except frappe.ValidationError as error:
		return strip_html(cstr(error))
	finally:
		frappe.clear_messages()
	return ""


_DATA = {
	"Email": frappe.utils.validate_email_address,
	"Name": frappe.utils.validate_name,
	"Phone": frappe.utils.validate_phone_number,
	"URL": frappe.utils.validate_url,
}
