"""Records the tiers that people choose."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

CHANGE = "KH Tier Change"


def record_by_hand(customer: Document) -> None:
	"""Record that somebody saved `customer` with another tier. What a new customer begins with is no change."""
	before = customer.get_doc_before_save()
	if before and (before.tier or "") != (customer.tier or ""):
		record(customer.name, before.tier, customer.tier, customer.flags.tier_reason or _("Chosen by hand"))


def record(customer: str, from_tier: str | None, to_tier: str | None, reason: str) -> None:
	"""Append a change by the session's user to the history of `customer`."""
	change = frappe.new_doc(CHANGE)
	change.update(
		{
			"customer": customer,
			"from_tier": from_tier or None,
			"to_tier": to_tier or None,
			"reason": reason,
			"changed_on": now_datetime(),
			"changed_by": frappe.session.user,
		}
	)
	# The tier that a customer leaves may be disabled, and links are right: the customer had them.
	change.flags.ignore_links = True
	change.insert(ignore_permissions=True)
