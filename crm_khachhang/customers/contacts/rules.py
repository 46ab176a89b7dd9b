"""The rules of a contact's phone numbers and e-mail addresses: the same as a customer's own."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, validate_email_address

from crm_khachhang.customers import messages
from crm_khachhang.customers.fields import LONGEST_EMAIL, InvalidField
from crm_khachhang.customers.text import tidy
from crm_khachhang.vietnam import phone

# Table of the contact -> column, label and check of it.
ROWS = {
	"phone_nos": ("phone", "Phone", lambda value: check_phone(value)),
	"email_ids": ("email_id", "Email", lambda value: check_email(value)),
}


def check_rows(contact: Document, before: Document | None) -> None:
	"""Tidy and check the numbers and addresses that are new since `before`; older ones stay as they are."""
	for table, (column, label, check) in ROWS.items():
		known = {row.get(column) for row in before.get(table)} if before else set()
		for row in contact.get(table):
			row.set(column, tidy(cstr(row.get(column))))
			if row.get(column) not in known and (reason := check(row.get(column))):
				refuse(_(label), row.get(column), reason, row.idx)


def check_phone(number: str) -> str:
	"""Return the sentence, not yet translated, that refuses the phone number; "" for a good or empty one."""
	try:
		phone.normalize(number)
	except phone.InvalidPhone as error:
		return messages.of_phone(error)
	return ""


def check_email(address: str) -> str:
	"""Return the sentence, not yet translated, that refuses the address; "" for a good or empty one."""
	if len(address) > LONGEST_EMAIL:
		return messages.EMAIL
	is_one = validate_email_address(address) == address and not set(" ,;<>") & set(address)
	return "" if is_one or not address else messages.EMAIL


def refuse(label: str, value: str, reason: str, row: int | None = None) -> None:
	"""Raise InvalidField for a person: row, label, the refused value, and `reason` (not yet translated)."""
	where = _("Contacts, row {0}, {1}").format(row, label) if row else label
	shown = f" ({escape_html(cstr(value))})" if value else ""
	frappe.throw(
		f"{frappe.bold(where)}{shown}: {_(reason)}",
		InvalidField,
		title=_("Please Check {0}").format(_("Contact")),
	)
