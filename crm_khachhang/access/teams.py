"""The tree of sales teams: whose customers a leader sees."""

import frappe

TEAM = "KH Sales Team"
MEMBER = "KH Sales Team Member"


def people_below(user: str) -> set[str]:
	"""Return the members and leaders of the teams that `user` leads and of all teams below them.

	Empty for who leads nothing.
	"""
	led, below, member = (
		frappe.qb.DocType(TEAM).as_("led"),
		frappe.qb.DocType(TEAM),
		frappe.qb.DocType(MEMBER),
	)
	query = (
		frappe.qb.from_(led)
		.join(below)
		.on((below.lft >= led.lft) & (below.rgt <= led.rgt))
		.left_join(member)
		.on((member.parent == below.name) & (member.parenttype == TEAM))
		.select(below.leader, member.user)
		.where(led.leader == user)
	)
	return {person for row in query.run() for person in row if person}


def colleagues(user: str) -> set[str]:
	"""Return the leaders and members of the teams that `user` is in, and the people below `user`; without `user`."""
	mine, team, member = (
		frappe.qb.DocType(MEMBER).as_("mine"),
		frappe.qb.DocType(TEAM),
		frappe.qb.DocType(MEMBER),
	)
	query = (
		frappe.qb.from_(mine)
		.join(team)
		.on((team.name == mine.parent) & (mine.parenttype == TEAM))
		.left_join(member)
		.on((member.parent == team.name) & (member.parenttype == TEAM))
		.select(team.leader, member.user)
		.where(mine.user == user)
	)
	found = {person for row in query.run() for person in row if person}
	return (found | people_below(user)) - {user}
