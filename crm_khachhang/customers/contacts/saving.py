"""What happens when a contact of a customer is saved, renamed, merged or deleted, on whatever path."""

import frappe
from frappe.model.document import Document
from frappe.model.naming import append_number_if_name_exists

from crm_khachhang.customers import fields, messages
from crm_khachhang.customers.contacts import primary, rules
from crm_khachhang.customers.contacts.links import CUSTOMER, customers_of
from crm_khachhang.customers.text import tidy

BIRTH = "kh_date_of_birth"

# Takes the place of a picture while Frappe validates a contact; see `keep_to_ourselves`.
NO_PICTURE = "-"


def autoname(contact: Document, method: str | None = None) -> None:
	"""Some releases of Frappe give two people of one customer who share a name the same name of document."""
	if customers_of(contact) and frappe.db.exists("Contact", contact.name):
		contact.name = append_number_if_name_exists("Contact", contact.name)


def before_validate(contact: Document, method: str | None = None) -> None:
	"""Check what changed; take the locks before the rows of the links are written."""
	check_birth(contact)
	before = contact.get_doc_before_save()
	now, then = customers_of(contact), customers_of(before)
	if not now | then:
		return
	primary.lock(now ^ then)
	check_name(contact)
	rules.check_rows(contact, before)
	keep_to_ourselves(contact)


def check_birth(contact: Document) -> None:
	"""Refuse a date of birth that is none, or that lies in the future; of any contact, for the field is ours."""
	if contact.has_value_changed(BIRTH):
		fields.check_date(contact, BIRTH)


def check_name(contact: Document) -> None:
	"""Tidy the parts of the name; refuse markup, which Frappe would alter silently."""
	for fieldname in ("first_name", "middle_name", "last_name"):
		fields.set_text(contact, fieldname)
		contact.set(fieldname, tidy(contact.get(fieldname)))
		if set("<>") & set(contact.get(fieldname)):
			fields.refuse(contact, fieldname, messages.NAME_WITH_MARKUP)


def keep_to_ourselves(contact: Document) -> None:
	"""Keep Frappe from sending a customer's e-mail address to gravatar.com in search of a picture.

	Contact.validate does so for each contact without one, and waits for the answer. It runs between this
	and `validate`, which takes the placeholder away again.
	"""
	if not contact.image:
		contact.flags.kh_image = contact.image
		contact.image = NO_PICTURE


def validate(contact: Document, method: str | None = None) -> None:
	"""Take the placeholder for a picture away."""
	if contact.image == NO_PICTURE:
		contact.image = contact.flags.pop("kh_image", None)


def on_update(contact: Document, method: str | None = None) -> None:
	"""Keep one primary contact for each customer that the contact came to or left."""
	now, then = customers_of(contact), customers_of(contact.get_doc_before_save())
	primary.joined(contact.name, now - then)
	primary.left(contact.name, then - now)


def on_trash(contact: Document, method: str | None = None) -> None:
	"""Let others take over before Frappe asks who still names the contact."""
	primary.left(contact.name, customers_of(contact))


def after_rename(
	contact: Document, method: str | None, old: str, new: str, merge: bool = False, *_others
) -> None:
	"""A contact that another is merged into belongs to the customers of both."""
	if not merge:
		return
	missing = customers_of(frappe.get_doc("Contact", old)) - customers_of(contact)
	for customer in sorted(missing):
		contact.append("links", {"link_doctype": CUSTOMER, "link_name": customer})
	if missing:
		# Whoever may merge the two may have the links of one move to the other.
		contact.save(ignore_permissions=True)
