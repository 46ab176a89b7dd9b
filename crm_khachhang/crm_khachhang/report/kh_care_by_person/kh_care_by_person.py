"""Report "Chăm sóc theo người": what each person did of what was planned, in a period and its parts."""

from collections.abc import Iterable

from frappe import _
from frappe.utils import cint

from crm_khachhang.care.reports import arguments, counting, periods
from crm_khachhang.care.reports.counting import COUNTED
from crm_khachhang.care.reports.words import column, columns_of_states, names_of_people, percent

MOST_BARS = 15


def execute(filters: dict | None = None):
	"""Return columns, rows, no message, the chart of what was done and planned, and the sums above it."""
	given = arguments.read(filters)
	step = arguments.step(given)
	rows = get_data(given, step)
	return get_columns(step), rows, None, get_chart(rows, step), get_summary(rows)


def get_columns(step: str) -> list[dict]:
	"""Return the columns; that of the part only where the period is shown by parts."""
	part = [] if step == periods.WHOLE else [column("part", _("Period"), 130)]
	return [column("person", _("Person"), 200), *part, *columns_of_states(_("Done of Planned"))]


def get_data(filters: dict[str, str], step: str) -> list[dict]:
	"""Return a row for each person and part of the period."""
	by, span = ["assigned_to"] if step == periods.WHOLE else ["assigned_to", "day"], arguments.span(filters)
	counted = counting.count(span, by, filters.get("assigned_to", ""), filters.get("activity_type", ""))
	people = names_of_people(row.assigned_to for row in counted)
	rows: dict[tuple, dict] = {}
	for row in counted:
		first = periods.part_of(row.day, step) if "day" in row else None
		key = (people[row.assigned_to], row.assigned_to or "", first)
		total = rows.setdefault(key, dict.fromkeys(COUNTED, 0))
		for name in COUNTED:
			total[name] += cint(row[name])
	return [
		_row(*key, rows[key], periods.label(key[2], step, span) if key[2] else "")
		for key in sorted(rows, key=_order)
	]


def _order(key: tuple) -> tuple:
	person, user, first = key
	return (not user, person, user, str(first))  # nobody comes last


def _row(person: str, user: str, first, total: dict, part: str) -> dict:
	shown = {"person": person, "user": user, **total, "rate": percent(total["done"], total["planned"])}
	return shown | ({"part": part, "first": first} if first else {})


def get_chart(rows: list[dict], step: str) -> dict | None:
	"""Return bars of what was planned and done: for each part of the period, or for those with the most planned."""
	if step == periods.WHOLE:
		most = sorted(rows, key=lambda row: -row["planned"])[:MOST_BARS]
		bars = [(row["person"], row["planned"], row["done"]) for row in most]
	else:
		bars = list(_by_part(rows))
	if not any(planned for _label, planned, _done in bars):
		return None
	return {
		"type": "bar",
		"data": {
			"labels": [label for label, _planned, _done in bars],
			"datasets": [
				{"name": _("Planned Care"), "values": [planned for _label, planned, _done in bars]},
				{"name": _("Done"), "values": [done for _label, _planned, done in bars]},
			],
		},
		"colors": ["#94a3b8", "#0f766e"],
	}


def _by_part(rows: list[dict]) -> Iterable[tuple[str, int, int]]:
	parts: dict = {}
	for row in rows:
		_label, planned, done = parts.get(row["first"], (None, 0, 0))
		parts[row["first"]] = (row["part"], planned + row["planned"], done + row["done"])
	return (parts[first] for first in sorted(parts))


def get_summary(rows: list[dict]) -> list[dict] | None:
	"""Return the sums of all rows: a total row of Frappe would average the shares."""
	if not rows:
		return None
	total = {name: sum(row[name] for row in rows) for name in COUNTED}
	share = percent(total["done"], total["planned"])
	return [
		{"label": _("Planned Care"), "value": total["planned"], "datatype": "Int"},
		{"label": _("Done"), "value": total["done"], "datatype": "Int", "indicator": "Green"},
		{"label": _("Done of Planned"), "value": share, "datatype": "Percent"},
		{"label": _("Overdue"), "value": total["overdue"], "datatype": "Int", "indicator": "Red"},
	]
