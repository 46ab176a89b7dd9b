"""Saves a customer, its contacts and its first appointment together: all of it or nothing."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from crm_khachhang.access.arguments import single
from crm_khachhang.customers.duplicates.check import REASON
from crm_khachhang.customers.fields import STRUCTURED_TYPES

CUSTOMER = "KH Customer"

# What may come into the world together with a customer: packages name it there, with a function
# (given, customer: str, owner: str | None) that saves it. So this package need not know them.
HOOK = "kh_saved_with_new_customer"

# Where a new customer that is not saved yet carries it: {name in the hook: what is given}. The popup hands
# it over to the full form, which saves it like any other value.
CARRIED = "kh_companions"

SAVEPOINT = "kh_new_customer"


def create(values: dict, companions: dict | None = None) -> Document:
	"""Insert and return a customer with its companions.

	`values`: fields of KH Customer. When something is refused nothing is saved, also where the caller goes
	on with its transaction.
	"""
	meta = frappe.get_meta(CUSTOMER)
	# Only fields of the form: names, owners and states of documents are not for a popup to set.
	# A manager's reason for a second customer of the same number goes along.
	fields = {name: value for name, value in values.items() if meta.has_field(name) or name == REASON}
	for name, value in fields.items():
		if name == REASON or meta.get_field(name).fieldtype not in STRUCTURED_TYPES:
			single(value, name)
	for link in meta.get_link_fields():
		if isinstance(fields.get(link.fieldname), float):  # which Frappe 16 takes for an error of the program
			fields[link.fieldname] = cstr(fields[link.fieldname])
	customer = frappe.get_doc({"doctype": CUSTOMER, **fields, CARRIED: companions or {}})
	frappe.db.savepoint(SAVEPOINT)
	try:
		customer.insert()
	except Exception:
		frappe.db.rollback(save_point=SAVEPOINT)
		raise
	customer.reload()
	return customer


def save_companions(customer: Document) -> None:
	"""Save what the new customer carries, within the same transaction."""
	carried = customer.get(CARRIED)
	if not carried:
		return
	if not isinstance(carried, dict):
		frappe.throw(_("Contacts and appointment of a new customer must be given as an object."))
	registered = frappe.get_hooks(HOOK)
	for kind, given in carried.items():
		for path in registered.get(kind, ()) if given else ():
			frappe.get_attr(path)(given, customer.name, customer.account_manager)
