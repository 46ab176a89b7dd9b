"""The people of a customer as its screens show and change them.

A person is a dict: full_name, position, status, source (names of masters), date_of_birth, phone, email, is_primary.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from crm_khachhang.access.arguments import flat, records
from crm_khachhang.customers import messages
from crm_khachhang.customers.contacts import primary, rules
from crm_khachhang.customers.contacts.links import CUSTOMER, contacts_of, customers_of
from crm_khachhang.customers.text import tidy

# Field of a person -> field of the contact.
MASTERS = {"position": "kh_position", "status": "kh_status", "source": "kh_source"}
PLAIN = {**MASTERS, "date_of_birth": "kh_date_of_birth"}

SHOWN_OF_MASTERS = {
	"kh_position": ("KH Contact Position", ("position_name",)),
	"kh_status": ("KH Contact Status", ("status_name", "color")),
}

# What people write into a row.
WRITTEN = ("full_name", "position", "phone", "email")

MOST_CHARACTERS = 100

MOST_SHOWN = 200


def of(customer: str, most: int | None = MOST_SHOWN) -> list[dict]:
	"""Return the customer's people that the session's user may read; the primary one first (`most` None: all).

	Beside the fields of a person: name (of the contact), position_name, status_name, status_color.
	"""
	main = frappe.db.get_value(CUSTOMER, customer, "primary_contact")
	contacts = frappe.get_list(
		"Contact",
		filters={"name": ("in", contacts_of(customer, limit=most) or [""])},
		fields=["name", "full_name", "first_name", *PLAIN.values(), "mobile_no", "phone", "email_id"],
		order_by="creation asc",
		limit_page_length=most or 0,
	)
	names = _names_of_masters(contacts)
	people = [_shown(contact, main, names) for contact in contacts]
	return sorted(people, key=lambda person: not person["is_primary"])


def _shown(contact: dict, main: str | None, names: dict) -> dict:
	number = contact.mobile_no or contact.phone
	status = names.get(("kh_status", contact.kh_status), {})
	return {
		"name": contact.name,
		"full_name": contact.full_name or contact.first_name,
		"position": contact.kh_position,
		"position_name": names.get(("kh_position", contact.kh_position), {}).get("position_name"),
		"status": contact.kh_status,
		"status_name": status.get("status_name"),
		"status_color": status.get("color"),
		"source": contact.kh_source,
		"date_of_birth": contact.kh_date_of_birth,
		"phone": number,
		"email": contact.email_id,
		"is_primary": contact.name == main,
	}


def _names_of_masters(contacts: list[dict]) -> dict:
	"""Return what people read instead of the names of positions and statuses, with one query each."""
	shown = {}
	for field, (doctype, columns) in SHOWN_OF_MASTERS.items():
		used = sorted({contact[field] for contact in contacts if contact[field]})
		rows = (
			frappe.get_all(doctype, filters={"name": ("in", used)}, fields=["name", *columns]) if used else []
		)
		shown |= {(field, row.name): row for row in rows}
	return shown


def check(person: dict, row: int | None = None) -> None:
	"""Refuse a person without a name, with an impossible number or address; names the row and the field."""
	flat(person, "person")
	name = tidy(cstr(person.get("full_name")))
	if not name:
		rules.refuse(_("First and Last Name"), "", messages.NAME_EMPTY, row)
	if len(name) > MOST_CHARACTERS:
		rules.refuse(_("First and Last Name"), "", messages.NAME_TOO_LONG, row)
	if set("<>") & set(name):
		rules.refuse(_("First and Last Name"), name, messages.NAME_WITH_MARKUP, row)
	for field, label, rule in (
		("phone", _("Phone"), rules.check_phone),
		("email", _("Email"), rules.check_email),
	):
		value = tidy(cstr(person.get(field)))
		if reason := rule(value):
			rules.refuse(label, value, reason, row)


def add(customer: str, person: dict, row: int | None = None) -> Document:
	"""Insert and return a contact of the customer; `row` is its place in a table, for refusals."""
	check(person, row)
	contact = frappe.new_doc("Contact")
	contact.append("links", {"link_doctype": CUSTOMER, "link_name": customer})
	_fill(contact, person)
	contact.insert()
	if cint(person.get("is_primary")):
		primary.choose(customer, contact.name)
	return contact


def add_all(rows: list[dict], customer: str, owner: str | None = None) -> None:
	"""Insert the contacts of a new customer; all are checked first. Rows that nobody filled in are left out."""
	rows = records(rows, "contacts")
	filled = [(number, row) for number, row in enumerate(rows, 1) if any(map(row.get, WRITTEN))]
	for number, row in filled:
		check(row, number)
	for number, row in filled:
		add(customer, row, number)


def change(contact: Document, customer: str, person: dict) -> None:
	"""Save what the dialog shows of a contact; its other numbers and addresses stay."""
	check(person)
	_fill(contact, person)
	contact.save()
	if cint(person.get("is_primary")):
		primary.choose(customer, contact.name)


def link(contact: Document, customer: str) -> None:
	"""Let the contact belong to the customer as well."""
	if customer not in customers_of(contact):
		contact.append("links", {"link_doctype": CUSTOMER, "link_name": customer})
		contact.save()


def unlink(contact: Document, customer: str) -> None:
	"""The contact no longer belongs to the customer; the contact itself stays."""
	rows = contact.get("links", {"link_doctype": CUSTOMER, "link_name": customer})
	for row in rows:
		contact.remove(row)
	if rows:
		contact.save()


def _fill(contact: Document, person: dict) -> None:
	name = tidy(cstr(person["full_name"]))
	if name != contact.full_name:
		# The whole name in one part: Frappe would write the family name last.
		contact.update({"first_name": name, "middle_name": "", "last_name": ""})
	for field, fieldname in PLAIN.items():
		if field in person:
			contact.set(fieldname, person[field] or None)
	_fill_row(contact, "phone_nos", "phone", "is_primary_mobile_no", person.get("phone"))
	_fill_row(contact, "email_ids", "email_id", "is_primary", person.get("email"))


def _fill_row(contact: Document, table: str, column: str, marker: str, value: str | None) -> None:
	"""Write the number or address that the dialog shows, which is the marked one."""
	value = tidy(cstr(value))
	rows = contact.get(table)
	shown = next((row for row in rows if row.get(marker)), None)
	if shown and not value:
		contact.remove(shown)
	elif shown:
		shown.set(column, value)
	elif value:
		contact.append(table, {column: value, marker: 1})
