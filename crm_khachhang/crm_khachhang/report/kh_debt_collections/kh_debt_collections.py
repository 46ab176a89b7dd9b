"""Report "Thu nợ theo kỳ và người": the money that came, by owner or by who entered it, in the parts of a period."""

from frappe import _

from crm_khachhang.care.reports import periods
from crm_khachhang.debts.reports import arguments, incoming, shown
from crm_khachhang.debts.reports.words import added, column, money_column, names_of_people, number


def execute(filters: dict | None = None):
	"""Return columns, rows, no message, the chart of the parts of the period, and the figures."""
	given = arguments.read(filters)
	rows = get_data(given)
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[dict]:
	"""Return the columns."""
	return [
		column("part", _("Period"), 150),
		column("person", _("Person"), 220),
		column("number", _("Payments"), 120, "Int"),
		money_column("amount", _("Amount"), 160),
		money_column("netted", _("Credit Used"), 160),
	]


def get_data(filters: dict[str, str]) -> list[dict]:
	"""Return a row for each part of the period and person, who collected most first."""
	span, step = arguments.span(filters), arguments.step(filters)
	by_creator = filters.get("count_for") == arguments.CREATOR
	parts: dict[tuple, list[tuple[int, float, float]]] = {}
	for person, day, *numbers in incoming.collected(span, filters, by_creator):
		parts.setdefault((periods.part_of(day, step), person), []).append(tuple(numbers))
	people = names_of_people(person for _first, person in parts)
	rows = [
		{
			"first": first,
			"part": periods.label(first, step, span),
			"person": people[person] if person else _("No Owner"),
			"number": int(sum(count for count, _amount, _netted in numbers)),
			"amount": added(amount for _count, amount, _netted in numbers),
			"netted": added(netted for _count, _amount, netted in numbers) or None,
		}
		for (first, person), numbers in parts.items()
	]
	return sorted(rows, key=lambda row: (row["first"], -row["amount"], row["person"]))


def get_chart(rows: list[dict]) -> dict | None:
	"""Return a bar for each part of the period."""
	sums: dict[str, list[float]] = {}
	for row in rows:
		sums.setdefault(row["part"], []).append(row["amount"])
	return shown.bars(list(sums), [(_("Collected"), [added(amounts) for amounts in sums.values()])])


def get_summary(rows: list[dict]) -> list[dict] | None:
	"""Return the sums of all rows."""
	if not rows:
		return None
	payments = {"label": _("Payments"), "value": sum(row["number"] for row in rows), "datatype": "Int"}
	figures = [number(_("Collected"), added(row["amount"] for row in rows), "Green"), payments]
	netted = added(row["netted"] or 0.0 for row in rows)
	return [*figures, number(_("Credit Used"), netted)] if netted else figures
