"""The history of a customer's owner: one KH Owner Change for each change, whatever path it came by.

Creating a customer writes none: who owned it first is what the oldest row changes from, or today's owner
when there is no row; and an insert stays as cheap as it is.
"""

import frappe
from frappe.model.document import Document
from frappe.utils import get_fullname, now

CHANGE = "KH Owner Change"

# Field with a user -> what the row of a history calls their name.
PEOPLE = {"from_user": "from_name", "to_user": "to_name", "changed_by": "by_name"}


def record(customer: Document) -> None:
	"""Write the change of owner that saving `customer` made, with the note in `customer.flags.owner_note`."""
	before = customer.get_doc_before_save()
	if not before or (before.account_manager or "") == (customer.account_manager or ""):
		return
	row = frappe.new_doc(CHANGE)
	row.update(
		{
			"customer": customer.name,
			"from_user": before.account_manager,
			"to_user": customer.account_manager or None,
			"note": customer.flags.owner_note,
			"changed_on": now(),
			"changed_by": frappe.session.user,
		}
	)
	row.insert(ignore_permissions=True, ignore_links=True)  # who owned it before may be gone


def history(customer: str) -> list[dict]:
	"""Return the changes of the owner of `customer`, newest first, with the names of the people."""
	rows = frappe.get_all(
		CHANGE,
		filters={"customer": customer},
		fields=["from_user", "to_user", "note", "changed_on", "changed_by"],
		order_by="changed_on desc, creation desc",
		limit_page_length=100,
	)
	for row in rows:
		for user, shown in PEOPLE.items():
			row[shown] = get_fullname(row[user]) if row[user] else ""
	return rows
