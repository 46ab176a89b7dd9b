"""Who sees which customers: one rule behind every list, count, search and check of a record.

A user sees a customer when they own it, lead the owner's team or a team above it, are assigned to it, or
it is shared with them. KH Manager, KH Accountant and System Manager see all. Frappe's User Permissions (by province,
group, tier …) narrow that down. What the user may do with a customer that they see is a matter of their role.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from pypika import Table
from pypika.terms import Criterion

from crm_khachhang.access import records, user_permissions
from crm_khachhang.access.roles import ACCOUNTANT, ADMINISTRATORS
from crm_khachhang.access.teams import people_below

CUSTOMER = "KH Customer"
SEES_ALL = (*ADMINISTRATORS, ACCOUNTANT)

# So many names given one by one are found fastest; more are left to a subquery.
MOST_NAMES = 500


def sees_all(user: str | None = None) -> bool:
	"""Return whether the rule hides nothing from `user` (default: the session's)."""
	user = user or frappe.session.user
	return sees_all_owners(user) and not user_permissions.narrow(CUSTOMER, user)


def sees_all_owners(user: str | None = None) -> bool:
	"""Return whether `user` sees customers whoever owns them; User Permissions may hide some nevertheless."""
	user = user or frappe.session.user
	return user == "Administrator" or bool(set(SEES_ALL) & set(frappe.get_roles(user)))


def criterion(customer: Table, user: str | None = None, of_one: bool = False) -> Criterion | None:
	"""Return the rule as a condition on a table of customers in a query; None when it hides nothing from `user`.

	`of_one` spares two queries where the outer query looks at a single customer.
	"""
	user = user or frappe.session.user
	rule = _by_people(customer, user, of_one)
	limits = user_permissions.criterion(customer, CUSTOMER, user)
	if limits is None:
		return rule
	# As in Frappe's own lists: what is shared with somebody they see beyond their limits.
	return (limits if rule is None else rule & limits) | customer.name.isin(_shared(user))


def _by_people(customer: Table, user: str, of_one: bool = False) -> Criterion | None:
	"""The part of the rule that asks whose customer it is."""
	if sees_all_owners(user):
		return None
	rule = customer.account_manager.isin(records.literals(owners_seen(user)))
	for names in (_assigned(user), _shared(user)) if of_one else seen_besides_owned(user):
		rule |= customer.name.isin(records.literals(names) if isinstance(names, list) else names)
	return rule


def visible(user: str | None = None, of_one: bool = False) -> Criterion | None:
	"""Return the rule as a condition on the table of customers; None when it hides nothing from `user`."""
	return criterion(frappe.qb.DocType(CUSTOMER), user, of_one)


def visible_names(names: list[str], user: str | None = None) -> set[str]:
	"""Return those of the customers `names` that exist and that `user` sees."""
	return records.existing(CUSTOMER, names, visible(user, of_one=len(names) == 1))


def owners_seen(user: str | None = None) -> set[str]:
	"""Return the people whose customers `user` sees."""
	user = user or frappe.session.user
	return _remembered("owners", user, lambda: {user, *people_below(user)})


def seen_besides_owned(user: str | None = None) -> list:
	"""Return the names of customers that `user` sees whoever owns them, assigned and shared: lists that are not
	empty, or queries where there are more than MOST_NAMES."""
	user = user or frappe.session.user
	return _remembered("besides", user, lambda: _names_or_queries([_assigned(user), _shared(user)]))


def _names_or_queries(queries: list) -> list:
	found = ((query.limit(MOST_NAMES + 1).run(pluck=True), query.limit(None)) for query in queries)
	return [names if len(names) <= MOST_NAMES else query for names, query in found if names]


@contextmanager
def remembering() -> Iterator[None]:
	"""Within it the database is asked once whose customers a user sees: for what changes nothing, as a search does."""
	outer = getattr(frappe.local, "kh_seen", None)
	frappe.local.kh_seen = {} if outer is None else outer
	try:
		yield
	finally:
		frappe.local.kh_seen = outer


def _remembered(what: str, user: str, look_up: Callable):
	known = getattr(frappe.local, "kh_seen", None)
	if known is None:
		return look_up()
	if (what, user) not in known:
		known[what, user] = look_up()
	return known[what, user]


def check_permission(name: str, ptype: str = "read") -> Document:
	"""Return the customer; raise PermissionError unless the session's user sees it and may do this with it.

	The words are the same for a customer that is not there: nobody learns which codes are taken.
	"""
	customer = frappe.get_doc(CUSTOMER, name) if visible_names([name]) else None
	if not customer or not frappe.has_permission(CUSTOMER, ptype, doc=customer):
		frappe.throw(_("There is no such customer, or it is not yours to use."), frappe.PermissionError)
	return customer


def permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the rule for Frappe's lists, counts, reports and exports, where Frappe adds User Permissions itself."""
	return records.as_text(_by_people(frappe.qb.DocType(CUSTOMER), user or frappe.session.user))


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether `user` sees the customer as the database has it, whatever the document at hand says.

	Raises frappe.DoesNotExistError when the request asks for a hidden customer by name.
	"""
	return records.allowed(doc, user, lambda: visible(user, of_one=True), ptype)


def _assigned(user: str):
	todo = frappe.qb.DocType("ToDo")
	query = (
		frappe.qb.from_(todo).select(todo.reference_name).where(todo.allocated_to == records.literal(user))
	)
	query = query.where(todo.reference_type == CUSTOMER)
	return query.where(todo.status.notin(["Closed", "Cancelled"]) & todo.reference_name.isnotnull())


def _shared(user: str):
	share = frappe.qb.DocType("DocShare")
	query = frappe.qb.from_(share).select(share.share_name)
	query = query.where((share.share_doctype == CUSTOMER) & (share.read == 1))
	return query.where((share.user == records.literal(user)) | (share.everyone == 1))
