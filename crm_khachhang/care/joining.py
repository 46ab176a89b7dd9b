"""What care adds to the customers package, which does not know it: it joins by hooks (see hooks.py)."""

from frappe.model.document import Document

from crm_khachhang.care.dates import APPOINTMENT, OPEN
from crm_khachhang.customers.owners.handover import move


def holders() -> list[dict]:
	"""Return what becomes of appointments when their customer is deleted; for `kh_customer_holders`."""
	return [{"doctype": APPOINTMENT, "fieldname": "customer", "on_delete": "goes"}]


def hand_over(customer: Document, old: str, new: str) -> None:
	"""Give the open appointments that `old` had with the customer to `new`; for `kh_owner_handover`."""
	move(APPOINTMENT, {"customer": customer.name, "status": ("in", OPEN)}, "assigned_to", old, new)
