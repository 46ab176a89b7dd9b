"""Report "Kết quả chăm sóc theo loại": what became of calls, visits … and with which outcome."""

from frappe import _
from frappe.utils import cint

from crm_khachhang.care.reports import arguments, counting
from crm_khachhang.care.reports.words import column, columns_of_states, percent

# Outcomes are typed freely; what is rare says little.
MOST_OUTCOMES = 10
STATES = ("done", "missed", "overdue", "to_come", "cancelled")


def execute(filters: dict | None = None):
	"""Return columns, rows (a kind, then its outcomes one step in), no message, and the chart of states by kind."""
	given = arguments.read(filters)
	asked = (arguments.span(given), given.get("assigned_to", ""), given.get("activity_type", ""))
	kinds = _kinds(*asked)
	return get_columns(), get_data(kinds, counting.outcomes(*asked)), None, get_chart(kinds)


def get_columns() -> list[dict]:
	"""Return the columns; outcomes have a number of those done and their share."""
	return [column("title", _("Activity Type"), 280), *columns_of_states(_("Percentage"))]


def _kinds(span, person: str, kind: str) -> list[dict]:
	rows = counting.count(span, ["activity_type"], person, kind)
	for row in rows:
		row.update({name: cint(row[name]) for name in counting.COUNTED})
	return sorted(rows, key=lambda row: (-row["planned"], row["activity_type"]))


def get_data(kinds: list[dict], outcomes: list[dict]) -> list[dict]:
	"""Return the kinds, the most frequent first, each with its outcomes."""
	rows = []
	for kind in kinds:
		rate = percent(kind["done"], kind["planned"])
		rows.append({**kind, "title": _(kind["activity_type"]), "indent": 0, "rate": rate})
		of_kind = [row for row in outcomes if row.activity_type == kind["activity_type"]]
		rows += [_outcome(row.outcome, row.number, kind["done"]) for row in of_kind[:MOST_OUTCOMES]]
		if rest := sum(row.number for row in of_kind[MOST_OUTCOMES:]):
			rows.append(_outcome(_("Other Outcomes"), rest, kind["done"]))
	return rows


def _outcome(outcome: str | None, number: int, done: int) -> dict:
	title = outcome or _("No outcome written")
	return {"title": title, "indent": 1, "done": number, "rate": percent(number, done)}


def get_chart(kinds: list[dict]) -> dict | None:
	"""Return bars of the kinds, each made up of its states."""
	if not kinds:
		return None
	names = {
		"done": _("Done"),
		"missed": _("Missed"),
		"overdue": _("Overdue"),
		"to_come": _("To Come"),
		"cancelled": _("Cancelled"),
	}
	return {
		"type": "bar",
		"data": {
			"labels": [_(kind["activity_type"]) for kind in kinds],
			"datasets": [
				{"name": names[state], "values": [kind[state] for kind in kinds]} for state in STATES
			],
		},
		"barOptions": {"stacked": 1},
		"colors": ["#0f766e", "#b91c1c", "#f59e0b", "#2563eb", "#94a3b8"],
	}
