"""The tables of reports, for the desk and for files: columns, rows, and the sums of all rows, shown or not."""

from dataclasses import dataclass, field

import frappe
from frappe import _

from crm_khachhang.care.reports.periods import Span
from crm_khachhang.customers import many
from crm_khachhang.debts.balances import DEBT
from crm_khachhang.debts.money import decimals
from crm_khachhang.debts.reports import aging, arguments, buckets, movements
from crm_khachhang.debts.reports.words import (
	added,
	column,
	customers_of,
	labels_of,
	money_column,
	names_of_people,
)

# A person reads no more on a screen, and asks a filter; a file holds all.
MOST_SHOWN = 2000

WHO = ("customer_name", "customer_code", "owner_name")
BUCKET = "bucket_{0}"


@dataclass
class Table:
	"""`sums`: {fieldname: the sum of all rows}, of which `rows` holds the first; `count`: how many there are."""

	columns: list[dict]
	rows: list[dict]
	sums: dict[str, float]
	count: int
	notes: dict[str, float] = field(default_factory=dict)

	@property
	def is_cut(self) -> bool:
		return self.count > len(self.rows)


def asked_of(filters: dict[str, str]) -> aging.Asked:
	"""Return what the filters of the aging report ask."""
	days = buckets.of_days(arguments.days_of_buckets(filters))
	return aging.Asked(arguments.as_of(filters), days, filters, arguments.is_by_posting_date(filters))


def aging_table(filters: dict[str, str], most: int | None = MOST_SHOWN) -> Table:
	"""Return how old is what customers, or single debts, leave open; `notes`: the open, overdue, credit and net sums."""
	asked = asked_of(filters)
	table = (
		_aging_of_debts(asked, most) if arguments.is_by_debt(filters) else _aging_of_customers(asked, most)
	)
	first = BUCKET.format(0)
	table.notes["not_due"] = table.sums[first]
	table.notes["late"] = added([table.sums["total"], -table.sums[first]])
	table.notes["net"] = added([table.sums["total"], -table.notes["credit"]])
	return table


def _aging_of_customers(asked: aging.Asked, most: int | None) -> Table:
	names, digits, found = _bucket_names(asked), decimals(), aging.by_customer(asked)
	amounts = dict(zip(("credit", *names), [*zip(*found, strict=True)][1:], strict=True)) if found else {}
	sums = {name: added(filter(None, amounts.get(name, ()))) for name in ("credit", *names)}
	sums["total"] = added(sums[name] for name in names)
	sums["net"] = added((sums["total"], -sums["credit"]))
	found.sort(key=_order_of_customer)
	shown = _with_names([_row_of_customer(row, names, digits) for row in found[:most]])
	columns = [
		*_who_columns(),
		money_column("total", _("Open Debts")),
		*_bucket_columns(asked),
		money_column("credit", _("Credit")),
		money_column("net", _("Net Debt")),
	]
	return Table(columns, shown, sums, len(found), {"credit": sums["credit"]})


def _order_of_customer(row: tuple) -> tuple:
	"""Who owes most comes first."""
	return (row[1] or 0.0) - sum(filter(None, row[2:])), row[0]


def _row_of_customer(row: tuple, names: list[str], digits: int) -> dict:
	customer, credit, *parts = row
	total = added(filter(None, parts), digits)
	values = {"customer_code": customer, "total": total, "credit": credit or None}
	values["net"] = added((total, -(credit or 0.0)), digits)
	return values | {name: part or None for name, part in zip(names, parts, strict=True)}


def _aging_of_debts(asked: aging.Asked, most: int | None) -> Table:
	names, found = _bucket_names(asked), aging.by_debt(asked)
	amounts: dict[str, list[float]] = {name: [] for name in names}
	for row in found:
		amounts[names[aging.place(asked, row)]].append(row[4])
	sums = {name: added(of_bucket) for name, of_bucket in amounts.items()}
	sums["total"] = added(sums.values())
	rows = [_row_of_debt(asked, row, names) for row in found[:most]]
	columns = [
		*_who_columns(),
		column("debt", _("Debt"), 130),
		column("description", _("Description"), 180),
		column("posting_date", _("Posting Date"), 130, "Date"),
		column("due_date", _("Due Date"), 130, "Date"),
		column("days", _("Days Overdue"), 130, "Int"),
		money_column("total", _("Open Debts")),
		*_bucket_columns(asked),
	]
	credit = added(amount for _customer, amount in aging.credits(asked))
	return Table(columns, _with_descriptions(_with_names(rows)), sums, len(found), {"credit": credit})


