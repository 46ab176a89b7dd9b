"""What a million lines of the debt ledger cost. Run by `./dev benchmark debts [PART …]`; parts: aging, statement,
payment, overdue, check. Exit code 1 when a wanted figure is missed.

KH_BENCHMARK_KEEP=1 goes on with the customers and the ledger of the last run.
"""

import os
import sys
from statistics import median
from time import perf_counter

import frappe
import seed
from debts_by_hand import aging_by_hand
from frappe.utils import add_days, getdate, nowdate
from rows import Row, milliseconds, seconds, table

from crm_khachhang.crm_khachhang.report.kh_customer_statement import kh_customer_statement
from crm_khachhang.crm_khachhang.report.kh_debt_aging import kh_debt_aging
from crm_khachhang.debts import buckets, checking, overdue
from crm_khachhang.debts.reports import aging
from crm_khachhang.debts.reports.buckets import of_days

ENTRY, DEBT, PAYMENT = "KH Debt Ledger Entry", "KH Debt", "KH Debt Payment"
DEBTORS, ROUNDS, OF_ONE_PAYMENT = 100_000, 30, 20
BECOMING_OVERDUE = 50_000

# Of each customer: four debts and three payments, ten lines together.
# number, how many days ago, how many hundreds of thousands
DEBTS = ((1, 700, 60), (2, 400, 200), (3, 300, 320), (4, 120, 500))
ALLOCATIONS = ((1, 1, 60), (1, 2, 100), (2, 2, 100), (2, 3, 150), (3, 3, 50), (3, None, 20))
PAID_DAYS_AGO = {1: 380, 2: 280, 3: 90}


def main() -> None:
	if not frappe.db.count("KH Customer"):
		seed.seed(int(os.environ.get("KH_BENCHMARK_ROWS", 1_000_000)))
	if not frappe.db.count(ENTRY):
		seed_ledger()
		print(f"{frappe.db.count(ENTRY)} lines of the ledger", flush=True)
	rows: list[Row] = []
	for part in sys.argv[1:] or PARTS:
		measured = PARTS[part]()
		frappe.db.commit()
		print(f"\n{part}\n{table(measured)}", flush=True)
		rows += measured
	if not all(row.is_reached() for row in rows):
		sys.exit(1)


def seed_ledger() -> None:
	"""Vouchers and lines as submitting them leaves them, for the first DEBTORS customers, by statements over all."""
	for number, days, part in DEBTS:
		_insert_debts(number, days, part)
	for number in PAID_DAYS_AGO:
		_insert_payments(number)
	for payment, debt, part in ALLOCATIONS:
		_insert_allocation(payment, debt, part)
	for doctype in (ENTRY, DEBT, PAYMENT):
		frappe.db.sql(f"analyze table `tab{doctype}`")
	frappe.db.commit()
	for found in _derive():
		frappe.db.sql(found)
	overdue.sweep()
	frappe.db.commit()


# Who the debtors are, and what the amounts of each are multiplied with.
FROM_DEBTORS = """from (select name, account_manager, 100000 * (1 + cast(crc32(name) %% 50 as signed)) as unit,
		cast(crc32(name) %% 60 as signed) as shift
	from `tabKH Customer` order by name limit {count}) customer""".format(count=DEBTORS)
OF_EVERY = "now(), now(), 'Administrator', 'Administrator'"


def _insert_debts(number: int, days: int, part: int) -> None:
	values = {"number": number, "days": days, "part": part}
	frappe.db.sql(
		f"""insert into `tabKH Debt` (name, creation, modified, owner, modified_by, docstatus, idx, customer,
			debt_type, description, posting_date, due_date, amount, currency, status)
		select concat('CN', name, '-', %(number)s), {OF_EVERY}, 1, 0, name, 'Manual', 'Hóa đơn bán hàng',
			curdate() - interval (%(days)s - shift) day, curdate() - interval (%(days)s - shift - 30) day,
			%(part)s * unit, 'VND', 'Unpaid' {FROM_DEBTORS}""",
		values,
	)
	frappe.db.sql(
		f"""insert into `tab{ENTRY}` (name, creation, modified, owner, modified_by, docstatus, idx, customer, debt,
			posting_date, due_date, amount, voucher_type, voucher_no)
		select concat('D', %(number)s, customer), {OF_EVERY}, 0, 0, customer, name, posting_date, due_date, amount,
			'KH Debt', name
		from `tabKH Debt` where name like concat('CN%%-', %(number)s)""",
		values,
	)


