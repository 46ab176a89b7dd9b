"""Opening debts by the hundred: what customers owed before their debts were kept here.

The document is the truth (`save`). `post` writes in a few statements what documents would have written; what an opening
debt may say is asked before that (`refusals`), because nothing of a refused one shall be there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.naming import getseries, parse_naming_series, set_new_name
from frappe.utils import getdate, now

from crm_khachhang.customers import fields, many
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.debts import debts, due, ledger, messages, rules
from crm_khachhang.debts.balances import CUSTOMER, DEBT
from crm_khachhang.debts.money import ZERO, exact

OPENING = "Opening"

# Where the running number of a name comes to stand.
NUMBER = "\0"


def may_record() -> bool:
	"""Return whether the session's user may record debts."""
	return all(frappe.has_permission(DEBT, right) for right in ("create", "submit"))


def new(amount: float, posting_date=None, due_date=None) -> Document:
	"""Return an opening debt that is not saved and has no customer yet.

	Without a posting date it is of today, or of the day on which it was due, if that is past.
	"""
	debt = frappe.new_doc(DEBT)
	debt.update({"debt_type": OPENING, "amount": amount, "due_date": due_date})
	debt.posting_date = posting_date or min(getdate(), getdate(due_date or None))
	return debt


def refusals(debt: Document, owed: float | None = 0) -> Iterator[tuple[str, str]]:
	"""Yield (fieldname, reason) of what the rules have against an opening debt of a customer who owes `owed`.

	Fills what the rules fill: the currency, the amount in whole decimals.
	"""
	checks: list[Callable] = [rules.check_posting_date, rules.check_currency, _check_amount]
	if debt.due_date:
		checks.append(rules.check_due_date)
	told = [found for check in checks if (found := _refusal(check, debt))]
	if not told:
		told = [found] if (found := _refusal(lambda debt: rules.check_sum(debt, owed), debt)) else []
	yield from told


def _check_amount(debt: Document) -> None:
	if exact(debt.amount) < ZERO:
		fields.refuse(debt, "amount", messages.OPENING_CREDIT)
	rules.check_amount(debt)


def _refusal(check: Callable, debt: Document) -> tuple[str, str] | None:
	try:
		check(debt)
	except REFUSALS as error:
		return debt.flags.pop("refused", None) or ("", plain(error))
	finally:
		frappe.clear_messages()
	return None


def standing(customers: Sequence[str]) -> dict[str, list[tuple[str, Decimal]]]:
	"""Return {customer: [(name, amount)]} of the opening debts that are in force, by name."""
	found = defaultdict(list)
	debt = frappe.qb.DocType(DEBT)
	for some in many.chunks(sorted(set(customers))):
		query = frappe.qb.from_(debt).select(debt.customer, debt.name, debt.amount).orderby(debt.name)
		query = query.where(debt.customer.isin(some) & (debt.docstatus == 1) & (debt.debt_type == OPENING))
		for customer, name, amount in query.run():
			found[customer].append((name, exact(amount)))
	return found


def owed(customers: Sequence[str]) -> dict[str, Decimal]:
	"""Return {customer: what it owes}, as the transaction sees it: as it was when it began to read."""
	table, found = frappe.qb.DocType(CUSTOMER), {}
	for some in many.chunks(sorted(set(customers))):
		query = frappe.qb.from_(table).select(table.name, table.total_debt).where(table.name.isin(some))
		found |= {name: exact(amount) for name, amount in query.run()}
	return found


def save(debt: Document, customer: str, source: dict | None = None) -> str:
	"""Post an opening debt of the customer as a document, and return its name.

	`source`: {"doctype", "docname", "label"} of what its history names. Raises what a document raises.
	"""
	debt.customer = customer
	debt.insert()
	debt.flags.updater_reference = source
	debt.submit()
	return debt.name


def post(of: Sequence[Document]) -> None:
	"""Post opening debts, each of which has its customer and no `refusals`; they get their names and what follows.

	The session's user may record debts for all these customers.
	"""
	ledger.hold_all(debt.customer for debt in of)
	due.set_many(of)
	user, moment = frappe.session.user, now()
	stamps = {"owner": user, "modified_by": user, "creation": moment, "modified": moment, "idx": 0}
	for debt in of:
		debts.keep_derived(debt)
		debt.update({**stamps, "docstatus": 1})
	_give_names(of)
	_insert(of)
	ledger.post_all([(debt, debts.lines(debt)) for debt in of])
	_show_derived(of)


def _give_names(of: Sequence[Document]) -> None:
	"""The names that documents would get; of a running number, as many as are needed at once."""
	pattern = frappe.get_meta(DEBT).autoname or ""
	if "#" not in pattern or ":" in pattern:  # the site names debts in another way
		for debt in of:
			set_new_name(debt)
		return
	of_series = defaultdict(list)
	for debt in of:

		def wait(prefix: str, digits: int, debt=debt) -> str:
			of_series[prefix, digits].append(debt)
			return NUMBER

		debt.name = parse_naming_series(pattern, doc=debt, number_generator=wait)
	for (prefix, digits), some in of_series.items():
		for number, debt in zip(_numbers(prefix, digits, len(some)), some, strict=True):
			debt.name = debt.name.replace(NUMBER, number)


def _numbers(prefix: str, digits: int, count: int) -> list[str]:
	"""Draw so many numbers of Frappe's series, which nobody else draws from until the transaction ends."""
	first = int(getseries(prefix, digits))
	series = frappe.qb.DocType("Series")
	frappe.qb.update(series).set(series.current, first + count - 1).where(series.name == prefix).run()
	return [str(number).zfill(digits) for number in range(first, first + count)]


def _insert(of: Sequence[Document]) -> None:
	columns = [column for column in frappe.get_meta(DEBT).get_valid_columns() if column != "docstatus"]
	rows = []
	for debt in of:
		values = debt.get_valid_dict(convert_dates_to_str=True)
		rows.append((1, *(values.get(column) for column in columns)))
	many.insert(f"tab{DEBT}", ("docstatus", *columns), rows)


def _show_derived(of: Sequence[Document]) -> None:
	"""Put what the database says now into the documents."""
	table, found = frappe.qb.DocType(DEBT), {}
	for some in many.chunks([debt.name for debt in of]):
		query = frappe.qb.from_(table).select(table.name, *(table[field] for field in debts.DERIVED))
		found |= {row.name: row for row in query.where(table.name.isin(some)).run(as_dict=True)}
	for debt in of:
		debt.update({field: found[debt.name][field] for field in debts.DERIVED})


def cancel(name: str, source: dict | None = None) -> str:
	"""Cancel an opening debt by entries that reverse it, as the session's user; return a sentence that says so.

	Raises what a document raises: something of it may be paid, its period closed.
	"""
	debt = frappe.get_doc(DEBT, name)
	if debt.docstatus != 1:
		return _("Its opening debt {0} had been cancelled before.").format(name)
	debt.flags.updater_reference = source
	debt.cancel()
	return _("Its opening debt {0} was cancelled by a reversing entry.").format(name)
