// Where the chart of debts gets its numbers: counted anew for whoever looks.
frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["KH Debts"] = {
	method: "crm_khachhang.debts.api.chart",
	filters: [],
};
