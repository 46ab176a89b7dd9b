"""The papers as Excel: statement of a customer, debt summary, aging."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import getdate, today

from crm_khachhang.access.customers import check_permission
from crm_khachhang.care.reports.periods import Span
from crm_khachhang.customers import link_titles
from crm_khachhang.debts import money
from crm_khachhang.debts.money import currency, exact
from crm_khachhang.debts.papers import qr, sheet
from crm_khachhang.debts.papers.company import Account, company
from crm_khachhang.debts.papers.sheet import DAY, MONEY, NUMBER, TEXT, Code, Column, Page
from crm_khachhang.debts.reports import arguments, tables
from crm_khachhang.debts.reports.tables import Table
from crm_khachhang.debts.reports.words import shown_day
from crm_khachhang.exporting.words import number
from crm_khachhang.vietnam.amount_in_words import in_words

KINDS = {"Date": DAY, "Currency": MONEY, "Int": NUMBER}
WIDTHS = {DAY: 15, MONEY: 17, NUMBER: 12}
PIXELS_OF_A_CHARACTER = 6.5

# Excel holds more, and nobody's accountant reads them; a file of so many is made in the time that a request has.
MOST_ROWS = 100_000

LINKED = {
	"account_manager": "User",
	"team": "KH Sales Team",
	"customer_group": "KH Customer Group",
	"province": "KH Province",
}


def statement(filters: dict[str, str]) -> bytes:
	"""Return the statement of one customer that the session's user sees."""
	customer = check_permission(filters.get("customer", ""))
	span = arguments.span(filters)
	table = tables.statement_table(customer.name, span)
	opening, closing = table.notes["opening"], table.notes["closing"]
	rows = [{"description": _("Opening Balance"), "balance": opening}, *table.rows]
	totals = [
		{"description": _("Total of the Period"), **table.sums},
		{"description": _("Closing Balance"), "balance": closing},
	]
	who = f"{_('Customer')}: {customer.customer_name} ({customer.name})"
	page = _page(_("Customer Debt Statement"), [_period(span), who, *_reach(customer)], table, rows, totals)
	page.bold, page.words = {0}, in_words(exact(closing), currency())
	page.code = _code(page.company.account, closing, customer.name)
	return sheet.write(page)


def _code(account: Account | None, closing: float, customer: str) -> Code | None:
	"""The code that pays what is owed, with the account in words."""
	text = qr.to_pay(account, exact(closing), customer)
	if not text:
		return None
	pairs = (
		(_("Bank"), account.bank),
		(_("Account Number"), account.number),
		(_("Account Name"), account.holder),
		(_("Amount"), money.shown(closing)),
	)
	return Code(qr.png(text), [_("Scan to pay"), *(f"{label}: {value}" for label, value in pairs)])


def summary(filters: dict[str, str]) -> bytes:
	"""Return what the customers of the filters owed, and what moved."""
	table = _whole(tables.summary_table, filters)
	under = [_period(arguments.span(filters)), *_filters(filters)]
	page = _page(_("Debt Summary"), under, table, table.rows, [_total(table)])
	page.words = in_words(exact(table.sums["closing"]), currency())
	return sheet.write(page)


def aging(filters: dict[str, str]) -> bytes:
	"""Return how old the debts of the filters are."""
	table = _whole(tables.aging_table, filters)
	day = _("As of {0}").format(shown_day(arguments.as_of(filters)))
	page = _page(_("Debt Aging"), [day, *_filters(filters)], table, table.rows, [_total(table)])
	page.words = in_words(exact(table.sums["total"]), currency())
	return sheet.write(page)


PAPERS: dict[str, tuple[Callable[[dict[str, str]], bytes], str]] = {
	"statement": (statement, "so-chi-tiet-cong-no"),
	"summary": (summary, "tong-hop-cong-no"),
	"aging": (aging, "tuoi-no"),
}


def _whole(make: Callable[..., Table], filters: dict[str, str]) -> Table:
	table = make(filters, most=MOST_ROWS)
	if table.is_cut:
		frappe.throw(
			_("A file holds at most {0} rows. Filter by owner, group or province.").format(number(MOST_ROWS))
		)
	return table


def _page(title: str, under: list[str], table: Table, rows: list[dict], totals: list[dict]) -> Page:
	columns = [_column(column) for column in table.columns]
	names = [column["fieldname"] for column in table.columns]
	return Page(
		title=title,
		under=[*under, _("Currency: {0}").format(currency())],
		columns=[Column(_("No."), 6, NUMBER), *columns],
		rows=[_numbered(number, row, names) for number, row in _counted(rows)],
		totals=[["", *(row.get(name) for name in names)] for row in totals],
		company=company(),
		day=getdate(today()),
		decimals=money.decimals(),
	)


def _counted(rows: list[dict]):
	"""(number, row): what is no voucher and no customer has none."""
	number = 0
	for row in rows:
		is_line = bool(row.get("customer_code") or row.get("voucher_no"))
		number += is_line
		yield (number if is_line else ""), row


def _numbered(number: int | str, row: dict, names: list[str]) -> list:
	return [number, *(row.get(name) for name in names)]


def _column(column: dict) -> Column:
	kind = KINDS.get(column["fieldtype"], TEXT)
	return Column(column["label"], WIDTHS.get(kind) or column["width"] / PIXELS_OF_A_CHARACTER, kind)


def _total(table: Table) -> dict:
	return {"customer_name": _("Total"), **table.sums}


def _period(span: Span) -> str:
	return _("From {0} to {1}").format(shown_day(span.first), shown_day(span.last))


def _reach(customer) -> list[str]:
	pairs = ((_("Tax Code"), customer.tax_code), (_("Address"), customer.address_line))
	return [f"{label}: {text}" for label, text in pairs if text]


def _filters(filters: dict[str, str]) -> list[str]:
	"""Which customers the page is about, where it is not about all."""
	labels = {
		"account_manager": _("Owner"),
		"team": _("Sales Team"),
		"customer_group": _("Customer Group"),
		"province": _("Province"),
	}
	given = [(name, filters[name]) for name in LINKED if filters.get(name)]
	return [f"{labels[name]}: {link_titles.texts(LINKED[name], [value])[value]}" for name, value in given]
