"""The bulk action "owner": hands customers over to one user, or to several in turn."""

import frappe
from frappe import _
from frappe.utils import cint, get_fullname

from crm_khachhang.access.arguments import names, text
from crm_khachhang.customers.bulk.results import Row, Skipped
from crm_khachhang.customers.owners import candidates, handover
from crm_khachhang.customers.text import tidy

CUSTOMER = "KH Customer"
MOST_USERS = 50
LONGEST_NOTE = 2000


def check(parameters: dict) -> dict:
	"""Return {users, note} and move_… for each kind that may move along; throw unless each of `users` may own."""
	users = names(parameters.get("users"), "users")
	if not users or len(users) > MOST_USERS:
		frappe.throw(_("Choose from 1 to {0} people who take over the customers.").format(MOST_USERS))
	for user in users:
		if not candidates.may_own(user):
			frappe.throw(
				_("{0} cannot own customers. Choose enabled users whose role may change customers.").format(
					frappe.bold(frappe.utils.escape_html(user))
				)
			)
	return {
		"users": users,
		"note": tidy(text(parameters.get("note"), "note", most=LONGEST_NOTE)),
		**{f"move_{kind}": cint(parameters.get(f"move_{kind}")) for kind in handover.kinds()},
	}


def title(parameters: dict) -> str:
	"""Return e.g. "Hand over to Nguyễn Văn A, Trần Thị B"."""
	return _("Hand over to {0}").format(", ".join(get_fullname(user) for user in parameters["users"]))


def owner_of(row: Row, parameters: dict) -> str:
	"""Return who gets the customer: in turn, so that everyone gets as many, give or take one."""
	users = parameters["users"]
	return users[row.position % len(users)]


def apply(row: Row, parameters: dict) -> None:
	"""Hand the customer over."""
	to = owner_of(row, parameters)
	customer = frappe.get_doc(CUSTOMER, row.customer)
	customer.check_permission("write")
	if customer.account_manager == to:
		raise Skipped(_("This person has the customer already."))
	along = [kind for kind in handover.kinds() if parameters.get(f"move_{kind}")]
	handover.hand_over(customer, to, parameters["note"], along)


def finish(rows: list[Row], parameters: dict) -> None:
	"""Tell each new owner once."""
	for user in parameters["users"]:
		got = [(row.customer, row.customer_name) for row in rows if owner_of(row, parameters) == user]
		handover.notify(user, got, parameters["note"])
