"""The DocTypes whose documents follow the rule, and what names one of them.

A tag, an assignment, a message or an attachment says which document it is about; Frappe shows many of them
without asking whether that document may be seen.
"""

from collections.abc import Iterable

import frappe
from pypika.terms import Criterion, Term

from crm_khachhang.access import contacts, customers, records, related

DOCTYPES = (customers.CUSTOMER, *contacts.DOCTYPES, *related.DOCTYPES)

# DocType that names documents -> its fields with DocType and name.
REFERENCES = {
	"Communication": ("reference_doctype", "reference_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
}
# Rows of documents, which Frappe lists by themselves.
ROWS = ("Contact Email", "Contact Phone", "Dynamic Link", "KH Debt Allocation")
# Every DocType whose lists have a condition of ours.
CONDITIONED = (*DOCTYPES, *REFERENCES, *ROWS)
OWN_CHECK = "crm_khachhang.access.protected.has_permission"


def rule_of(doctype: str, user: str | None = None) -> Criterion | None:
	"""Return the rule of a protected DocType; None where it hides nothing from `user`."""
	if doctype == customers.CUSTOMER:
		return customers.visible(user)
	return (contacts if doctype in contacts.DOCTYPES else related).visible(doctype, user)


def sees(doctype: str | None, name: str | None, user: str | None = None) -> bool:
	"""Return whether the rule lets `user` see a document that exists; True for DocTypes without a rule."""
	return bool(seen(doctype, [name or ""], user))


def seen(doctype: str | None, names: Iterable[str], user: str | None = None) -> set[str]:
	"""Return those of the documents that the rule lets `user` see; all of them for DocTypes without a rule."""
	if doctype not in DOCTYPES or (doctype not in contacts.DOCTYPES and customers.sees_all(user)):
		return set(names)
	return records.existing(doctype, names, rule_of(doctype, user))


def referring(doctype: Term, name: Term, user: str | None = None) -> Criterion | None:
	"""Return the condition that what the two columns name is not hidden from `user`; None without one."""
	rules = {protected: rule_of(protected, user) for protected in DOCTYPES}
	rules = {protected: rule for protected, rule in rules.items() if rule is not None}
	if not rules:
		return None
	seen = doctype.isnull() | doctype.notin(list(rules))
	for protected, rule in rules.items():
		seen |= (doctype == protected) & name.isin(records.names_query(protected, rule))
	return seen


def condition(doctype: str):
	"""Return the function for the hook permission_query_conditions of a DocType in `REFERENCES`."""

	def permission_query_conditions(user: str | None = None) -> str:
		table = frappe.qb.DocType(doctype)
		return records.as_text(referring(*(table[field] for field in REFERENCES[doctype]), user))

	return permission_query_conditions


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether `user` sees what the stored record is about, and nobody else's check is against it."""
	fields = REFERENCES[doc.doctype]
	about = frappe.db.get_value(doc.doctype, doc.name, fields) if doc.name else None
	if about and hides(*about, user):
		return records.denied(doc, user, ptype)
	return records.others_allow(doc, ptype, user, OWN_CHECK)


def hides(doctype: str | None, name: str | None, user: str | None = None) -> bool:
	"""Return whether the document exists and `user` does not see it: a record may outlive what it was about."""
	return not sees(doctype, name, user) and bool(frappe.db.exists(doctype, name))


communications = condition("Communication")
followed = condition("Document Follow")
points = condition("Energy Point Log")
files = condition("File")
tags = condition("Tag Link")
todos = condition("ToDo")
