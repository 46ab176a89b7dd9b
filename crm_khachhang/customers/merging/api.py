"""Endpoints of merging: for a KH Manager, and only customers that they see."""

import frappe
from frappe import _

from crm_khachhang.access import arguments
from crm_khachhang.customers.merging import carry_out, plan


@frappe.whitelist()
def preview(names: str | list[str]) -> dict:
	"""Return the customers side by side: `customers`, `fields` and `moves` as the dialog shows them."""
	customers = carry_out.get_customers(arguments.names(names, "names"))
	return {
		"customers": [
			{"name": c.name, "customer_name": c.customer_name, "modified": str(c.modified)} for c in customers
		],
		"fields": plan.fields_side_by_side(customers),
		"moves": plan.moves([customer.name for customer in customers]),
	}


@frappe.whitelist(methods=["POST"])
def merge(
	names: str | list[str],
	master: str,
	choices: str | dict | None = None,
	seen: str | dict | None = None,
) -> dict:
	"""Merge the customers into `master`; return its name and title and the name of the record."""
	names = arguments.names(names, "names")
	choices, seen = arguments.texts(choices, "choices"), arguments.texts(seen, "seen")
	try:
		record = carry_out.merge(names, master, choices, seen)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		message = _("Somebody else is saving one of these customers. Wait a moment, then merge again.")
		frappe.throw(message, carry_out.ChangedMeanwhile)
	return {"master": record.master, "customer_name": record.master_name, "record": record.name}
