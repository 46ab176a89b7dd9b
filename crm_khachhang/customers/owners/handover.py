"""Handing customers over: the owner changes, and what the old owner had open moves along."""

from collections.abc import Iterable
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname, get_url_to_form, get_url_to_list

CUSTOMER = "KH Customer"
MOST_LISTED = 50

# What may move along with a customer: packages and apps name it there, with a function
# (customer: Document, old: str, new: str) that gives what `old` had open of it to `new`.
HOOK = "kh_owner_handover"


def kinds() -> list[str]:
	"""Return what may move along, as the hook calls it."""
	return list(frappe.get_hooks(HOOK))


def hand_over(customer: Document, to: str, note: str = "", along: Iterable[str] = ()) -> None:
	"""Save `customer` with the owner `to`; what the old owner had open of the kinds `along` moves as well.

	The right to change the customer is what this needs: the appointments and tasks of colleagues move
	along with it.
	"""
	old = customer.account_manager
	customer.account_manager = to
	customer.flags.owner_note = note
	customer.save()
	registered = frappe.get_hooks(HOOK)
	for kind in along if old else ():
		for path in registered.get(kind, ()):
			frappe.get_attr(path)(customer, old, to)


def move_tasks(customer: Document, old: str, new: str) -> None:
	"""Assign the open tasks that `old` has with the customer to `new`."""
	of_customer = {"reference_type": customer.doctype, "reference_name": customer.name}
	move("ToDo", {**of_customer, "status": "Open"}, "allocated_to", old, new)


def move(doctype: str, filters: dict, fieldname: str, old: str, new: str) -> None:
	"""Write `new` into the field of the documents that `filters` find and that have `old` in it."""
	names = frappe.get_all(doctype, filters={**filters, fieldname: old}, pluck="name", order_by="creation")
	for name in names:
		doc = frappe.get_doc(doctype, name)
		doc.set(fieldname, new)
		doc.save(ignore_permissions=True)


def notify(to: str, customers: list[tuple[str, str]], note: str = "") -> None:
	"""Tell `to` once about all `customers` (code, name) that they got; nobody is told of what they took."""
	if not customers or to == frappe.session.user:
		return
	log = frappe.new_doc("Notification Log")
	log.update({"for_user": to, "from_user": frappe.session.user, "type": "Alert"})
	log.update({"subject": _subject(to, len(customers)), "email_content": _content(customers, note)})
	if len(customers) == 1:
		log.update({"document_type": CUSTOMER, "document_name": customers[0][0]})
	elif log.meta.has_field("link"):
		log.link = get_url_to_list(CUSTOMER) + "?" + urlencode({"account_manager": to})
	log.insert(ignore_permissions=True)


def _subject(to: str, count: int) -> str:
	language = frappe.db.get_value("User", to, "language") or frappe.local.lang
	name = frappe.bold(escape_html(get_fullname(frappe.session.user)))
	return _("{0} handed {1} customers over to you.", language).format(name, count)


def _content(customers: list[tuple[str, str]], note: str) -> str:
	"""The note and the first customers, each a link."""
	lines = [
		f'<li><a href="{get_url_to_form(CUSTOMER, code)}">{escape_html(f"{code} {name}".strip())}</a></li>'
		for code, name in customers[:MOST_LISTED]
	]
	more = "<li>…</li>" if len(customers) > MOST_LISTED else ""
	return f"<p>{escape_html(note)}</p><ul>{''.join(lines)}{more}</ul>"
