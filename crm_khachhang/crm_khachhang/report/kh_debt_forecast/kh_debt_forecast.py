"""Report "Dự thu theo tuần": what is open, by the week in which it is due or promised for a later day."""

from datetime import timedelta

from frappe import _
from frappe.utils import getdate, today

from crm_khachhang.debts.reports import arguments, incoming, shown
from crm_khachhang.debts.reports.incoming import Week
from crm_khachhang.debts.reports.words import added, column, money_column, number

A_WEEK_LATER = timedelta(days=6)


def execute(filters: dict | None = None):
	"""Return columns, rows, no message, the chart of the weeks, and the figures."""
	given = arguments.read(filters)
	rows = get_data(given)
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[dict]:
	"""Return the columns."""
	return [
		column("week", _("Expected"), 200),
		column("number", _("Debts"), 110, "Int"),
		money_column("amount", _("Amount"), 160),
		money_column("promised", _("Of It Promised"), 170),
	]


def get_data(filters: dict[str, str]) -> list[dict]:
	"""Return a row for what is overdue, for each week, and for what comes later."""
	weeks = incoming.expected(getdate(today()), arguments.weeks(filters), filters)
	if not any(week.number for week in weeks):
		return []
	return [
		{
			"week": label(week),
			"first": week.first,
			"number": week.number,
			"amount": week.amount,
			"promised": week.promised or None,
		}
		for week in weeks
	]


def label(week: Week) -> str:
	"""Return what people call a part of the time to come."""
	if week.first is None:
		return _("Overdue")
	if week.is_rest:
		return _("From {0} On").format(f"{week.first:%d/%m/%Y}")
	return f"{week.first:%d/%m}–{week.first + A_WEEK_LATER:%d/%m/%Y}"


def get_chart(rows: list[dict]) -> dict | None:
	"""Return a bar for each row."""
	amounts = [row["amount"] for row in rows]
	labels = [f"{row['first']:%d/%m}" if row["first"] else row["week"] for row in rows]
	return shown.bars(labels, [(_("Expected"), amounts)])


def get_summary(rows: list[dict]) -> list[dict] | None:
	"""Return what is open and what of it is overdue."""
	if not rows:
		return None
	return [
		number(_("Open Debts"), added(row["amount"] for row in rows)),
		number(_("Overdue"), rows[0]["amount"], "Red"),
		number(_("Promised"), added(row["promised"] or 0.0 for row in rows), "Blue"),
	]
