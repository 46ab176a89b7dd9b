"""Keeping customers findable: called by the customer, by the contacts that hang on it, and by the rebuilding."""

from collections import defaultdict

import frappe
from frappe.model.document import Document

from crm_khachhang.customers.search import keys, words
from crm_khachhang.vietnam import phone

CUSTOMER = "KH Customer"
CONTACT = "Contact"
NAMES = ("first_name", "middle_name", "last_name")
PER_BATCH = 2000


def set_keys(doc: Document) -> None:
	"""Set `name_key` and `search_text` of a customer: a late step of its validation, after the fields they are of."""
	values = {field: doc.get(field) for field in keys.FIELDS}
	contacts = [] if doc.is_new() else contacts_of([doc.name])[doc.name]
	doc.name_key = keys.name_key(values)
	doc.search_text = keys.text(values, doc.name_key, contacts)


def save_words(doc: Document) -> None:
	"""Bring the words of a saved customer in step with its `search_text` and its owner."""
	before = doc.get_doc_before_save()
	was = before and (before.account_manager, before.search_text)
	if was != (doc.account_manager, doc.search_text):
		words.write(doc.name, doc.account_manager, doc.search_text, was)


def rename(doc: Document, old: str) -> None:
	"""Let the words of a renamed customer lead to it, its new code among them."""
	words.remove(old, doc.account_manager, keys.words(doc.search_text))
	words.write(doc.name, doc.account_manager, doc.search_text)
	refresh([doc.name])


def remove(doc: Document) -> None:
	"""Remove the words of a deleted customer, as the database has it."""
	stored = frappe.db.get_value(CUSTOMER, doc.name, ["account_manager", "search_text"])
	if stored:
		words.remove(doc.name, stored[0], keys.words(stored[1]))


def rename_owner(_doc: Document, _event: str, old: str, new: str, _merge: bool = False) -> None:
	"""A user got another name: Frappe has changed the customers' owner without saving them."""
	words.rename_owner(old, new)


def refresh(names: list[str]) -> None:
	"""Compute `name_key`, `search_text` and the words of customers anew; writes only what differs."""
	contacts = contacts_of(names)
	for row in _stored(names):
		key = keys.name_key(row)
		text = keys.text(row, key, contacts[row.name])
		if (key, text) != (row.name_key, row.search_text):
			frappe.db.set_value(
				CUSTOMER, row.name, {"name_key": key, "search_text": text}, update_modified=False
			)
			words.write(row.name, row.account_manager, text, (row.account_manager, row.search_text))


def _stored(names: list[str]) -> list[dict]:
	fields = [*keys.FIELDS, "account_manager", "name_key", "search_text"]
	return frappe.get_all(CUSTOMER, {"name": ("in", names)}, fields, order_by="name", limit_page_length=0)


def contacts_of(names: list[str]) -> dict[str, list[dict]]:
	"""Return {customer: its contacts}, each with `names`, `emails` and `phones` (E.164)."""
	link = frappe.qb.DocType("Dynamic Link")
	query = frappe.qb.from_(link).select(link.link_name, link.parent).where(link.parenttype == CONTACT)
	links = query.where((link.link_doctype == CUSTOMER) & link.link_name.isin(names)).run() if names else []
	found: dict[str, list[dict]] = defaultdict(list)
	if not links:
		return found
	contacts = _contacts(sorted({contact for _customer, contact in links}))
	for customer, contact in sorted(links):
		if contact in contacts:
			found[customer].append(contacts[contact])
	return found


def _contacts(names: list[str]) -> dict[str, dict]:
	everything = {"limit_page_length": 0, "order_by": "name"}
	rows = frappe.get_all(CONTACT, {"name": ("in", names)}, ["name", *NAMES], **everything)
	contacts = {
		row.name: {"names": [row[part] for part in NAMES if row[part]], "emails": [], "phones": []}
		for row in rows
	}
	among = {"parenttype": CONTACT, "parent": ("in", names)}
	for row in frappe.get_all("Contact Email", among, ["parent", "email_id"], **everything):
		contacts[row.parent]["emails"].append(row.email_id)
	for row in frappe.get_all("Contact Phone", among, ["parent", "phone"], **everything):
		contacts[row.parent]["phones"] += _e164(row.phone)
	return contacts


def _e164(written: str) -> list[str]:
	"""A contact's number is not checked: one that is none is not searched by digits."""
	try:
		return [phone.normalize(written)]
	except phone.InvalidPhone:
		return []


def refresh_of_contact(doc: Document, _event: str | None = None) -> None:
	"""Let the customers of a saved or deleted contact be found by it, or no longer."""
	before = doc.get_doc_before_save()
	linked = [*doc.get("links", []), *(before.get("links", []) if before else [])]
	names = sorted({row.link_name for row in linked if row.link_doctype == CUSTOMER})
	if names:
		refresh(names)


def rebuild() -> None:
	"""Make the words of all customers anew, in batches: for rows that came past the documents."""
	words.create_table()
	last = ""
	while names := frappe.get_all(
		CUSTOMER, {"name": (">", last)}, pluck="name", order_by="name", limit=PER_BATCH
	):
		refresh(names)
		words.add(
			(word, words.owner_key(row.account_manager), row.name)
			for row in _stored(names)
			for word in keys.words(row.search_text)
		)
		# A million customers in one transaction would fill the undo log; each batch is whole by itself, and a
		# rebuilding that was stopped begins again.
		frappe.db.commit()
		last = names[-1]


def build_if_missing() -> None:
	"""After a migration: customers that have no text for search yet, or a table of words that was lost."""
	if not words.exists() or frappe.db.exists(CUSTOMER, {"search_text": ("is", "not set")}):
		rebuild()
