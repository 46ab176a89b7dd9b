"""The opening debts of customers that are written together: posted in sets, where a document would do nothing else."""

import frappe

from crm_khachhang.access import customers as access
from crm_khachhang.debts import opening
from crm_khachhang.debts.balances import DEBT
from crm_khachhang.importing.planning.rows import Plan
from crm_khachhang.importing.writing import custom_logic, versions

# What a draft has, of what changes when it is submitted.
DRAFT = {"status": "Draft", "outstanding_amount": 0.0}

# What every opening debt has.
GIVEN = ("customer", "debt_type", "amount", "posting_date", "due_date", "currency")


def need_documents() -> bool:
	"""Whether the site, or the session's user, has rules that each debt has to meet by itself."""
	required = [df.fieldname for df in frappe.get_meta(DEBT).fields if df.reqd and not df.default]
	return (
		not access.sees_all()
		or not set(required).issubset(GIVEN)
		or bool(custom_logic.reasons(DEBT))
		or not opening.may_record()
	)


def write(plans: list[Plan], source: dict | None) -> None:
	"""Post the debts of `plans`, whose customers are there, and give each plan the name of its own."""
	if not plans:
		return
	for plan in plans:
		plan.opening.customer = plan.customer
	debts = [plan.opening for plan in plans]
	opening.post(debts)
	versions.add_submitted(debts, DRAFT, source)
	for plan in plans:
		plan.debt = plan.opening.name
