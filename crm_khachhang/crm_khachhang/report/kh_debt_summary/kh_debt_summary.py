"""Report "Tổng hợp công nợ": what each customer owed, what was added and paid in a period, and what is owed after it."""

from frappe import _

from crm_khachhang.debts.reports import arguments, shown, tables
from crm_khachhang.debts.reports.tables import Table
from crm_khachhang.debts.reports.words import number


def execute(filters: dict | None = None):
	"""Return columns, rows, the words above, no chart, the figures; no total row of some rows only."""
	table = tables.summary_table(arguments.read(filters))
	return table.columns, table.rows, shown.message(table), None, get_summary(table), table.is_cut


def get_summary(table: Table) -> list[dict] | None:
	"""Return the sums of all rows."""
	if not table.count:
		return None
	return [
		number(_("Opening Balance"), table.sums["opening"]),
		number(_("Increase"), table.sums["increase"], "Red"),
		number(_("Decrease"), table.sums["decrease"], "Green"),
		number(_("Closing Balance"), table.sums["closing"], "Blue"),
	]
