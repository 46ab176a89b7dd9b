"""What others tell the plans: a customer was saved, tiers were computed, a tier or group got another plan."""

import frappe
from frappe.model.document import Document

from crm_khachhang.care.dates import APPOINTMENT
from crm_khachhang.care.plans import carrying_out, jobs, members
from crm_khachhang.care.plans.carrying_out import PLANNED, Named
from crm_khachhang.care.plans.members import PLAN
from crm_khachhang.customers import many


def customer_saved(customer: Document, _method: str | None = None) -> None:
	"""Bring the appointments up to date at once when what decides on them changed; for doc_events of KH Customer."""
	before = customer.get_doc_before_save()
	if before and not any(customer.has_value_changed(field) for field in members.DECIDING):
		return
	plans = {members.plan_of(customer)} if not before else _plans_of(customer)
	for plan in sorted(plans - {None}):
		carrying_out.bring_up_to_date(plan, Named((customer.name,)))


def customer_renamed(customer: Document, _method: str, old: str, new: str, merge: bool = False) -> None:
	"""What was made for a code is made for the new one; for doc_events of KH Customer."""
	if merge:
		return  # the two may have the same: the next run of the plan tidies up
	filters = {"customer": new, "made_for": ("like", "plan:%")}
	for row in frappe.get_all(APPOINTMENT, filters, ["name", "made_for"], order_by="name"):
		kind, plan, touch, *_code, anchor = row.made_for.split(":")
		made_for = ":".join((kind, plan, touch, new, anchor))
		frappe.db.set_value(APPOINTMENT, row.name, "made_for", made_for, update_modified=False)


def tiers_computed(customers: list[str]) -> None:
	"""Bring the appointments of customers up to date whose tiers were computed; for `kh_tiers_computed`."""
	for plan in frappe.get_all(PLAN, pluck="name", order_by="name"):
		for some in many.chunks(customers):
			carrying_out.bring_up_to_date(plan, Named(tuple(some)))


def default_changed(master: Document, _method: str | None = None) -> None:
	"""A tier or group got another plan, or another place among the groups; for their doc_events."""
	before = master.get_doc_before_save()
	moved = bool(before) and master.has_value_changed("parent_kh_customer_group")
	plans = {master.care_plan, before.care_plan if before else None}
	if moved:
		plans = set(frappe.get_all(PLAN, pluck="name"))
	elif len(plans) == 1:
		return
	jobs.enqueue(sorted(plans - {None, ""}))


def _plans_of(customer: Document) -> set[str | None]:
	"""The plans that the customer follows, and those of which something is planned with it."""
	filters = {"customer": customer.name, "status": PLANNED, "care_plan": ("is", "set")}
	planned = frappe.get_all(APPOINTMENT, filters, pluck="care_plan", distinct=True, order_by="care_plan")
	return {members.plan_of(customer), *members.chosen_plans(customer.name), *planned}
