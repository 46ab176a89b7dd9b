"""From which day a touch counts: one query for each kind of anchor, of any set of customers."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Protocol

import frappe
from frappe.query_builder.functions import Coalesce, Date, Max, Min, Sum
from frappe.utils import cint
from pypika.terms import Criterion, Term

from crm_khachhang.care.plans import touches
from crm_khachhang.care.plans.members import CHOSEN, CUSTOMER, Members
from crm_khachhang.care.plans.touches import A_DAY, Days, Touch
from crm_khachhang.vietnam.anniversaries import anniversaries

SETTINGS = "KH Settings"
FACT = "KH Sales Fact"
TIER_CHANGED = "KH Tier Change"


class Customers(Protocol):
	"""Some customers, as a condition on a column of their names."""

	def criterion(self, name: Term) -> Criterion: ...


def find(touch: Touch, members: Members, customers: Customers, days: Days) -> list[dict]:
	"""Return {customer, anchor, assigned_to, contact} of those of `customers` that follow the plan and whose anchor
	lies on one of `days`. A customer has several anchors only where there are several birthdays in these days."""
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(
		customer.name.as_("customer"),
		customer.account_manager.as_("assigned_to"),
		customer.primary_contact.as_("contact"),
	)
	query = query.where(customers.criterion(customer.name) & members.criterion(customer))
	return _FINDERS[touch.anchor](query, customer, members, customers, days)


def _created(query, customer, _members, _customers, days: Days) -> list[dict]:
	query = query.where((customer.creation >= days.first) & (customer.creation < days.last + A_DAY))
	return query.select(Date(customer.creation).as_("anchor")).run(as_dict=True)


def _last_purchase(query, customer, _members, _customers, days: Days) -> list[dict]:
	query = query.where(customer.last_purchase_date[days.first : days.last])
	return query.select(customer.last_purchase_date.as_("anchor")).run(as_dict=True)


def _first_purchase(query, customer, _members, customers: Customers, days: Days) -> list[dict]:
	"""Days on which nothing is left of the sales, because they were reversed, do not count."""
	fact = frappe.qb.DocType(FACT)
	sold = frappe.qb.from_(fact).select(fact.customer, fact.posting_date)
	sold = sold.where(customers.criterion(fact.customer)).groupby(fact.customer, fact.posting_date)
	sold = sold.having(Sum(fact.orders) > 0).as_("sold")
	first = frappe.qb.from_(sold).select(sold.customer, Min(sold.posting_date).as_("anchor"))
	first = first.groupby(sold.customer).as_("first")
	query = query.join(first).on(first.customer == customer.name).where(first.anchor[days.first : days.last])
	return query.select(first.anchor).run(as_dict=True)


def _tier_change(query, customer, _members, customers: Customers, days: Days) -> list[dict]:
	"""When it came into the tier that it has; whoever began with it has not changed."""
	change = frappe.qb.DocType(TIER_CHANGED)
	last = frappe.qb.from_(change).select(
		change.customer, change.to_tier, Date(Max(change.changed_on)).as_("anchor")
	)
	last = (
		last.where(customers.criterion(change.customer)).groupby(change.customer, change.to_tier).as_("last")
	)
	same = (last.customer == customer.name) & (last.to_tier == customer.tier)
	query = query.join(last).on(same).where(last.anchor[days.first : days.last])
	return query.select(last.anchor).run(as_dict=True)


def _applied(query, customer, members: Members, _customers, days: Days) -> list[dict]:
	chosen = frappe.qb.DocType(CHOSEN)
	applied = (chosen.customer == customer.name) & (chosen.care_plan == members.plan)
	query = query.join(chosen).on(applied & chosen.stopped_on.isnull())
	anchor = Min(chosen.applied_on)
	query = query.groupby(customer.name, customer.account_manager, customer.primary_contact)
	query = query.having(anchor[days.first : days.last])
	return query.select(anchor.as_("anchor")).run(as_dict=True)


def _birthday(query, customer, _members, _customers, days: Days) -> list[dict]:
	born = Coalesce(customer.date_of_birth, customer.founding_date)
	rows = query.where(born.isnotnull()).select(born.as_("born")).run(as_dict=True)
	return list(_birthdays(rows, days, are_birthdays_lunar()))


def are_birthdays_lunar() -> bool:
	"""Return whether birthdays are kept by the lunar calendar."""
	return bool(cint(frappe.get_cached_doc(SETTINGS).get("birthdays_lunar")))


def _birthdays(rows: list[dict], days: Days, lunar: bool) -> Iterator[dict]:
	known: dict[date, list[date]] = {}
	for row in rows:
		born = row.pop("born")
		if born not in known:
			known[born] = anniversaries(born, days.first, days.last, lunar)
		yield from ({**row, "anchor": day} for day in known[born])


_FINDERS: dict[str, Callable] = {
	touches.CREATED: _created,
	touches.FIRST_PURCHASE: _first_purchase,
	touches.LAST_PURCHASE: _last_purchase,
	touches.TIER_CHANGE: _tier_change,
	touches.BIRTHDAY: _birthday,
	touches.APPLIED: _applied,
}
