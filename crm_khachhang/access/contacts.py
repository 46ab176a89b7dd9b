"""Contacts and addresses follow the customers whom they are linked to.

Frappe's Contact and Address serve every app of a site. Somebody whose right on them comes from a role of
ours alone sees those of the customers they see and those they made; who sees all customers also sees
those without links. Somebody who has the right from elsewhere (a user of ERPNext) keeps what they
had, except those that belong only to customers of ours whom they do not see.
"""

import frappe
from pypika.terms import Criterion

from crm_khachhang.access import customers, records
from crm_khachhang.access.roles import ROLES

DOCTYPES = ("Contact", "Address")
OWN_CHECK = "crm_khachhang.access.contacts.has_permission"


def visible(doctype: str, user: str | None = None) -> Criterion | None:
	"""Return the rule on the table of contacts or addresses; None when it hides nothing from `user`."""
	user = user or frappe.session.user
	rule = customers.visible(user)
	elsewhere = _has_right_elsewhere(doctype, user)
	if rule is None and elsewhere:
		return None
	table = frappe.qb.DocType(doctype)
	seen = (table.owner == records.literal(user)) | table.name.isin(_linked(doctype, rule))
	if elsewhere:
		return (
			seen
			| table.name.isin(_having_links(doctype, False))
			| table.name.notin(_having_links(doctype, True))
		)
	return seen if not customers.sees_all_owners(user) else seen | table.name.notin(_having_links(doctype))


def contacts(user: str | None = None) -> str:
	"""Return the rule for Frappe's lists of contacts."""
	return records.as_text(visible("Contact", user))


def addresses(user: str | None = None) -> str:
	"""Return the rule for Frappe's lists of addresses."""
	return records.as_text(visible("Address", user))


def phones(user: str | None = None) -> str:
	"""Return the rule for lists of the phone numbers of contacts."""
	return _rows("Contact Phone", ("Contact",), user)


def emails(user: str | None = None) -> str:
	"""Return the rule for lists of the e-mail addresses of contacts."""
	return _rows("Contact Email", ("Contact",), user)


def dynamic_links(user: str | None = None) -> str:
	"""Return the rule for lists of the links of contacts and addresses; the links of others stay."""
	return _rows("Dynamic Link", DOCTYPES, user)


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether `user` sees the stored contact or address, and nobody else's check is against it."""
	seen = records.allowed(doc, user, lambda: visible(doc.doctype, user), ptype)
	return seen and records.others_allow(doc, ptype, user, OWN_CHECK)


def _rows(rows_of: str, parents: tuple[str, ...], user: str | None) -> str:
	table = frappe.qb.DocType(rows_of)
	rules = {parent: visible(parent, user) for parent in parents}
	hidden = {parent: rule for parent, rule in rules.items() if rule is not None}
	if not hidden:
		return ""
	seen = table.parenttype.notin(list(hidden))
	for parent, rule in hidden.items():
		seen |= (table.parenttype == parent) & table.parent.isin(records.names_query(parent, rule))
	return records.as_text(seen)


def _linked(doctype: str, rule: Criterion | None):
	"""The names of what is linked to a customer, to one that satisfies the rule where there is one."""
	link, customer = frappe.qb.DocType("Dynamic Link"), frappe.qb.DocType(customers.CUSTOMER)
	query = frappe.qb.from_(link).select(link.parent)
	query = query.where((link.parenttype == doctype) & (link.link_doctype == customers.CUSTOMER))
	if rule is None:
		return query
	return query.join(customer).on(customer.name == link.link_name).where(rule)


def _having_links(doctype: str, ours: bool | None = None):
	"""The names of what is linked to customers of ours (True), to something else (False), to anything (None)."""
	link = frappe.qb.DocType("Dynamic Link")
	query = frappe.qb.from_(link).select(link.parent)
	query = query.where((link.parenttype == doctype) & link.parent.isnotnull())
	if ours is None:
		return query
	return query.where(
		link.link_doctype == customers.CUSTOMER if ours else link.link_doctype != customers.CUSTOMER
	)


def _has_right_elsewhere(doctype: str, user: str) -> bool:
	"""Whether a role that is not of this app lets `user` read more than what they made themselves."""
	if user == "Administrator":
		return True
	others = set(frappe.get_roles(user)) - set(ROLES)
	return any(
		row.role in others and row.read and not row.permlevel and not row.if_owner
		for row in frappe.get_meta(doctype).permissions
	)
