"""Finds which tiers change and writes them, for a range of customers at once: no document is loaded."""

import re
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe import _
from frappe.query_builder import Case, CustomFunction
from frappe.query_builder.functions import Coalesce, Concat, Sum
from frappe.utils import getdate, now_datetime, today
from pypika.analytics import RowNumber
from pypika.terms import Criterion, NullValue, Term, ValueWrapper

from crm_khachhang.customers.tiers import criteria
from crm_khachhang.customers.tiers.criteria import Tier

CUSTOMER = "KH Customer"
CHANGE = "KH Tier Change"
FACT = "KH Sales Fact"
HOOK = "kh_tiers_computed"

# FORMAT(…, 'de_DE') groups thousands by dots, as Vietnamese readers expect.
_Format = CustomFunction("FORMAT", ["number", "decimals", "locale"])


@dataclass(frozen=True)
class Customers:
	"""The customers to compute: those whose names come after `after` and not after `upto` (None: no end)."""

	after: str = ""
	upto: str | None = None

	def criterion(self, name: Term) -> Criterion:
		"""Return the range as a condition on a column of customers' names."""
		rule = name > self.after
		return rule if self.upto is None else rule & (name <= self.upto)


@dataclass(frozen=True)
class One:
	"""A single customer."""

	name: str

	def criterion(self, name: Term) -> Criterion:
		"""Return a condition on a column of customers' names."""
		return name == self.name


def compute(customers: Customers | One) -> int:
	"""Give each of `customers` its tier, record the changes, return how many there were.

	Runs within the caller's transaction; running it again changes nothing more.
	"""
	tiers = criteria.automatic()
	if not tiers:
		return 0
	now = now_datetime()
	_record(_changes(customers, tiers, getdate(today())), now)
	changed = frappe.db.count(CHANGE, {"changed_on": now, "automatic": 1})
	if changed:
		_write(customers, now)
		_tell(customers, now)
	return changed


def _changes(customers: Customers | One, tiers: list[Tier], day: date):
	"""A query of the customers whose tier is another by their sales: name, tier, wanted, reason."""
	customer, sales = frappe.qb.DocType(CUSTOMER), _sales(customers, tiers, day)
	holds = [_holds(tier, sales, customer, day) for tier in tiers]
	wanted, reason = Case(), Case()
	for tier, condition in zip(tiers, holds, strict=True):
		wanted = wanted.when(condition, tier.name)
		reason = reason.when(condition, _reason(tier, sales))
	computed = (
		frappe.qb.from_(customer)
		.join(sales)
		.on(sales.customer == customer.name)
		.select(
			customer.name,
			customer.tier,
			wanted.else_(NullValue()).as_("wanted"),
			reason.else_(_reason(None, sales)).as_("reason"),
		)
		.where(customers.criterion(customer.name) & (customer.tier_locked == 0))
	)
	if manual := criteria.by_hand_only():
		computed = computed.where(Coalesce(customer.tier, "").notin(manual))
	computed = computed.as_("computed")
	query = frappe.qb.from_(computed).select(computed.name, computed.tier, computed.wanted, computed.reason)
	return query.where(Coalesce(computed.tier, "") != Coalesce(computed.wanted, "")).as_("changes")


def _sales(customers: Customers | One, tiers: list[Tier], day: date):
	"""A query of revenue and orders of each customer, one pair of columns for each period."""
	fact = frappe.qb.DocType(FACT)
	query = frappe.qb.from_(fact).select(fact.customer).groupby(fact.customer)
	query = query.where(customers.criterion(fact.customer) & (fact.posting_date <= day))
	for period, since in {0: None, **{tier.period_days: tier.since(day) for tier in tiers}}.items():
		for column, value in (("revenue", fact.amount), ("orders", fact.orders)):
			counted = Case().when(fact.posting_date >= since, value).else_(0) if since else value
			query = query.select(Sum(counted).as_(f"{column}_{period}"))
	return query.as_("sales")


