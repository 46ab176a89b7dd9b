"""What hangs on a customer by a link field `customer` follows the customer: seen by whom the customer is seen.

Every such DocType is in `DOCTYPES`, with its two functions at the end for the hooks, which Frappe 15 calls
without saying which DocType it asks for.
"""

import re
from collections.abc import Callable

import frappe
from pypika.terms import Criterion

from crm_khachhang.access import customers, records

CARE = "KH Care Schedule"
SERIES = "KH Care Series"

# Columns of what a document links to, as Frappe joins them; the name of a contact, which holds the person's; all columns.
_OTHERS = re.compile(
	r"\b(customer|contact|series|follows)\.|tab(KH Customer|Contact)\b|[\"'](KH Customer|Contact)[\"']"
	r"|\bcontact\b|[\"'.]\*"
)

# DocType -> the field that names a user who sees the document without seeing the customer, if any.
DOCTYPES: dict[str, str | None] = {
	CARE: "assigned_to",
	"KH Care Plan Customer": None,
	SERIES: "assigned_to",
	"KH Tier Change": None,
	"KH Owner Change": None,
	"KH Sales Fact": None,
	"KH Debt": None,
	"KH Debt Payment": None,
	"KH Debt Ledger Entry": None,
	"KH Debt Reminder": None,
}


def visible(doctype: str, user: str | None = None, in_list: bool = False) -> Criterion | None:
	"""Return the rule on the table of `doctype`; None when `user` sees all customers."""
	user = user or frappe.session.user
	rule = customers.visible(user)
	if rule is None:
		return None
	table = frappe.qb.DocType(doctype)
	seen = table.customer.isin(records.names_query(customers.CUSTOMER, rule))
	if (field := DOCTYPES[doctype]) and not (in_list and _reaches_for_the_customer()):
		seen |= table[field] == records.literal(user)
	return seen


def condition(doctype: str) -> Callable:
	"""Return the function for the hook permission_query_conditions."""

	def permission_query_conditions(user: str | None = None) -> str:
		return records.as_text(visible(doctype, user, in_list=True))

	return permission_query_conditions


def row_condition(doctype: str, row_doctype: str) -> Callable:
	"""Return the function for the rows of documents, which Frappe lists by themselves without asking about each document."""

	def permission_query_conditions(user: str | None = None) -> str:
		rule = visible(doctype, user)
		if rule is None:
			return ""
		return records.as_text(frappe.qb.DocType(row_doctype).parent.isin(records.names_query(doctype, rule)))

	return permission_query_conditions


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether `user` sees the document as the database has it."""
	return records.allowed(doc, user, lambda: visible(doc.doctype, user), ptype)


def _reaches_for_the_customer() -> bool:
	"""Whether the request reads more than the document's own text: columns of what it links to (`customer.phone`), which
	Frappe joins unchecked, or who the customer's people are."""
	return bool(_OTHERS.search(str(dict(frappe.local.form_dict or {}))))


care_schedules = condition(CARE)
care_plan_customers = condition("KH Care Plan Customer")
care_series = condition(SERIES)
tier_changes = condition("KH Tier Change")
owner_changes = condition("KH Owner Change")
sales_facts = condition("KH Sales Fact")
debts = condition("KH Debt")
debt_payments = condition("KH Debt Payment")
debt_allocations = row_condition("KH Debt Payment", "KH Debt Allocation")
debt_ledger = condition("KH Debt Ledger Entry")
debt_reminders = condition("KH Debt Reminder")
