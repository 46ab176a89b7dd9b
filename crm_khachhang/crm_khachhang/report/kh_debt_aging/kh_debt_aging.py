"""Report "Tuổi nợ": how old is what was open on a day, of customers or of single debts."""

from frappe import _

from crm_khachhang.debts.reports import arguments, shown, tables
from crm_khachhang.debts.reports.tables import Table
from crm_khachhang.debts.reports.words import number


def execute(filters: dict | None = None):
	"""Return columns, rows, the words above, the chart of the buckets and the figures; no total row of some rows only."""
	given = arguments.read(filters)
	table = tables.aging_table(given)
	figures = get_summary(table, arguments.is_by_posting_date(given))
	return table.columns, table.rows, shown.message(table), get_chart(table), figures, table.is_cut


def get_chart(table: Table) -> dict | None:
	"""Return a bar for each bucket."""
	columns = [column for column in table.columns if column["fieldname"].startswith("bucket_")]
	amounts = [table.sums[column["fieldname"]] for column in columns]
	return shown.bars([column["label"] for column in columns], [(_("Open Debts"), amounts)])


def get_summary(table: Table, by_posting_date: bool) -> list[dict] | None:
	"""Return the sums of all rows."""
	if not table.count:
		return None
	return [
		number(_("Open Debts"), table.sums["total"]),
		number(_("Posted Earlier") if by_posting_date else _("Overdue"), table.notes["late"], "Red"),
		number(_("Credit"), table.notes["credit"], "Green"),
		number(_("Net Debt"), table.notes["net"], "Blue"),
	]
