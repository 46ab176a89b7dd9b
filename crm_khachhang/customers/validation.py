"""The rules of one customer, in their order: KHCustomer.validate runs them on a document, an import on the drafts of
its rows (`importing/planning/draft.py`), so that both say the same.

Each step takes the customer, corrects its values or refuses (`fields.refuse`). What follows them, duplicates and the
keys of the search, asks the database for many drafts at once.
"""

from collections.abc import Callable
from functools import partial

from frappe.model.document import Document

from crm_khachhang.customers import attachments, fields, referrers, sales
from crm_khachhang.customers.field_rules import required

Step = Callable[[Document], None]


def set_status(customer: Document) -> None:
	"""Whoever says nothing of the status means a prospect."""
	customer.status = customer.status or "Prospect"


# Before the code: numbers have lost the zeros in front of them, and the code is text as well.
TEXTS: tuple[Step, ...] = (fields.set_tax_code, fields.set_texts)

VALUES: tuple[Step, ...] = (
	set_status,
	partial(fields.set_name, fieldname="customer_name"),
	fields.set_phones,
	fields.set_email,
	fields.set_addresses_of_the_web,
	attachments.check,
	partial(fields.check_date, fieldname="date_of_birth"),
	partial(fields.check_date, fieldname="founding_date"),
	fields.check_account_manager,
	fields.set_province_of_ward,
	fields.keep_computed,
	sales.keep_last_purchase,
	referrers.check,
	required.check,
)


def run(steps: tuple[Step, ...], customer: Document) -> None:
	"""Run `steps` on `customer`; the first refusal ends it."""
	for step in steps:
		step(customer)
