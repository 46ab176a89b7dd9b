"""What the customers of the demo company owe and have paid, around today: every age, somebody in credit, a promise."""

from itertools import cycle
from typing import NamedTuple

import frappe
from frappe.utils import add_days, nowdate

# Beginners follow the guide with the first customers of the list: those owe nothing yet.
FIRST, STEP, DEBTORS = 20, 7, 60


class Kind(NamedTuple):
	"""How one customer in turn stands: due so many days from today, which part is paid, and when, in days from today."""

	amount: int
	due: int
	paid: float = 0
	on: int = 0


KINDS = (
	Kind(12_500_000, due=-135),
	Kind(3_200_000, due=-75, paid=0.5, on=-20),
	Kind(48_000_000, due=-44, paid=0.25, on=-10),
	Kind(1_750_000, due=-12),
	Kind(6_400_000, due=-3, paid=1, on=-1),
	Kind(27_300_000, due=0),
	Kind(2_100_000, due=4),
	Kind(8_900_000, due=9, paid=0.5, on=-2),
	Kind(960_000, due=18, paid=1.25, on=-5),
	Kind(15_000_000, due=30),
)
COMPANY = {
	"company_name": "Công ty TNHH Thương mại ABC",
	"company_address": "Số 1 Tràng Tiền, Hà Nội",
	"company_phone": "024 3825 0000",
	"accountant_name": "Đỗ Thanh Tùng",
	"director_name": "Vũ Hải Yến",
	"qr_bank": "970436",
	"qr_account": "0011001234567",
	"qr_account_name": "CONG TY TNHH THUONG MAI ABC",
}


def load_debts(customers: list[str]) -> int:
	"""Submit debts and payments of every seventh customer; return the number of debts."""
	settings = frappe.get_single("KH Settings")
	settings.update(COMPANY)
	settings.save()
	debtors = customers[FIRST::STEP][:DEBTORS]
	for number, (customer, kind) in enumerate(zip(debtors, cycle(KINDS), strict=False), 1):
		amount = kind.amount + number * 20_000
		owe(customer, kind, amount, number)
		if kind.paid:
			pay(customer, kind, amount)
	return len(debtors)


def owe(customer: str, kind: Kind, amount: int, number: int) -> None:
	posted = add_days(nowdate(), min(kind.due - 30, -number))
	submit(
		"KH Debt",
		customer=customer,
		amount=amount,
		posting_date=posted,
		due_date=add_days(nowdate(), kind.due),
		description=f"Tiền hàng, phiếu giao số {number:04}",
		promised_on=add_days(nowdate(), 5) if kind.due == -44 else None,
	)


def pay(customer: str, kind: Kind, amount: int) -> None:
	submit(
		"KH Debt Payment",
		customer=customer,
		amount=amount * kind.paid,
		posting_date=add_days(nowdate(), kind.on),
		method="Bank Transfer",
		reason="Khách hàng chuyển khoản",
	)


def submit(doctype: str, **values) -> None:
	frappe.get_doc(doctype=doctype, **values).insert().submit()
