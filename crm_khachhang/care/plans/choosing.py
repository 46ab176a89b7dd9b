"""Putting customers into a plan besides that of their tier or group, and taking them out again."""

from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from crm_khachhang.care.plans.carrying_out import Named, Outcome, bring_up_to_date
from crm_khachhang.care.plans.members import CHOSEN


def choose(customer: Document, plan: str, applied_on: date | None = None) -> Outcome | None:
	"""Let the customer follow the plan from `applied_on` (default: today) on; return what was planned.

	None when it does already. Raises PermissionError for who may not change the customer.
	"""
	customer.check_permission("write")
	if _chosen(customer.name, plan):
		return None
	chosen = {"care_plan": plan, "customer": customer.name, "applied_by": frappe.session.user}
	day = applied_on or getdate(today())
	frappe.get_doc(doctype=CHOSEN, applied_on=day, **chosen).insert(ignore_permissions=True)
	return bring_up_to_date(plan, Named((customer.name,)))


def release(customer: Document, plan: str) -> Outcome | None:
	"""Let the customer no longer follow the plan that it was chosen for; return what was cancelled.

	None when it was not chosen. Raises PermissionError for who may not change the customer.
	"""
	customer.check_permission("write")
	chosen = _chosen(customer.name, plan)
	if not chosen:
		return None
	stopped = {"stopped_on": today(), "stopped_by": frappe.session.user}
	for name in chosen:
		frappe.db.set_value(CHOSEN, name, stopped)
	return bring_up_to_date(plan, Named((customer.name,)))


def _chosen(customer: str, plan: str) -> list[str]:
	"""Under a lock of the customer, so that two who choose at the same time do not choose twice."""
	frappe.db.get_value("KH Customer", customer, "name", for_update=True)
	filters = {"customer": customer, "care_plan": plan, "stopped_on": ("is", "not set")}
	return frappe.get_all(CHOSEN, filters, pluck="name", order_by="name")