def _insert_payments(number: int) -> None:
	amount = sum(part for payment, _debt, part in ALLOCATIONS if payment == number)
	frappe.db.sql(
		f"""insert into `tabKH Debt Payment` (name, creation, modified, owner, modified_by, docstatus, idx, customer,
			payment_type, method, posting_date, amount, currency)
		select concat('PT', name, '-', %(number)s), {OF_EVERY}, 1, 0, name, 'Receive', 'Bank Transfer',
			curdate() - interval (%(days)s - shift) day, %(amount)s * unit, 'VND' {FROM_DEBTORS}""",
		{"number": number, "days": PAID_DAYS_AGO[number], "amount": amount},
	)


def _insert_allocation(payment: int, debt: int | None, part: int) -> None:
	"""Part of a payment for a debt, or what it leaves as credit."""
	owner = "concat('CN', name, '-', %(debt)s)" if debt else "null"
	due = "curdate() - interval (%(days)s - shift - 30) day" if debt else "null"
	credit = "null" if debt else "concat('PT', name, '-', %(payment)s)"
	frappe.db.sql(
		f"""insert into `tab{ENTRY}` (name, creation, modified, owner, modified_by, docstatus, idx, customer, debt,
			payment, posting_date, due_date, amount, voucher_type, voucher_no)
		select concat('P', %(payment)s, %(debt)s, name), {OF_EVERY}, 0, 0, name, {owner}, {credit},
			curdate() - interval (%(paid)s - shift) day, {due}, -%(part)s * unit, 'KH Debt Payment',
			concat('PT', name, '-', %(payment)s) {FROM_DEBTORS}""",
		{
			"payment": payment,
			"debt": debt or 0,
			"part": part,
			"paid": PAID_DAYS_AGO[payment],
			"days": next((days for number, days, _part in DEBTS if number == debt), 0),
		},
	)


def _derive() -> list[str]:
	"""What follows from the ledger, by statements over all."""
	by = "(select {key} as name, sum(amount) as amount from `tab{entry}` where {key} is not null group by {key})"
	sums = {key: by.format(key=key, entry=ENTRY) for key in ("debt", "payment", "customer")}
	return [
		f"""update `tabKH Debt` debt join {sums["debt"]} line on line.name = debt.name
			set debt.outstanding_amount = line.amount, debt.status = if(line.amount = 0, 'Paid', 'Unpaid')""",
		f"""update `tabKH Debt Payment` payment join {sums["payment"]} line on line.name = payment.name
			set payment.unallocated_amount = -line.amount""",
		f"""update `tabKH Customer` customer join {sums["customer"]} line on line.name = customer.name
			set customer.total_debt = line.amount""",
	]


def measure_aging() -> list[Row]:
	"""The report of all customers, today and on a past day, against the same computed by hand, with equal results."""
	days, today = buckets.ends(), getdate()
	kh_debt_aging.execute({})
	rows = []
	for what, day in (
		("aging report", today),
		("aging report, 200 days ago", getdate(add_days(today, -200))),
	):
		took = median(seconds(kh_debt_aging.execute, {"as_of": str(day)}) for _round in range(5))
		began = perf_counter()
		by_hand = aging_by_hand(day, days)
		slow = perf_counter() - began
		asked = aging.Asked(day, of_days(days), {})
		assert _plain(aging.by_customer(asked)) == by_hand
		rows.append(Row(f"{what}, {len(by_hand)} customers", f"{took:.2f} s", "1.5 s", took / 1.5, ("<=", 1)))
		rows.append(Row("the same", f"{took:.2f} s", f"by hand: {slow:.1f} s", slow / took, (">=", 10)))
	return rows


