"""Endpoints of the charts of the workspace: typed, permission first, thin."""

import frappe
from frappe import _

from crm_khachhang.access.customers import CUSTOMER
from crm_khachhang.customers.overview import charts


@frappe.whitelist()
def chart(chart_name: str, **_settings) -> charts.Chart:
	"""Return one of the app's charts for the session's user; the desk's settings of charts do not apply.

	Raises frappe.PermissionError for who may not read customers, frappe.DoesNotExistError for another chart.
	"""
	frappe.has_permission(CUSTOMER, "read", throw=True)
	if chart_name not in charts.CHARTS:
		frappe.throw(_("There is no chart {0}.").format(chart_name), frappe.DoesNotExistError)
	return charts.CHARTS[chart_name]()
