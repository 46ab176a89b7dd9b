"""What the form of a debt counts as connected with it."""

from frappe import _


def get_data() -> dict:
	"""Return the connections in the shape that Frappe's form dashboard reads."""
	return {
		"fieldname": "debt",
		"transactions": [
			{"label": _("Debts"), "items": ["KH Debt Payment", "KH Debt Ledger Entry", "KH Debt Reminder"]}
		],
	}
