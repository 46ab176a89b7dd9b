"""Groups of customers: how many customers each has, and moving a group within the tree."""

import frappe
from frappe.query_builder.functions import Count

from crm_khachhang.access import customers as access

GROUP = "KH Customer Group"
CUSTOMER = "KH Customer"
PARENT = "parent_kh_customer_group"


def counts(user: str | None = None) -> dict[str, int]:
	"""Return how many customers that `user` sees each group has, with the groups below it.

	Groups without customers are left out. One query counts, and one reads the tree.
	"""
	own = _own_counts(user)
	tree = frappe.get_all(GROUP, fields=["name", "lft", "rgt"], order_by="lft")
	totals: dict[str, int] = {}
	open_groups: list = []  # From the topmost group to the one at hand.
	for group in tree:
		while open_groups and open_groups[-1].rgt < group.lft:
			open_groups.pop()
		open_groups.append(group)
		if number := own.get(group.name):
			for above in open_groups:
				totals[above.name] = totals.get(above.name, 0) + number
	return totals


def move(name: str, parent: str) -> None:
	"""Put the group, with all below it, under `parent`; the document's own rules refuse a loop."""
	group = frappe.get_doc(GROUP, name)
	group.set(PARENT, parent)
	group.save()


def _own_counts(user: str | None) -> dict[str, int]:
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(customer.customer_group, Count("*"))
	query = query.where(customer.customer_group.isnotnull()).groupby(customer.customer_group)
	rule = access.visible(user)
	return dict((query.where(rule) if rule is not None else query).run())
