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
