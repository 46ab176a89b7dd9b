"""Report "Khách hàng chưa được chăm sóc": with whom nothing was done for so many days."""

from frappe import _
from frappe.utils import date_diff, format_datetime, today

from crm_khachhang.care.reports import arguments, neglected
from crm_khachhang.care.reports.words import column, names_of_people
from crm_khachhang.customers import link_titles

MOMENT = "dd/MM/yyyy HH:mm"
MOST_BARS = 15


def execute(filters: dict | None = None):
	"""Return columns, rows, the words above them, and the chart of such customers by owner."""
	given = arguments.read(filters)
	days = arguments.neglected_days(given)
	owners = neglected.by_owner(days, given)
	rows = get_data(days, given)
	return (
		get_columns(),
		rows,
		get_message(len(rows), sum(number for _o, number in owners)),
		get_chart(owners),
	)


def get_columns() -> list[dict]:
	"""Return the columns."""
	return [
		column("customer_name", _("Customer"), 250),
		column("customer_code", _("Customer Code"), 130),
		column("phone", _("Phone"), 125),
		column("owner_name", _("Owner"), 160),
		column("tier", _("Tier"), 110),
		column("customer_group", _("Customer Group"), 140),
		column("days", _("Days"), 90, "Int"),
		column("last_care_on", _("Last Care On"), 150),
		column("next_care_on", _("Next Care On"), 150),
	]


def get_data(days: int, filters: dict[str, str]) -> list[dict]:
	"""Return the customers, the longest without care first."""
	found = neglected.find(days, filters)
	people = names_of_people(row.account_manager for row in found)
	tiers = link_titles.texts("KH Customer Tier", [row.tier for row in found])
	groups = link_titles.texts("KH Customer Group", [row.customer_group for row in found])
	return [
		{
			"customer_name": row.customer_name,
			"customer_code": row.name,
			"phone": row.phone,
			"owner_name": people[row.account_manager] if row.account_manager else "",
			"tier": tiers.get(row.tier, ""),
			"customer_group": groups.get(row.customer_group, ""),
			"days": date_diff(today(), row.last_care_on or row.creation),
			"last_care_on": format_datetime(row.last_care_on, MOMENT) if row.last_care_on else _("Never"),
			"next_care_on": format_datetime(row.next_care_on, MOMENT) if row.next_care_on else "",
		}
		for row in found
	]


def get_message(shown: int, total: int) -> str:
	"""Return how many there are, and which of them are shown."""
	if not total:
		return _("Every customer was cared for in this time.")
	words = _("{0} customers without care. Inactive ones are shown only when filtered for.").format(total)
	if total > shown:
		words += " " + _("The {0} that wait longest are shown; filter to see others.").format(shown)
	return words


def get_chart(owners: list[tuple[str | None, int]]) -> dict | None:
	"""Return a bar for each owner, the most such customers first."""
	if not owners:
		return None
	people = names_of_people(owner for owner, _number in owners)
	bars = [(people[owner] if owner else _("No Owner"), number) for owner, number in owners[:MOST_BARS]]
	if rest := sum(number for _owner, number in owners[MOST_BARS:]):
		bars.append((_("Others"), rest))
	return {
		"type": "bar",
		"data": {
			"labels": [label for label, _number in bars],
			"datasets": [{"name": _("Customers"), "values": [number for _label, number in bars]}],
		},
		"colors": ["#b45309"],
	}