def _plain(found: list[tuple]) -> dict:
	return {row[0]: (row[1] or 0, [part or 0 for part in row[2:]]) for row in found}


def measure_statement() -> list[Row]:
	customers = frappe.get_all(ENTRY, pluck="customer", distinct=True, order_by="customer", limit=ROUNDS)
	asked = {"from_date": add_days(nowdate(), -365), "to_date": nowdate()}
	kh_customer_statement.execute(asked | {"customer": customers[0]})
	times = [seconds(kh_customer_statement.execute, asked | {"customer": name}) for name in customers]
	return [
		Row("statement of a customer, a year", milliseconds(times), "30 ms", median(times) / 0.03, ("<=", 1))
	]


def measure_payment() -> list[Row]:
	"""A payment over OF_ONE_PAYMENT debts: made, submitted and committed."""
	customer = frappe.get_all("KH Customer", pluck="name", order_by="name desc", limit=1)[0]
	submitting, both = [], []
	for turn in range(ROUNDS):
		debts = [_debt(customer, 1000 * (turn + 1) + at) for at in range(OF_ONE_PAYMENT)]
		frappe.db.commit()
		began = perf_counter()
		amount = sum(debt.amount for debt in debts)
		payment = frappe.get_doc(doctype=PAYMENT, customer=customer, amount=amount).insert()
		inserted = perf_counter()
		payment.submit()
		frappe.db.commit()
		submitting.append(perf_counter() - inserted)
		both.append(perf_counter() - began)
		assert len(payment.allocations) == OF_ONE_PAYMENT and not payment.unallocated_amount
	what = f"submitting a payment over {OF_ONE_PAYMENT} debts"
	return [
		Row(what, milliseconds(submitting), "100 ms", median(submitting) * 10, ("<=", 1)),
		Row("making and submitting it", milliseconds(both), "100 ms", median(both) * 10, None),
	]


def _debt(customer: str, amount: int):
	debt = frappe.get_doc(doctype=DEBT, customer=customer, amount=amount, due_date=nowdate()).insert()
	debt.submit()
	return debt


def measure_overdue() -> list[Row]:
	"""The night after a day on which the debts of BECOMING_OVERDUE customers became overdue."""
	debt = frappe.qb.DocType(DEBT)
	names = frappe.get_all(DEBT, {"status": "Overdue"}, pluck="name", order_by="name", limit=BECOMING_OVERDUE)
	frappe.qb.update(debt).set(debt.status, "Unpaid").where(debt.name.isin(names)).run()
	customer = frappe.qb.DocType("KH Customer")
	of = frappe.qb.from_(debt).select(debt.customer).where(debt.name.isin(names))
	frappe.qb.update(customer).set(customer.overdue_debt, 0).where(customer.name.isin(of)).run()
	frappe.db.commit()
	took = seconds(overdue.sweep)
	again = seconds(overdue.sweep)
	return [
		Row(f"overdue sweep, {len(names)} became overdue", f"{took:.1f} s", "10 s", took / 10, ("<=", 1)),
		Row("overdue sweep, nothing new", f"{again:.1f} s", f"{took:.1f} s", again / took, None),
	]


def measure_check() -> list[Row]:
	took = seconds(lambda: list(checking.differences()))
	wrong = list(checking.differences())
	assert not wrong, wrong[:3]
	what = f"kh-debt-check of {frappe.db.count(ENTRY)} lines"
	return [Row(what, f"{took:.1f} s", "60 s", took / 60, ("<=", 1))]


PARTS = {
	"aging": measure_aging,
	"statement": measure_statement,
	"payment": measure_payment,
	"overdue": measure_overdue,
	"check": measure_check,
}

if __name__ == "__main__":
	main()
