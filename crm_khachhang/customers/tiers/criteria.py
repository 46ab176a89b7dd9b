"""The tiers as the computation reads them."""

from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.utils import cint, flt

TIER = "KH Customer Tier"


@dataclass(frozen=True)
class Tier:
	"""A tier with criteria. Zero: the criterion does not count; `period_days` zero: all sales count."""

	name: str
	title: str
	period_days: int
	min_revenue: float
	min_orders: int
	max_days_since_purchase: int

	def since(self, today: date) -> date | None:
		"""Return the first day of the period that ends with `today`; None when all sales count."""
		return today - timedelta(days=self.period_days - 1) if self.period_days else None

	def bought_since(self, today: date) -> date | None:
		"""Return the day since which the last purchase must be; None when it does not matter."""
		days = self.max_days_since_purchase
		return today - timedelta(days=days) if days else None

	@property
	def has_criteria(self) -> bool:
		return bool(self.min_revenue or self.min_orders or self.max_days_since_purchase)


def automatic() -> list[Tier]:
	"""Return the enabled tiers that have criteria, the highest first; among equals the first by name."""
	return [tier for tier in _read({"enabled": 1}) if tier.has_criteria]


def by_hand_only() -> list[str]:
	"""Return the names of the tiers without criteria, which no computation gives or takes."""
	return [tier.name for tier in _read({}) if not tier.has_criteria]


def _read(filters: dict) -> list[Tier]:
	rows = frappe.get_all(
		TIER,
		filters=filters,
		fields=["name", "tier_name", "period_days", "min_revenue", "min_orders", "max_days_since_purchase"],
		order_by="rank desc, tier_name asc, name asc",
	)
	return [
		Tier(
			row.name,
			row.tier_name,
			cint(row.period_days),
			flt(row.min_revenue),
			cint(row.min_orders),
			cint(row.max_days_since_purchase),
		)
		for row in rows
	]
