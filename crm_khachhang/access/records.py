"""From a rule to its uses: a condition as text for Frappe's lists, a check of one record, a subquery of names.

A rule is a condition on the table of a DocType (a Criterion), or None where it hides nothing.
"""

from collections.abc import Callable, Iterable

import frappe
from pypika.terms import Criterion, LiteralValue

from crm_khachhang.access import not_found


def as_text(rule: Criterion | None) -> str:
	"""Return the rule as Frappe's hook `permission_query_conditions` wants it: SQL, "" for no condition."""
	return "" if rule is None else f"({rule.get_sql(quote_char='`', with_namespace=True)})"


def existing(doctype: str, names: Iterable[str], rule: Criterion | None) -> set[str]:
	"""Return those of `names` that exist and satisfy the rule."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name).where(table.name.isin(list(names) or [""]))
	return set((query.where(rule) if rule is not None else query).run(pluck=True))


def names_query(doctype: str, rule: Criterion):
	"""Return the query of the names of all documents that satisfy the rule, for use within another one."""
	table = frappe.qb.DocType(doctype)
	return frappe.qb.from_(table).select(table.name).where(rule)


def allowed(doc, user: str | None, rule: Callable[[], Criterion | None], ptype: str | None = None) -> bool:
	"""Return whether the stored document satisfies the rule; a document that is not stored yet does.

	Raises frappe.DoesNotExistError when the request of `user` asks for a hidden document by its name.
	"""
	if not doc.name or (condition := rule()) is None:
		return True
	if existing(doc.doctype, [doc.name], condition) or not frappe.db.exists(doc.doctype, doc.name):
		return True
	return denied(doc, user, ptype)


def denied(doc, user: str | None, ptype: str | None = None) -> bool:
	"""Return False; to the session's user who asks for the document by its name, say that there is none."""
	if (user or frappe.session.user) == frappe.session.user:
		not_found.answer_if_asked(doc.doctype, doc.name, ptype)
	return False


def others_allow(doc, ptype: str | None, user: str | None, own: str) -> bool:
	"""Return whether the checks of Frappe and other apps for this DocType have nothing against it.

	In Frappe 15 the first check that answers at all decides for all of them, in Frappe 16 each can deny.
	So a check of ours (`own`, its dotted path) that allows asks the others itself.
	"""
	for path in reversed(frappe.get_hooks("has_permission").get(doc.doctype, [])):
		if path != own:
			verdict = frappe.call(frappe.get_attr(path), doc=doc, ptype=ptype, user=user)
			if verdict is not None:
				return bool(verdict)
	return True


def literal(value: str) -> LiteralValue:
	"""Escaped by the database's own rules: the condition is also handed to Frappe as text."""
	return LiteralValue(frappe.db.escape(value, percent=False))


def literals(values: Iterable[str]) -> list[LiteralValue]:
	"""Return the `literal` of each of `values`, in order."""
	return [literal(value) for value in sorted(values)]
