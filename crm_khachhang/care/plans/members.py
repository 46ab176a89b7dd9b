"""Whose plan it is. One rule: the plan that somebody chose for the customer, and besides the customer's own one,
else its tier's, else that of its group or of the nearest group above."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce
from pypika import Table
from pypika.terms import Criterion

CUSTOMER = "KH Customer"
TIER = "KH Customer Tier"
GROUP = "KH Customer Group"
PLAN = "KH Care Plan"
CHOSEN = "KH Care Plan Customer"

# Fields of a customer that decide which plans it follows, or from which day their touches count.
DECIDING = (
	"tier",
	"customer_group",
	"care_plan",
	"date_of_birth",
	"founding_date",
	"last_purchase_date",
)


@dataclass(frozen=True)
class Members:
	"""The customers of one plan: those of `tiers` and of `groups`, where neither customer nor tier has another one."""

	plan: str
	tiers: tuple[str, ...]
	groups: tuple[str, ...]
	tiers_with_plans: tuple[str, ...]

	def criterion(self, customer: Table) -> Criterion:
		"""Return them as a condition on a table of customers."""
		rule = (customer.care_plan == self.plan) | customer.name.isin(_chosen(self.plan))
		without_own = Coalesce(customer.care_plan, "") == ""
		if self.tiers:
			rule |= without_own & customer.tier.isin(self.tiers)
		if self.groups:
			of_groups = without_own & customer.customer_group.isin(self.groups)
			if self.tiers_with_plans:
				of_groups &= Coalesce(customer.tier, "").notin(self.tiers_with_plans)
			rule |= of_groups
		return rule


def of(plan: str) -> Members:
	"""Return the members of the plan, as tiers and groups are now: two queries."""
	tiers = frappe.get_all(TIER, {"care_plan": ("is", "set")}, ["name", "care_plan"], order_by="name")
	return Members(
		plan,
		tuple(tier.name for tier in tiers if tier.care_plan == plan),
		tuple(name for name, found in _plans_of_groups().items() if found == plan),
		tuple(tier.name for tier in tiers),
	)


def plan_of(customer: Document) -> str | None:
	"""Return the plan that the customer follows without being chosen for one; from the cache of documents."""
	if customer.get("care_plan"):
		return customer.care_plan
	if customer.tier and (plan := frappe.get_cached_value(TIER, customer.tier, "care_plan")):
		return plan
	group = customer.customer_group
	while group:
		plan, group = frappe.get_cached_value(GROUP, group, ["care_plan", "parent_kh_customer_group"])
		if plan:
			return plan
	return None


def chosen_plans(customer: str) -> list[str]:
	"""Return the plans that the customer was chosen for."""
	filters = {"customer": customer, "stopped_on": ("is", "not set")}
	return frappe.get_all(CHOSEN, filters, pluck="care_plan", distinct=True, order_by="care_plan")


def _plans_of_groups() -> dict[str, str]:
	"""{group: its plan}, its own or that of the nearest group above."""
	fields = ["name", "care_plan", "parent_kh_customer_group as above"]
	found: dict[str, str] = {}
	for group in frappe.get_all(GROUP, fields=fields, order_by="lft"):  # those above come first
		if plan := group.care_plan or found.get(group.above):
			found[group.name] = plan
	return found


def _chosen(plan: str):
	chosen = frappe.qb.DocType(CHOSEN)
	query = frappe.qb.from_(chosen).select(chosen.customer)
	return query.where((chosen.care_plan == plan) & chosen.stopped_on.isnull())
