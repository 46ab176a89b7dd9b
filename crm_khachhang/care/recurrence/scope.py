"""How far a change of one appointment reaches into its series."""

import frappe
from frappe import _

from crm_khachhang.access.arguments import WrongArgument

THIS, FOLLOWING, ALL = "this", "following", "all"
SCOPES = (THIS, FOLLOWING, ALL)


def read(value: object) -> str:
	"""Return the scope that somebody sent, THIS for nothing. Raises WrongArgument for anything else."""
	found = value or THIS
	if not isinstance(found, str) or found not in SCOPES:
		frappe.throw(
			_("{0} must be {1}. Reload the page and try again.").format(
				frappe.bold("kh_scope"), " / ".join(SCOPES)
			),
			WrongArgument,
		)
	return found
