"""A filter that Frappe does not have: no purchase for so many days, counted from today.

A saved filter with a fixed date would mean something else every morning.
"""

from frappe import _
from frappe.utils import add_days, today

NO_PURCHASE_FOR = "no purchase for"
DAYS = (30, 60, 90, 180, 365)


def filters_config() -> dict:
	"""Return the operators as Frappe's hook of this name wants them.

	The desk translates their labels. Nothing may be read here: Frappe asks for them in each query, those that
	read the translations as well.
	"""
	return {
		NO_PURCHASE_FOR: {
			"label": "No Purchase For",
			"get_field": "crm_khachhang.customers.lists.api.no_purchase_field",
			"valid_for_fieldtypes": ["Date"],
		}
	}


def no_purchase_field() -> dict:
	"""Return the field for the operator's value; Frappe compares with the day that an option stands for.

	Frappe takes an empty date for the earliest one when it compares with "<": who never bought is found too.
	"""
	return {
		"fieldtype": "Select",
		"operator": "<",
		"query_value": True,
		"options": [
			{"label": _("{0} days").format(days), "value": str(days), "query_value": add_days(today(), -days)}
			for days in DAYS
		],
	}
