"""Plans, tiers and groups for the tests of plans."""

import frappe
from frappe.utils import add_days, today

APPOINTMENT = "KH Care Schedule"


def make_plan(*touches: dict, **values) -> str:
	"""Insert a plan; without touches it has one, a call a week after the customer was created.

	Days off are kept out of it, unless a test switches them on: today may be any day.
	"""
	frappe.db.set_single_value("KH Settings", "move_to_working_time", 0)
	rows = [{"subject": "Hỏi thăm", "days_after": 7, "hour": 9} | touch for touch in touches or ({},)]
	values = {"plan_name": "Kế hoạch thử", "touches": rows} | values
	return frappe.get_doc(doctype="KH Care Plan", **values).insert().name


def make_tier(plan: str | None = None, **values) -> str:
	values = {"tier_name": "Hạng thử", "rank": 98, "care_plan": plan} | values
	return frappe.get_doc(doctype="KH Customer Tier", **values).insert().name


def make_group(plan: str | None = None, parent: str | None = None, title: str = "Nhóm thử") -> str:
	values = {"group_name": title, "parent_kh_customer_group": parent, "care_plan": plan}
	return frappe.get_doc(doctype="KH Customer Group", **values).insert().name


def appointments(customer, *fields: str, **filters) -> list:
	"""The appointments of the customer, soonest first: a list of the fields, or of the one field."""
	names = fields or ("subject",)
	rows = frappe.get_all(
		APPOINTMENT, {"customer": customer.name, **filters}, list(names), order_by="starts_on, subject"
	)
	return [tuple(row[name] for name in names) if len(names) > 1 else row[names[0]] for row in rows]


def day(days: int) -> str:
	return add_days(today(), days)