def _holds(tier: Tier, sales, customer, day: date) -> Criterion:
	conditions = []
	if tier.min_revenue:
		conditions.append(sales[f"revenue_{tier.period_days}"] >= tier.min_revenue)
	if tier.min_orders:
		conditions.append(sales[f"orders_{tier.period_days}"] >= tier.min_orders)
	if bought_since := tier.bought_since(day):
		conditions.append(customer.last_purchase_date >= bought_since)
	return Criterion.all(conditions)


def _reason(tier: Tier | None, sales) -> Term:
	"""The sentence of the history, put together by the database from the words of the site's language."""
	period = tier.period_days if tier else 0
	language = frappe.db.get_single_value("System Settings", "language") or "vi"
	if not tier:
		words = _("Revenue {0} / {1} orders: no tier's criteria hold", lang=language)
	elif period:
		words = _("Revenue {0} / {1} orders in {2} days", lang=language)
	else:
		words = _("Revenue {0} / {1} orders altogether", lang=language)
	values = {
		"{0}": _Format(sales[f"revenue_{period}"], 0, "de_DE"),
		"{1}": _Format(sales[f"orders_{period}"], 0, "de_DE"),
		"{2}": ValueWrapper(str(period)),
	}
	parts = [part for part in re.split(r"(\{\d\})", words) if part]
	return Concat(*[values.get(part, ValueWrapper(part)) for part in parts])


def _record(changes, now: datetime) -> None:
	"""Append a KH Tier Change for each of `changes`; `now` tells those of this computation."""
	user = frappe.session.user
	constants = {
		"creation": now,
		"modified": now,
		"changed_on": now,
		"owner": user,
		"modified_by": user,
		"changed_by": user,
		"docstatus": 0,
		"idx": 0,
		"automatic": 1,
	}
	query = frappe.qb.into(frappe.qb.DocType(CHANGE))
	query = query.columns("name", "customer", "from_tier", "to_tier", "reason", *constants)
	query = query.from_(changes).select(
		Concat(_name_of_computation(now), RowNumber().orderby(changes.name)),
		changes.name,
		changes.tier,
		changes.wanted,
		changes.reason,
	)
	query.select(*[ValueWrapper(value) for value in constants.values()]).run()


def _name_of_computation(now: datetime) -> str:
	"""What the names of its changes begin with: rows in ascending order are written many times as fast."""
	return f"{now:%Y%m%d%H%M%S%f}-{frappe.generate_hash(length=4)}-"


def _write(customers: Customers | One, now: datetime) -> None:
	"""Who has a changed customer's form open is told so on saving, by the later `modified`."""
	customer, change = frappe.qb.DocType(CUSTOMER), frappe.qb.DocType(CHANGE)
	# Under other names than the customer's columns have: pypika names these in SET without their table.
	new = (
		frappe.qb.from_(change)
		.select(change.customer, change.to_tier)
		.where((change.changed_on == now) & (change.automatic == 1) & customers.criterion(change.customer))
		.as_("new")
	)
	(
		frappe.qb.update(customer)
		.join(new)
		.on(new.customer == customer.name)
		.set(customer.tier, new.to_tier)
		.set(customer.modified, now)
		.set(customer.modified_by, frappe.session.user)
		.run()
	)


def _tell(customers: Customers | One, now: datetime) -> None:
	"""Tell those who joined the hook `kh_tiers_computed` which customers have another tier now."""
	if not (paths := frappe.get_hooks(HOOK)):
		return
	change = frappe.qb.DocType(CHANGE)
	query = frappe.qb.from_(change).select(change.customer).orderby(change.customer)
	query = query.where((change.changed_on == now) & (change.automatic == 1))
	names = query.where(customers.criterion(change.customer)).run(pluck=True)
	for path in paths:
		frappe.get_attr(path)(names)
