"""Saved filters of the list of customers: for oneself, for one's team, for all.

They are Frappe's List Filters. One for all has no user, as Frappe has it; one for a team has our field
`kh_sales_team` besides. Frappe lets everybody read, change and delete every List Filter; for those of
customers this module says who may. Filters of other lists stay as Frappe has them.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.access.customers import CUSTOMER
from crm_khachhang.access.records import literal, literals
from crm_khachhang.access.roles import is_administrator
from crm_khachhang.access.teams import MEMBER, TEAM

FILTER = "List Filter"
STORED = ("reference_doctype", "for_user", "kh_sales_team", "owner")


def my_teams(user: str | None = None) -> list[dict]:
	"""Return name, team_name and leader of the teams that `user` (default: the session's) leads or is in."""
	user = user or frappe.session.user
	team, member = frappe.qb.DocType(TEAM), frappe.qb.DocType(MEMBER)
	query = (
		frappe.qb.from_(team)
		.left_join(member)
		.on((member.parent == team.name) & (member.parenttype == TEAM) & (member.user == user))
		.select(team.name, team.team_name, team.leader)
		.where((team.leader == user) | member.user.isnotnull())
		.orderby(team.team_name)
		.distinct()
	)
	return query.run(as_dict=True)


def check(saved: Document, _event: str | None = None) -> None:
	"""Refuse a filter of customers that is shared with more people than its author may share it with."""
	if saved.reference_doctype != CUSTOMER:
		saved.kh_sales_team = None
		return
	if saved.kh_sales_team:
		saved.for_user = ""
		if not is_administrator() and saved.kh_sales_team not in _names_of_my_teams(frappe.session.user):
			frappe.throw(_("You can share a filter with your own team only."), frappe.PermissionError)
	elif not saved.for_user and not is_administrator():
		frappe.throw(
			_("Only a KH Manager may share a filter with everybody. Save it for yourself or for your team."),
			frappe.PermissionError,
		)
	elif saved.for_user and saved.for_user != frappe.session.user and not is_administrator():
		frappe.throw(_("You can save a filter for yourself only."), frappe.PermissionError)


def permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the condition for lists: of customers' filters one's own, those of one's teams, those for all."""
	user = user or frappe.session.user
	saved = frappe.qb.DocType(FILTER)
	rule = saved.reference_doctype.isnull() | (saved.reference_doctype != CUSTOMER)
	rule |= saved.for_user == literal(user)
	no_user = saved.for_user.isnull() | (saved.for_user == "")
	no_team = saved.kh_sales_team.isnull() | (saved.kh_sales_team == "")
	teams = literals(_names_of_my_teams(user))
	shared = no_team | (saved.owner == literal(user))
	rule |= no_user & (shared | saved.kh_sales_team.isin(teams) if teams else shared)
	return f"({rule.get_sql(quote_char='`', with_namespace=True)})"


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether `user` may read the filter, or change and delete it: its author, the team's leader.

	What the database has counts: the document at hand may say that it is of another list, or one's own.
	"""
	user = user or frappe.session.user
	saved = frappe.db.get_value(FILTER, doc.name, STORED, as_dict=True) if doc.name else None
	if not saved or saved.reference_doctype != CUSTOMER or user == "Administrator":
		return True
	if saved.for_user:
		return saved.for_user == user
	if saved.owner == user or is_administrator(user):
		return True
	teams = {team.name: team.leader for team in my_teams(user)}
	if ptype in ("read", "select", None):
		return not saved.kh_sales_team or saved.kh_sales_team in teams
	return bool(saved.kh_sales_team) and teams.get(saved.kh_sales_team) == user


def _names_of_my_teams(user: str) -> set[str]:
	return {team.name for team in my_teams(user)}
