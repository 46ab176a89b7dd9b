"""The tree of sales teams: whose customers a leader sees."""

from collections.abc import Callable

import frappe
from pypika import Table
from pypika.terms import Criterion

TEAM = "KH Sales Team"
MEMBER = "KH Sales Team Member"


def people_below(user: str) -> set[str]:
	"""Return the members and leaders of the teams that `user` leads and of all teams below them.

	Empty for who leads nothing.
	"""
	led = frappe.qb.DocType(TEAM).as_("led")
	return _people(lambda team: (led, (team.lft >= led.lft) & (team.rgt <= led.rgt)), led.leader == user)


def colleagues(user: str) -> set[str]:
	"""Return the leaders and members of the teams that `user` is in, and the people below `user`; without `user`."""
	mine = frappe.qb.DocType(MEMBER).as_("mine")
	of_team = (mine.parenttype == TEAM) & (mine.user == user)
	found = _people(lambda team: (mine, team.name == mine.parent), of_team)
	return (found | people_below(user)) - {user}


def _people(reached: Callable[[Table], tuple[Table, Criterion]], rule: Criterion) -> set[str]:
	"""The leaders and members of the teams that are `reached` from another table, of which `rule` chooses the rows."""
	team, member = frappe.qb.DocType(TEAM), frappe.qb.DocType(MEMBER)
	start, leads_to = reached(team)
	query = frappe.qb.from_(start).join(team).on(leads_to)
	query = query.left_join(member).on((member.parent == team.name) & (member.parenttype == TEAM))
	rows = query.select(team.leader, member.user).where(rule).run()
	return {person for row in rows for person in row if person}
