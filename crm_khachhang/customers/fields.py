"""The rules of a customer's fields. Each function checks or normalises one thing of one document."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.utils import cstr, flt, fmt_money, getdate, now_datetime, validate_email_address

from crm_khachhang.customers import links, messages
from crm_khachhang.customers.owners import candidates
from crm_khachhang.customers.text import same_name_key, tidy
from crm_khachhang.vietnam import phone, tax_code
from crm_khachhang.vietnam.cells import is_number

# Field that people type -> hidden, indexed field with the same number in E.164.
PHONE_FIELDS = {"phone": "phone_e164", "other_phone": "other_phone_e164"}

# Field that a click follows -> its rule, and the words of its refusal.
WEB_FIELDS = {"website": links.web_address, "facebook": links.page, "image": links.picture}
WEB_REFUSALS = {"website": messages.WEBSITE, "facebook": messages.FACEBOOK, "image": messages.IMAGE}

# Facts about other documents, written by those who keep them right and never by a form.
COMPUTED_FIELDS = (
	"primary_contact",
	"next_care_on",
	"last_care_on",
	"total_debt",
	"overdue_debt",
)

TEXT_TYPES = ("Data", "Small Text")
STRUCTURED_TYPES = (*table_fields, "JSON")

# The column of an amount has twelve digits in front of its point.
DECIMAL_TYPES = ("Currency", "Float", "Percent")
TOO_LARGE = 10**12

# What the column of a longer text holds; a letter of Vietnamese takes up to three bytes.
TEXT_BYTES = 65_535

# So much of a refused value is told.
LONGEST_SHOWN = 100

# A float of a larger amount has other digits than were typed.
MOST_READABLE = 10**15

A_DAY = timedelta(days=1)
EARLIEST_DATE = getdate("1900-01-01")

# Addresses that Frappe's own check, which takes its time, finds right as well.
_PLAIN_EMAIL = re.compile(
	r"[a-z0-9]+(?:[._-][a-z0-9]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,12}", re.I | re.ASCII
)

# RFC 5321. Frappe's own check takes seconds for a text of thousands of characters.
LONGEST_EMAIL = 254

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class InvalidField(frappe.ValidationError):
	"""A value that breaks the rule of its field."""


class DuplicateName(frappe.DuplicateEntryError):
	"""A name that another document of the same list has."""


def refuse(doc: Document, fieldname: str, reason: str, exception: type[Exception] = InvalidField) -> None:
	"""Raise `exception`: the field's label, the refused value, and `reason` (a sentence not yet translated).

	The field and the reason stay in `doc.flags.refused` for who tells of many refusals in a table.
	"""
	doc.flags.refused = (fieldname, _(reason))
	frappe.throw(
		f"{_label(doc, fieldname)}{_shown_value(doc, fieldname)}: {_(reason)}",
		exception,
		title=_("Please Check {0}").format(_(doc.doctype)),
	)


def set_texts(doc: Document) -> None:
	"""Make text of the numbers in the text fields; refuse what is neither. A program may send such values."""
	others = [
		(name, value) for name, value in vars(doc).items() if value is not None and type(value) is not str
	]
	for fieldname, value in others:
		field = doc.meta.get_field(fieldname)
		if field and isinstance(value, list | dict):
			_refuse_structure(doc, field)
		elif field and field.fieldtype in TEXT_TYPES:
			set_text(doc, fieldname)


def _refuse_structure(doc: Document, field) -> None:
	"""Refuse a list or an object in a field of one value: the database would be given it as it is."""
	if field.fieldtype not in STRUCTURED_TYPES:
		refuse(doc, field.fieldname, messages.NOT_A_DATE if field.fieldtype == "Date" else messages.NOT_TEXT)


def set_text(doc: Document, fieldname: str) -> None:
	"""Make text of a number: 123 and 123.0 become "123". Refuse a list, an object, true and false."""
	value = doc.get(fieldname)
	if value is None or isinstance(value, str):
		return
	if not is_number(value):
		refuse(doc, fieldname, messages.NOT_TEXT)
	whole = isinstance(value, float) and value.is_integer()
	doc.set(fieldname, cstr(int(value) if whole else value))


def set_name(doc: Document, fieldname: str) -> None:
	"""Tidy a name; refuse an empty one and one with markup, which Frappe would alter silently."""
	set_text(doc, fieldname)
	name = tidy(doc.get(fieldname))
	doc.set(fieldname, name)
	if not name:
		refuse(doc, fieldname, messages.NAME_EMPTY)
	if set("<>") & set(name):
		refuse(doc, fieldname, messages.NAME_WITH_MARKUP)


def check_unique_name(doc: Document, fieldname: str, among: dict | None = None) -> None:
	"""Raise DuplicateName when another document of the list, filtered by `among`, has the same name."""
	key = same_name_key(doc.get(fieldname))
	others = frappe.get_all(doc.doctype, filters=among, fields=["name", fieldname], order_by="name")
	if any(same_name_key(other[fieldname]) == key for other in others if other.name != doc.name):
		refuse(doc, fieldname, messages.NAME_TAKEN, DuplicateName)


def set_phones(doc: Document, pairs: dict[str, str] = PHONE_FIELDS) -> None:
	"""Keep each number as typed and put its E.164 form beside it; `pairs`: typed -> normalised field."""
	for typed, normalised in pairs.items():
		doc.set(typed, tidy(doc.get(typed)))
		doc.set(normalised, _normalise(doc, typed, phone.normalize, phone.InvalidPhone, messages.of_phone))


def set_tax_code(doc: Document) -> None:
	"""Write the tax code in its canonical form."""
	code = _normalise(doc, "tax_code", tax_code.normalize, tax_code.InvalidTaxCode, messages.of_tax_code)
	doc.set("tax_code", code or None)


def set_email(doc: Document) -> None:
	"""Trim the address; refuse what is not exactly one address."""
	doc.email = tidy(doc.email)
	if not doc.email or _PLAIN_EMAIL.fullmatch(doc.email):
		return
	# Frappe's own check allows a list of addresses and names before them.
	if len(doc.email) > LONGEST_EMAIL:
		refuse(doc, "email", messages.EMAIL)
	is_one = validate_email_address(doc.email).lower() == doc.email.lower() and not set(" ,;<>") & set(
		doc.email
	)
	if not is_one:
		refuse(doc, "email", messages.EMAIL)


def check_numbers(doc: Document) -> None:
	"""Refuse numbers that their columns have no room for."""
	for field in doc.meta.get("fields", {"fieldtype": ("in", DECIMAL_TYPES)}):
		if abs(flt(doc.get(field.fieldname))) >= TOO_LARGE:
			refuse(doc, field.fieldname, messages.TOO_LARGE)


def check_texts(doc: Document) -> None:
	"""Refuse longer texts that their columns have no room for; Frappe looks at those of one line."""
	for field in doc.meta.get("fields", {"fieldtype": "Small Text"}):
		if is_too_long(cstr(doc.get(field.fieldname))):
			refuse(doc, field.fieldname, messages.TEXT_TOO_LONG)


def is_too_long(text: str) -> bool:
	"""Return whether the column of a longer text has no room for this one."""
	return len(text) * 4 > TEXT_BYTES and len(text.encode(errors="surrogatepass")) > TEXT_BYTES


def check_date(doc: Document, fieldname: str) -> None:
	"""Refuse what is no date, and a date in the future or before 1900."""
	value = doc.get(fieldname)
	if not value:
		return
	if not is_date(value):
		refuse(doc, fieldname, messages.NOT_A_DATE)
	day = date.fromisoformat(value) if isinstance(value, str) else getdate(value)
	if day >= date.today() - A_DAY and day > now_datetime().date():  # the site's clock takes its time
		refuse(doc, fieldname, messages.DATE_IN_FUTURE)
	if day < EARLIEST_DATE:
		refuse(doc, fieldname, messages.DATE_TOO_EARLY)


def check_account_manager(doc: Document) -> None:
	"""Refuse a new owner who may not change customers in the desk; who owned the customer before stays."""
	user = doc.account_manager
	if user and doc.has_value_changed("account_manager") and not candidates.may_own(user):
		refuse(doc, "account_manager", messages.ACCOUNT_MANAGER)


def set_addresses_of_the_web(doc: Document) -> None:
	"""Give addresses their scheme; refuse those that a click should not follow, such as javascript:."""
	for fieldname, rule in WEB_FIELDS.items():
		value = tidy(doc.get(fieldname))
		if not value or (value == doc.get(fieldname) and not doc.has_value_changed(fieldname)):
			continue
		try:
			doc.set(fieldname, rule(value))
		except links.InvalidLink:
			refuse(doc, fieldname, WEB_REFUSALS[fieldname])


def keep_computed(doc: Document) -> None:
	"""Nobody gives a new customer debts or a past by saying so, and a form that was opened earlier does not
	put back what other documents have changed meanwhile."""
	before = doc.get_doc_before_save()
	for fieldname in COMPUTED_FIELDS:
		doc.set(fieldname, before.get(fieldname) if before else None)


def take_computed_now(doc: Document) -> None:
	"""Before a whole customer is written: take what others have computed since this transaction began, and keep it so.

	Without it, a payment that was posted while a form was being saved would be owed again.
	"""
	if not doc.is_new():
		doc.update(frappe.db.get_value(doc.doctype, doc.name, COMPUTED_FIELDS, as_dict=True, for_update=True))


def set_province_of_ward(doc: Document) -> None:
	"""Fill the province from the ward; refuse a ward of another province."""
	if not doc.ward:
		return
	province = frappe.get_cached_value("KH Ward", doc.ward, "province")
	doc.province = doc.province or province
	if province and province != doc.province:
		refuse(doc, "ward", messages.WARD_OUTSIDE_PROVINCE)


def is_date(value: object) -> bool:
	"""True for a date and for its text in ISO 8601, as Frappe's forms and the database write it."""
	if isinstance(value, date):
		return True
	if not (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
		return False
	try:
		return bool(date.fromisoformat(value))
	except ValueError:
		return False


def _label(doc: Document, fieldname: str) -> str:
	return frappe.bold(_(doc.meta.get_label(fieldname)))


def _shown_value(doc: Document, fieldname: str) -> str:
	"""The value in brackets; a link's would be a code that nobody typed, a list's nothing to read."""
	value, field = doc.get(fieldname), doc.meta.get_field(fieldname)
	if not value or field.fieldtype == "Link" or isinstance(value, list | dict | bool):
		return ""
	shown = _as_written(value, field)
	shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
	return f" ({frappe.utils.escape_html(shown)})"


def _as_written(value, field) -> str:
	"""A date and an amount as people write them, anything else as it came."""
	if field.fieldtype == "Date" and is_date(value):
		return frappe.format(value, field)
	if field.fieldtype == "Currency" and isinstance(value, int | float) and abs(value) <= MOST_READABLE:
		return fmt_money(value, 0 if value == int(value) else None)
	return cstr(value)


def _normalise(
	doc: Document,
	fieldname: str,
	normalize: Callable[[str], str],
	error_type: type[ValueError],
	words: Callable[[ValueError], str],
) -> str:
	try:
		return normalize(doc.get(fieldname))
	except error_type as error:
		reason = words(error)
	refuse(doc, fieldname, reason)
