"""The appointments of plans for all customers: at night, and when a plan, a tier's plan or a group's plan changed."""

from collections.abc import Iterable
from functools import partial

import frappe
from frappe.utils import now_datetime, today

from crm_khachhang.background import checkpoint, step
from crm_khachhang.care.plans.carrying_out import Outcome, bring_up_to_date
from crm_khachhang.care.plans.members import PLAN
from crm_khachhang.customers.tiers.jobs import batches

JOB = "crm_khachhang.care.plans.jobs.carry_out"
TIMEOUT = 60 * 60
BATCH = 5000


def enqueue(plans: Iterable[str]) -> None:
	"""Let the background bring the appointments of the plans up to date, once what is being saved is saved.

	One job for each plan and second: a job that already runs may have passed the customers that a later change is about.
	"""
	for plan in plans:
		frappe.enqueue(
			JOB,
			queue="long",
			timeout=TIMEOUT,
			job_id=f"kh_care_plan::{plan}::{now_datetime():%Y%m%d%H%M%S}",
			deduplicate=True,
			enqueue_after_commit=True,
			plan=plan,
		)


def nightly() -> None:
	"""Bring the appointments of all plans up to date."""
	for plan in frappe.get_all(PLAN, pluck="name", order_by="name"):
		carry_out(plan)


def carry_out(plan: str) -> Outcome:
	"""Bring the appointments of the plan up to date for all customers, in ranges of them; return how many were made
	and cancelled. Whoever kills the process loses one range, which the next run makes up for."""
	done = Outcome()
	if not frappe.db.exists(PLAN, plan):
		return done
	since = frappe.db.get_value(PLAN, plan, "made_on")
	for customers in batches(BATCH):
		done += step(partial(bring_up_to_date, plan, customers, since))
	if frappe.db.get_value(PLAN, plan, "enabled"):
		frappe.db.set_value(PLAN, plan, "made_on", today(), update_modified=False)
	checkpoint()
	return done
