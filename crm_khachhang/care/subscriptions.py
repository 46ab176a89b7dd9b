"""What is kept for each person about the calendar feed and the digest: one document, made when first needed."""

from collections.abc import Iterable

import frappe
from frappe.utils import now

from crm_khachhang.customers import many

SUBSCRIPTION = "KH Care Subscription"
COLUMNS = ("name", "user", "owner", "modified_by", "creation", "modified", "docstatus", "idx")


def ensure(users: Iterable[str]) -> None:
	"""Make the documents of those who have none; two processes at once make one."""
	moment, by = now(), frappe.session.user
	rows = [
		(frappe.generate_hash(length=10), user, by, by, moment, moment, 0, 0) for user in sorted(set(users))
	]
	if rows:
		many.insert(f"tab{SUBSCRIPTION}", COLUMNS, rows, ignore=True)


def locked(user: str, fieldname: str):
	"""Return a value of the person's document as the database has it now, and lock it until the transaction ends."""
	table = frappe.qb.DocType(SUBSCRIPTION)
	query = frappe.qb.from_(table).select(table[fieldname]).where(table.user == user)
	return query.for_update().run()[0][0]


def write(user: str, **values) -> None:
	"""Write values into the person's document."""
	frappe.db.set_value(SUBSCRIPTION, {"user": user}, values, update_modified=False)
