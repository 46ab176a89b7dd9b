"""The terms that hold for a customer: its own, else its tier's, its group's, those of the settings.

Nothing is copied: a customer without terms of its own follows when the tier's, the group's or the settings'
change.
"""

import frappe
from frappe.model.document import Document
from frappe.query_builder import Order

GROUP = "KH Customer Group"
TIER = "KH Customer Tier"
SETTINGS = "KH Settings"

TERMS = ("credit_limit", "payment_days", "care_plan")

# Where the settings have the term as well; a plan of care for everybody is a tier's matter.
OF_SETTINGS = ("credit_limit", "payment_days")


def effective(customer: Document) -> dict[str, dict]:
	"""Return for each of TERMS its value and where it comes from.

	value: zero or None when nobody says anything. source: "own", "tier", "group", "settings" or "".
	title: the name of the tier or group, as people call it. At most three queries.
	"""
	terms: dict[str, dict] = {}
	for source, title, values in _sources(customer):
		for term in TERMS:
			if term not in terms and values.get(term):
				terms[term] = {"value": values.get(term), "source": source, "title": title}
		if len(terms) == len(TERMS):
			break
	nothing = {"value": None, "source": "", "title": ""}
	return {term: terms.get(term, nothing) for term in TERMS}


def _sources(customer: Document):
	"""Yield (source, title, values), the nearest to the customer first; read as far as needed."""
	yield "own", "", customer
	if customer.tier:
		tier = frappe.db.get_value(TIER, customer.tier, ["tier_name", *TERMS], as_dict=True) or {}
		yield "tier", tier.get("tier_name"), tier
	for group in _groups_from(customer.customer_group):
		yield "group", group.group_name, group
	settings = frappe.get_cached_doc(SETTINGS)
	yield "settings", "", {term: settings.get(term) for term in OF_SETTINGS}


def _groups_from(name: str | None) -> list[dict]:
	"""The group and those above it, the nearest first."""
	if not name:
		return []
	group, above = frappe.qb.DocType(GROUP), frappe.qb.DocType(GROUP).as_("above")
	return (
		frappe.qb.from_(group)
		.join(above)
		.on((above.lft <= group.lft) & (above.rgt >= group.rgt))
		.select(above.group_name, *[above[term] for term in TERMS])
		.where(group.name == name)
		.orderby(above.lft, order=Order.desc)
		.run(as_dict=True)
	)
