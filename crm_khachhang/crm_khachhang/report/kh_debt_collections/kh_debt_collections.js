frappe.query_reports["KH Debt Collections"] = {
	filters: [
		...crm_khachhang.debts.period_filters(),
		crm_khachhang.reports.choice("step", __("Show By"), ["Month", "Week", "Day"]),
		crm_khachhang.reports.choice("count_for", __("Count For"), ["Owner", "Entered By"]),
		crm_khachhang.reports.choice("method", __("Method"), [
			"",
			"Cash",
			"Bank Transfer",
			"Card",
			"E-Wallet",
			"Other Method",
		]),
		...crm_khachhang.debts.customer_filters(),
	],
	formatter: crm_khachhang.debts.report_formatter,
};
