"""Who may own customers: enabled users of the desk whose roles may change customers."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

CUSTOMER = "KH Customer"


def may_own(user: str) -> bool:
	"""Return whether `user` may become the owner of a customer."""
	known = getattr(frappe.local, "kh_may_own", None)
	if known is None:
		return _may_own(user)
	if user not in known:
		known[user] = _may_own(user)
	return known[user]


def _may_own(user: str) -> bool:
	return works_in_the_desk(user) and bool(frappe.has_permission(CUSTOMER, "write", user=user))


@contextmanager
def remembering(known: dict[str, bool]) -> Iterator[None]:
	"""Within it what is `known` of users' rights is not looked up again: for many customers of few owners."""
	frappe.local.kh_may_own = known
	try:
		yield
	finally:
		frappe.local.kh_may_own = None


def works_in_the_desk(user: str) -> bool:
	"""Return whether the user is enabled and uses the desk.

	From the cache of documents: each insertion asks, and mostly about the same few people.
	"""
	enabled, user_type = frappe.get_cached_value("User", user, ("enabled", "user_type")) or (0, "")
	return user != "Guest" and bool(enabled) and user_type == "System User"


def search(text: str, start: int, page_length: int) -> list[tuple[str, str]]:
	"""Return (user, full name) of those who may own customers and whose name or address holds `text`."""
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	has_role = frappe.qb.from_(role).select(role.parent)
	has_role = has_role.where((role.parenttype == "User") & role.role.isin(_writing_roles()))
	query = frappe.qb.from_(user).select(user.name, user.full_name).orderby(user.full_name)
	query = query.where((user.enabled == 1) & (user.user_type == "System User") & user.name.isin(has_role))
	if text:
		pattern = f"%{text}%"
		query = query.where(user.full_name.like(pattern) | user.name.like(pattern))
	return query.limit(page_length).offset(start).run()


def _writing_roles() -> list[str]:
	rows = frappe.get_meta(CUSTOMER).permissions
	return [row.role for row in rows if row.write and not row.permlevel and not row.get("if_owner")] or [""]