def _row_of_debt(asked: aging.Asked, row: tuple, names: list[str]) -> dict:
	customer, debt, posted, due, amount = row
	values = {
		"customer_code": customer,
		"debt": debt,
		"posting_date": posted,
		"due_date": due,
		"total": amount,
	}
	values["days"] = max((asked.as_of - due).days, 0)
	return values | dict.fromkeys(names) | {names[aging.place(asked, row)]: amount}


def summary_table(filters: dict[str, str], most: int | None = MOST_SHOWN) -> Table:
	"""Return what customers owed before a period, what was added and paid in it, and what they owe at its end."""
	span = arguments.span(filters)
	digits = decimals()
	rows = [
		{
			**{"customer_code": customer, "opening": opening, "increase": increase, "decrease": decrease},
			"closing": added((opening, increase, -decrease), digits),
		}
		for customer, (opening, increase, decrease) in movements.summary(span, filters).items()
	]
	sums = {name: added(row[name] for row in rows) for name in ("opening", "increase", "decrease", "closing")}
	rows.sort(key=lambda row: (-row["closing"], row["customer_code"]))
	columns = [
		*_who_columns(),
		money_column("opening", _("Opening Balance")),
		money_column("increase", _("Increase")),
		money_column("decrease", _("Decrease")),
		money_column("closing", _("Closing Balance")),
	]
	return Table(columns, _with_names(rows[:most]), sums, len(rows))


def statement_table(customer: str, span: Span) -> Table:
	"""Return the movements of a customer, between what was owed before and after; who asks has checked the rights."""
	found = movements.statement(customer, span)
	rows = [
		{
			**{
				"posting_date": one.posting_date,
				"voucher_type": one.voucher_type,
				"voucher_no": one.voucher_no,
			},
			**{"due_date": one.due_date, "description": one.description, "balance": one.balance},
			"increase": one.amount if one.amount > 0 else None,
			"decrease": -one.amount if one.amount < 0 else None,
		}
		for one in found.movements
	]
	sums = {"increase": found.increase, "decrease": found.decrease}
	notes = {"opening": found.opening, "closing": found.closing}
	return Table(_statement_columns(), rows, sums, len(rows), notes)


def _statement_columns() -> list[dict]:
	return [
		column("posting_date", _("Posting Date"), 130, "Date"),
		column("voucher_no", _("Voucher"), 150),
		column("description", _("Description"), 300),
		column("due_date", _("Due Date"), 130, "Date"),
		money_column("increase", _("Increase")),
		money_column("decrease", _("Decrease")),
		money_column("balance", _("Balance")),
	]


def _who_columns() -> list[dict]:
	labels = (_("Customer"), _("Customer Code"), _("Owner"))
	return [
		column(name, label, width) for name, label, width in zip(WHO, labels, (230, 120, 150), strict=True)
	]


def _bucket_names(asked: aging.Asked) -> list[str]:
	return [BUCKET.format(number) for number in range(len(asked.buckets))]


def _bucket_columns(asked: aging.Asked) -> list[dict]:
	ends = tuple(bucket.last for bucket in asked.buckets[1:-1])
	labels = labels_of(ends, asked.by_posting_date)
	return [money_column(name, label) for name, label in zip(_bucket_names(asked), labels, strict=True)]


def _with_names(rows: list[dict]) -> list[dict]:
	"""The rows with the names of their customers and owners."""
	known = customers_of(row["customer_code"] for row in rows)
	people = names_of_people(owner for _name, owner in known.values())
	for row in rows:
		name, owner = known.get(row["customer_code"], ("", None))
		row.update({"customer_name": name, "owner_name": people[owner] if owner else ""})
	return rows


def _with_descriptions(rows: list[dict]) -> list[dict]:
	table, known = frappe.qb.DocType(DEBT), {}
	for some in many.chunks([row["debt"] for row in rows]):
		known |= dict(
			frappe.qb.from_(table).select(table.name, table.description).where(table.name.isin(some)).run()
		)
	for row in rows:
		row["description"] = known.get(row["debt"]) or ""
	return rows
