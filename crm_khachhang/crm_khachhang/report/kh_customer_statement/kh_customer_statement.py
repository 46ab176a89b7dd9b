"""Report "Sổ chi tiết công nợ": what one customer owed, every voucher of a period, and what is owed after each."""

from frappe import _

from crm_khachhang.access.customers import check_permission
from crm_khachhang.debts.reports import arguments, tables
from crm_khachhang.debts.reports.tables import Table
from crm_khachhang.debts.reports.words import number


def execute(filters: dict | None = None):
	"""Return columns, rows from the opening to the closing balance, the words above, no chart, and the figures."""
	given = arguments.read(filters)
	if not given.get("customer"):
		return [], [], _("Choose a customer.")
	check_permission(given["customer"])
	table = tables.statement_table(given["customer"], arguments.span(given))
	return table.columns, get_data(table), None, None, get_summary(table)


def get_data(table: Table) -> list[dict]:
	"""Return the movements between the two balances."""
	opening = {"description": _("Opening Balance"), "balance": table.notes["opening"], "is_bold": 1}
	closing = {"description": _("Closing Balance"), "balance": table.notes["closing"], "is_bold": 1}
	return [opening, *table.rows, closing | table.sums]


def get_summary(table: Table) -> list[dict]:
	"""Return the two balances, and what lies between them."""
	return [
		number(_("Opening Balance"), table.notes["opening"]),
		number(_("Increase"), table.sums["increase"], "Red"),
		number(_("Decrease"), table.sums["decrease"], "Green"),
		number(_("Closing Balance"), table.notes["closing"], "Blue"),
	]
