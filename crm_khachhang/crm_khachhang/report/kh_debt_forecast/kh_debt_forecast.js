frappe.query_reports["KH Debt Forecast"] = {
	filters: [
		{ fieldname: "weeks", label: __("Weeks"), fieldtype: "Int", default: 12 },
		...crm_khachhang.debts.customer_filters(),
	],
	formatter: crm_khachhang.debts.report_formatter,
};
