"""The aging report as somebody writes it who knows Python and not SQL: every line of the ledger read and added by voucher.

What the report of the app is compared with, in the benchmark for time and in a test for results.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import frappe

ENTRY = "KH Debt Ledger Entry"


def aging_by_hand(as_of: date, days: tuple[int, ...]) -> dict[str, tuple[Decimal, list[Decimal]]]:
	"""Return {customer: (credit, [not due, in each bucket, later])} on that day by due dates, of customers with either."""
	debts: dict[str, dict] = {}
	found: dict[str, tuple[list[Decimal], list[Decimal]]] = defaultdict(
		lambda: ([Decimal(0)], [Decimal(0)] * (len(days) + 2))
	)
	fields = ["customer", "debt", "due_date", "amount"]
	for line in frappe.get_all(ENTRY, {"posting_date": ("<=", as_of)}, fields, order_by="posting_date"):
		amount = Decimal(str(line.amount))
		if not line.debt:
			found[line.customer][0][0] -= amount
			continue
		debt = debts.setdefault(line.debt, {"open": Decimal(0)})
		debt["open"] += amount
		debt["due"], debt["customer"] = line.due_date, line.customer
	for debt in debts.values():
		found[debt["customer"]][1][_bucket((as_of - debt["due"]).days, days)] += debt["open"]
	return {
		customer: (credit, parts) for customer, ([credit], parts) in found.items() if credit or any(parts)
	}


def _bucket(age: int, days: tuple[int, ...]) -> int:
	if age <= 0:
		return 0
	for number, last in enumerate(days, 1):
		if age <= last:
			return number
	return len(days) + 1
