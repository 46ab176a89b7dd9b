"""What the form of a customer counts as connected with it. Later releases and other apps add theirs by the
hook `override_doctype_dashboards`."""

from frappe import _


def get_data() -> dict:
	"""Return the connections in the shape that Frappe's form dashboard reads."""
	return {
		"fieldname": "customer",
		"transactions": [
			{"label": _("Care"), "items": ["KH Care Schedule"]},
			{"label": _("Debts"), "items": ["KH Debt", "KH Debt Payment"]},
			{"label": _("History"), "items": ["KH Owner Change", "KH Tier Change"]},
		],
	}
