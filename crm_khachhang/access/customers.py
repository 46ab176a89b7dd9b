"""Who sees which customers: one rule behind every list, count, search and check of a record.

A user sees a customer when they own it, lead the owner's team or a team above it, are assigned to it, or
it is shared with them. KH Manager, KH Accountant and System Manager see all. What the user may do with a
customer that they see is a matter of their role.
"""

import frappe
from pypika.terms import Criterion, LiteralValue, Term

from crm_khachhang.access.roles import ACCOUNTANT, ADMINISTRATORS
from crm_khachhang.access.teams import people_below

CUSTOMER = "KH Customer"
SEES_ALL = (*ADMINISTRATORS, ACCOUNTANT)

# So many names given one by one are found fastest; more are left to a subquery.
MOST_NAMES = 500


def sees_all(user: str | None = None) -> bool:
	"""Return whether the rule hides nothing from `user` (default: the session's)."""
	user = user or frappe.session.user
	return user == "Administrator" or bool(set(SEES_ALL) & set(frappe.get_roles(user)))


def criterion(name: Term, account_manager: Term, user: str | None = None) -> Criterion | None:
	"""Return the rule as a condition on two columns of a query; None when `user` sees all.

	`name` is the column with the customer's name (of KH Customer or of a link to it), `account_manager` the
	one with its owner.
	"""
	user = user or frappe.session.user
	if sees_all(user):
		return None
	rule = account_manager.isin(_literals({user, *people_below(user)}))
	for query in (_assigned(user), _shared(user)):
		names = query.limit(MOST_NAMES + 1).run(pluck=True)
		if names:
			rule |= name.isin(_literals(names) if len(names) <= MOST_NAMES else query.limit(None))
	return rule


def visible(user: str | None = None) -> Criterion | None:
	"""Return the rule as a condition on the table of customers; None when `user` sees all."""
	customer = frappe.qb.DocType(CUSTOMER)
	return criterion(customer.name, customer.account_manager, user)


def visible_names(names: list[str], user: str | None = None) -> set[str]:
	"""Return those of the customers `names` that exist and that `user` sees."""
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(customer.name).where(customer.name.isin(names or [""]))
	rule = visible(user)
	return set((query.where(rule) if rule is not None else query).run(pluck=True))


def seen_besides_owned(user: str | None = None) -> list:
	"""Return queries of the names of customers that `user` sees whoever owns them: assigned, shared."""
	user = user or frappe.session.user
	return [_assigned(user), _shared(user)]


def permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the rule for Frappe's lists, counts, reports and exports of customers."""
	rule = visible(user)
	return "" if rule is None else f"({rule.get_sql(quote_char='`', with_namespace=True)})"


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether `user` sees the customer as the database has it, whatever the document at hand says."""
	if sees_all(user) or not doc.name or not frappe.db.exists(CUSTOMER, doc.name):
		return True
	return bool(visible_names([doc.name], user))


def _assigned(user: str):
	todo = frappe.qb.DocType("ToDo")
	query = frappe.qb.from_(todo).select(todo.reference_name).where(todo.allocated_to == user)
	return query.where((todo.reference_type == CUSTOMER) & todo.status.notin(["Closed", "Cancelled"]))


def _shared(user: str):
	share = frappe.qb.DocType("DocShare")
	query = frappe.qb.from_(share).select(share.share_name)
	query = query.where((share.share_doctype == CUSTOMER) & (share.read == 1))
	return query.where((share.user == user) | (share.everyone == 1))


def _literals(values) -> list[LiteralValue]:
	"""Escaped by the database's own rules: the condition is also handed to Frappe as text."""
	return [LiteralValue(frappe.db.escape(value, percent=False)) for value in sorted(values)]
