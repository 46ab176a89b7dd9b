"""What all reports of debts show around their table: figures, charts, and the words above."""

from frappe import _

from crm_khachhang.debts.money import currency
from crm_khachhang.debts.reports.tables import Table
from crm_khachhang.exporting.words import number

COLOURS = ("#0f766e", "#eab308", "#f97316", "#ea580c", "#dc2626", "#991b1b")


def message(table: Table) -> str | None:
	"""Return how many rows are shown of how many; None when all are."""
	if not table.is_cut:
		return None
	words = _("{0} of {1} rows are shown, the largest first. The figures count all; the Excel file has all.")
	return words.format(number(len(table.rows)), number(table.count))


def bars(
	labels: list[str], datasets: list[tuple[str, list[float]]], colours=COLOURS[:1], **more
) -> dict | None:
	"""Return a chart with bars of amounts; None when there is nothing to show."""
	if not any(value for _name, values in datasets for value in values):
		return None
	return {
		"type": "bar",
		"data": {
			"labels": labels,
			"datasets": [{"name": name, "values": values} for name, values in datasets],
		},
		"colors": list(colours),
		"fieldtype": "Currency",
		"currency": currency(),
		**more,
	}
