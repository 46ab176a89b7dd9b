"""vCard 3.0 (RFC 2426), as phones and mail programs read it: a customer is a card, each of its people another.

Properties of ours (`importing/reading/own_cards.py` reads them) say whose card it is and how a number was typed, so
that importing it again changes nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO

import frappe
import vobject
from frappe.utils import getdate
from vobject.vcard import Address, Name

from crm_khachhang.customers.contacts.links import CUSTOMER
from crm_khachhang.exporting import cells, reading
from crm_khachhang.exporting.columns import readable_fields
from crm_khachhang.vietnam import phone

ORGANIZATION = "Organization"

# Properties of ours: the code of the customer, that of the customer whose contact it is; parameters of a number: how it
# was typed, and in which field.
CODE, CUSTOMER_CODE = "x-kh-code", "x-kh-customer"
TYPED, FIELD = "X-KH-TYPED", "X-KH-FIELD"

FIELDS = (
	*("customer_name", "customer_type", "phone", "phone_e164", "other_phone", "other_phone_e164", "email"),
	*("website", "address_line", "ward", "province", "country", "date_of_birth", "description"),
)
LINKS = {"ward": "KH Ward", "province": "KH Province", "country": "Country"}
CONTACT = "Contact"
POSITION = "KH Contact Position"

# Beginnings of Vietnam's mobile numbers; the others hang on a wall.
MOBILE = tuple(f"+84{digit}" for digit in "35789")


def write(file: BinaryIO, names: list[str], watch: Callable = iter) -> None:
	"""Write the cards of the customers, each followed by those of its people that the user sees."""
	fields = [field for field in FIELDS if field in readable_fields()]
	for documents in watch(reading.documents_of(names, fields)):
		for card in _cards(documents):
			file.write(card.serialize().encode())


def _cards(documents: list[frappe._dict]) -> Iterator[vobject.base.Component]:
	titles = _titles(documents)
	people = _people([document.name for document in documents])
	for document in documents:
		yield _of_customer(document, titles)
		for person in people.get(document.name, ()):
			yield _of_person(person, document)


def _of_customer(customer: frappe._dict, titles: dict[str, dict[str, str]]):
	is_organization = customer.customer_type == ORGANIZATION
	card = _card(customer.customer_name, "" if is_organization else None)
	card.add("uid").value = customer.name
	card.add(CODE).value = customer.name
	if is_organization:
		card.add("org").value = [_clean(customer.customer_name)]
		card.add("x-abshowas").value = "COMPANY"
	for typed, normalised in (("phone", "phone_e164"), ("other_phone", "other_phone_e164")):
		line = _add_phone(card, customer.get(normalised) or customer.get(typed), is_organization)
		if line is not None:
			line.params[TYPED] = [_clean(customer.get(typed))]
			line.params[FIELD] = [typed]
	_add_email(card, customer.email)
	_add_address(card, customer, titles)
	_add(card, "url", customer.website)
	if customer.date_of_birth:
		card.add("bday").value = _day(customer.date_of_birth)
	_add(card, "note", customer.description)
	return card


def _of_person(person: frappe._dict, customer: frappe._dict):
	card = _card(person.full_name or person.first_name)
	card.add("uid").value = person.name
	card.add(CUSTOMER_CODE).value = customer.name
	card.add("org").value = [_clean(customer.customer_name)]
	_add(card, "title", person.position)
	for number in person.numbers:
		_add_phone(card, _e164(number), customer.customer_type == ORGANIZATION)
	_add_email(card, person.email_id)
	return card


def _card(name: str | None, family: str | None = None):
	"""A card with its name: Vietnamese names begin with that of the family; an organization has none."""
	card, shown = vobject.vCard(), _clean(name)
	card.add("fn").value = shown
	words = shown.split()
	if family is not None or len(words) < 2:
		card.add("n").value = Name(family=family or "", given="" if family is not None else shown)
	else:
		card.add("n").value = Name(family=words[0], given=words[-1], additional=" ".join(words[1:-1]))
	return card


def _add(card, kind: str, value: str | None) -> None:
	if value:
		card.add(kind).value = _clean(value)


def _add_phone(card, number: str | None, at_work: bool):
	"""Add a number and return its line; None where there is none."""
	if not number:
		return None
	line = card.add("tel")
	line.value = _clean(number)
	line.type_param = "CELL" if number.startswith(MOBILE) else "WORK" if at_work else "HOME"
	return line


def _add_email(card, address: str | None) -> None:
	if address:
		line = card.add("email")
		line.value = _clean(address)
		line.type_param = "INTERNET"


def _add_address(card, customer: frappe._dict, titles: dict[str, dict[str, str]]) -> None:
	shown = {field: titles[field].get(customer.get(field)) or "" for field in LINKS}
	if not (customer.address_line or any(shown.values())):
		return
	line = card.add("adr")
	line.value = Address(
		street=_clean(customer.address_line),
		city=shown["ward"],
		region=shown["province"],
		country=shown["country"],
	)
	line.type_param = "WORK" if customer.customer_type == ORGANIZATION else "HOME"


def _titles(documents: list[frappe._dict]) -> dict[str, dict[str, str]]:
	found = reading.Titles()
	return {
		field: found.of(doctype, [document.get(field) for document in documents])
		for field, doctype in LINKS.items()
	}


def _people(customers: list[str]) -> dict[str, list[frappe._dict]]:
	"""The people of the customers that the user may read: {customer: contacts}, a few queries for all of them."""
	if not frappe.has_permission(CONTACT, "read"):
		return {}
	links = frappe.get_all(
		"Dynamic Link",
		filters={"parenttype": CONTACT, "link_doctype": CUSTOMER, "link_name": ("in", customers or [""])},
		fields=["parent", "link_name"],
		order_by="creation asc, name asc",
	)
	contacts = _contacts(sorted({link.parent for link in links}))
	found: dict[str, list[frappe._dict]] = {}
	for link in links:
		if link.parent in contacts:
			found.setdefault(link.link_name, []).append(contacts[link.parent])
	return found


def _contacts(names: list[str]) -> dict[str, frappe._dict]:
	rows = frappe.get_list(
		CONTACT,
		filters={"name": ("in", names or [""])},
		fields=["name", "full_name", "first_name", "kh_position", "mobile_no", "phone", "email_id"],
		order_by="name asc",
		limit_page_length=0,
	)
	positions = reading.Titles().of(POSITION, [row.kh_position for row in rows])
	numbers = _numbers([row.name for row in rows])
	for row in rows:
		row.position = positions.get(row.kh_position)
		row.numbers = list(
			dict.fromkeys(filter(None, [row.mobile_no, row.phone, *numbers.get(row.name, ())]))
		)
	return {row.name: row for row in rows}


def _numbers(contacts: list[str]) -> dict[str, list[str]]:
	"""All numbers of contacts that the user may read."""
	rows = frappe.get_all(
		"Contact Phone",
		filters={"parenttype": CONTACT, "parent": ("in", contacts or [""])},
		fields=["parent", "phone"],
		order_by="idx asc",
	)
	found: dict[str, list[str]] = {}
	for row in rows:
		found.setdefault(row.parent, []).append(row.phone)
	return found


def _e164(number: str) -> str:
	try:
		return phone.normalize(number) or number
	except phone.InvalidPhone:
		return number


def _day(value: date | str) -> str:
	return getdate(value).isoformat()


def _clean(value: str | None) -> str:
	return (cells.text(value) or "").strip()
